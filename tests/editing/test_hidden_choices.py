"""A field holds whatever key somebody types or sends: it names no row to who may not look at it."""

import pytest

from spoilers.models import Echo
from tests.factories import NoteFactory, QuoteFactory, SourceFactory
from tests.gate.editing import filled_in, page
from tests.interviews.articles import ADDRESS

from .desks import staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # forms of editors, opened and sent

ECHO = page("add", Echo())
ARTICLE = [f"add_{one}" for one in ("source", "interview", "interviewfilm", "quote", "citation")]


def test_a_note_that_an_address_asks_for_or_somebody_sends_is_not_named():
    note = NoteFactory(label="The cellar door")
    client = staff("add_echo", "add_beat")

    opened = client.get(ECHO, {"later": note.pk})
    sent = client.post(ECHO, filled_in(opened) | {"later": note.pk})

    assert [note.label in answer.text for answer in (opened, sent)] == [False, False]
    assert [f">No. {note.pk}<" in answer.text for answer in (opened, sent)] == [True, True]


def test_nor_is_what_a_part_of_an_item_holds():
    quote = QuoteFactory()
    client = staff("add_echo", "add_evidence")
    typed = filled_in(client.get(ECHO))

    sent = client.post(ECHO, typed | {"evidence-TOTAL_FORMS": 1, "evidence-0-quote": quote.pk})

    assert (quote.interview.label in sent.text, f">No. {quote.pk}<" in sent.text) == (False, True)


def test_nor_is_the_source_of_an_article():
    source = SourceFactory(key="the-cellar-tape")

    opened = staff(*ARTICLE).get(ADDRESS, {"cited": source.pk})

    assert (source.key in opened.text, f">No. {source.pk}<" in opened.text) == (False, True)


def test_who_may_look_at_it_finds_it_named():
    note = NoteFactory(label="The cellar door")

    opened = staff("add_echo", "view_note").get(ECHO, {"later": note.pk})

    assert note.label in opened.text


def test_what_was_saved_with_a_row_is_named_in_its_form():
    quote = QuoteFactory(is_published=False)

    opened = staff("change_quote").get(page("change", quote))

    assert quote.speaker.name in opened.text
