"""A form whose parts are said to be more than came with it: it makes up no rows, and says so."""

import time

import pytest

from editing.forms import MOST_BLANK, SHORT
from spoilers.models import Echo
from tests.factories import EchoFactory, EvidenceFactory, InterviewFactory, QuoteFactory
from tests.gate.editing import filled_in, page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and saved


@pytest.mark.parametrize("count", ["TOTAL_FORMS", "INITIAL_FORMS"])
def test_a_number_alone_makes_no_rows(editor_client, count):
    interview = QuoteFactory(interview=InterviewFactory()).interview
    path = page("change", interview)
    sent = filled_in(editor_client.get(path)) | {f"quotes-{count}": "999999999"}

    began = time.perf_counter()
    answer = editor_client.post(path, sent | {"label": "Another talk"})

    assert time.perf_counter() - began < 5
    assert SHORT in [
        sentence for one in answer.context["refused"].reasons for sentence in one.sentences
    ]
    assert len(answer.context["inline_admin_formsets"][1].formset.forms) <= 1 + MOST_BLANK
    interview.refresh_from_db()
    assert interview.label != "Another talk"


def test_what_came_is_shown_again_and_can_be_saved(editor_client):
    echo = EvidenceFactory(echo__is_published=False).echo
    path = page("change", echo)
    sent = filled_in(editor_client.get(path)) | {"evidence-0-sealed_point": "He says so."}

    refused = editor_client.post(path, sent | {"evidence-TOTAL_FORMS": "1500"})
    again = filled_in(refused)
    answer = editor_client.post(path, again | {"evidence-TOTAL_FORMS": "1"})

    assert again["evidence-0-sealed_point"] == "He says so."
    assert answer.status_code == 302


@pytest.mark.parametrize("blank", [0, 1, MOST_BLANK])
def test_a_few_rows_without_a_field_are_no_mistake(editor_client, blank):
    echo = EchoFactory(is_published=False)
    path = page("change", echo)

    sent = filled_in(editor_client.get(path)) | {"evidence-TOTAL_FORMS": str(blank)}
    answer = editor_client.post(path, sent)

    assert answer.status_code == 302
    assert Echo.objects.filter(pk=echo.pk).exists()
