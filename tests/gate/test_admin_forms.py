"""The editors' forms open a sealed text, take it back, and refuse in words what is wrong."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gate.reader import Reader
from interviews.models import Quote
from spoilers.models import Note
from tests.canaries import canaries_in
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    InterviewFactory,
    QuoteFactory,
    SourceFactory,
    TimedNoteFactory,
)

from .editing import logged, page, submit, texts

pytestmark = pytest.mark.slow  # editors' pages, opened and saved


def test_a_form_has_a_line_for_each_part_that_is_there_and_no_empty_ones(editor_client):
    quote = CitationFactory(quote=QuoteFactory()).quote
    echo = EvidenceFactory(echo=BeatFactory(echo=EchoFactory()).echo).echo

    for row, lines in ((quote, [1]), (echo, [1, 1])):
        inlines = editor_client.get(page("change", row)).context["inline_admin_formsets"]
        assert [len(inline.formset.forms) for inline in inlines] == lines


def test_a_sealed_column_of_one_line_is_edited_in_one_line(editor_client):
    form = editor_client.get(page("change", TimedNoteFactory())).context["adminform"].form

    kinds = {
        name: form.fields[name].widget.template_name for name in ("sealed_timecode", "sealed_text")
    }
    assert kinds == {
        "sealed_timecode": "django/forms/widgets/text.html",
        "sealed_text": "django/forms/widgets/textarea.html",
    }


@pytest.mark.parametrize(
    ("factory", "parts", "column"),
    [
        (InterviewFactory, QuoteFactory, '"quote"."sealed_text"'),
        (QuoteFactory, CitationFactory, '"citation"."sealed_locator"'),
    ],
    ids=["quotes", "citations"],
)
def test_a_form_needs_no_query_to_open_each_of_its_parts(editor_client, factory, parts, column):
    whole = factory()
    for position in range(3):
        parts(**{whole._meta.model_name: whole, "position": position})

    with CaptureQueriesContext(connection) as queries:
        editor_client.get(page("change", whole))

    assert len([query for query in queries if column in query["sql"]]) == 1


def test_an_edited_text_reaches_those_who_have_seen_the_film_and_no_log_or_message(editor_client):
    note = TimedNoteFactory(sealed_timecode="")
    new = "The kanariabcdefghijkl stays."

    saved = submit(editor_client, note, sealed_text=new, _continue="1")
    page_after = editor_client.get(page("history", note))

    fan, nobody = Reader(seen=frozenset({note.film_id})), Reader()
    assert texts(Note, fan) == [new]
    assert texts(Note, nobody) == [None]
    assert [str(message) for message in get_messages(saved.wsgi_request)] == [
        f'The note “<a href="{page("change", note)}">{note}</a>” was changed successfully. '
        "You may edit it again below."
    ]
    assert logged() == ["Changed Text."]
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [str(note)]
    assert canaries_in(page_after.content) == set()


def test_saving_an_untouched_form_changes_nothing_though_browsers_send_other_line_ends(
    editor_client,
):
    note = TimedNoteFactory(sealed_text="One paragraph.\n\nAnother.")

    submit(editor_client, note, sealed_text="One paragraph.\r\n\r\nAnother.")

    assert texts(Note, Reader(seen=frozenset({note.film_id}))) == ["One paragraph.\n\nAnother."]
    assert logged() == ["No fields changed."]


def test_a_text_that_was_left_empty_is_refused_and_the_old_one_stays(editor_client):
    note = TimedNoteFactory(sealed_text="It ends.")

    response = submit(editor_client, note, sealed_text=" ")

    assert response.context["adminform"].form.errors == {"sealed_text": ["This field is required."]}
    assert texts(Note, Reader(seen=frozenset({note.film_id}))) == ["It ends."]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "not an address"])
def test_a_source_lies_on_the_web(editor_client, address):
    source = SourceFactory()

    response = submit(editor_client, source, sealed_url=address)

    assert response.context["adminform"].form.errors == {
        "sealed_url": ["An address starts with https:// or http://."]
    }


def test_a_bracketed_quote_without_a_bracket_is_refused_in_words(editor_client):
    quote = QuoteFactory(sealed_text="As it was said.")

    response = submit(editor_client, quote, fidelity="bracketed")

    assert response.context["adminform"].form.errors == {
        "__all__": ["A bracketed quote holds a [bracket]; or choose verbatim."]
    }


def test_a_quote_is_edited_within_its_interview(editor_client):
    quote = QuoteFactory(sealed_text="As it was said.")

    submit(editor_client, quote.interview, **{"quotes-0-sealed_text": "As it was meant."})

    assert texts(Quote, Reader(seen=quote.required)) == ["As it was meant."]
    assert logged() == [f"Changed Text for quote “{quote}”."]
