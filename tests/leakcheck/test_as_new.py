"""What one form makes at once is looked at together, though nothing of it has a key yet."""

import pytest
from django.urls import reverse

from editing.refusals import Reason
from interviews.models import Interview, Quote
from leakcheck.models import AcceptedWarning
from leakcheck.reading import Site, key_of
from tests.factories import EvidenceFactory, FilmFactory, PersonFactory, SourceFactory
from tests.gate.editing import filled_in

pytestmark = pytest.mark.slow  # editors' pages, opened and saved


def test_the_label_of_a_new_interview_is_looked_at_beside_its_quotes(editor_client):
    add = reverse("admin:interviews_interview_add")
    typed = {
        "label": "The pit bull talks",
        "slug": "a-talk",
        "outlet": "Empire",
        "date": "2025-06-02",
        "quotes-TOTAL_FORMS": 1,
        "quotes-0-speaker": PersonFactory().pk,
        "quotes-0-fidelity": "verbatim",
        "quotes-0-sealed_text": "He takes a pit bull from its cage.",
        "quotes-0-stamp": "text",
        "quotes-0-spoils": [FilmFactory().pk],
    }

    asked = editor_client.post(add, filled_in(editor_client.get(add)) | typed)
    (question,) = asked.context["refused"].questions
    agreed = {
        question.box.html_name: question.box.field.widget.attrs["value"],
        question.why.html_name: "It is on the poster.",
    }
    editor_client.post(add, filled_in(asked) | agreed)

    told = (
        "In this interview: The label has rare words in common with what is sealed: “pit”, “bull”."
    )
    assert question.about == [Reason([told], "Quote 1: Text", "id_quotes-0-sealed_text")]
    kept = AcceptedWarning.objects.get()
    assert (kept.kind.model, kept.key) == ("interview", Interview.objects.get().pk)


@pytest.mark.django_db
def test_what_has_no_quote_is_no_part_of_one_that_has_no_key_yet():
    evidence = EvidenceFactory(quote=None, source=SourceFactory())
    site, new = Site(), Quote(sealed_text="No.", stamp="text")

    site.put(new, frozenset())

    assert key_of(new) not in site.hangs_on(evidence)
