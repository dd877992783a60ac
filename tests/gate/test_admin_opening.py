"""What would open a sealed item to more readers asks first, and says to whom."""

import re
from typing import Any

import pytest
from django.utils.html import escape

from films.models import Film
from gate.models import Stamp
from gate.opening import Lock
from interviews.models import Quote
from spoilers.models import Echo, Note
from tests.factories import EchoFactory, FilmFactory, QuoteFactory, TimedNoteFactory

from .editing import errors, page, submit, submit_and_agree

pytestmark = pytest.mark.slow

HARMLESS, TEXT, EXISTENCE = Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE


@pytest.fixture
def films(db) -> list[Film]:
    return [FilmFactory(title=title) for title in ("The House", "The Garden", "The Gate")]


def asks(sentence: str) -> dict[str, list[str]]:
    return {"opening": [f"This opens what is sealed. {sentence} Tick the box and save again."]}


def stored(quote: Quote) -> tuple[str, frozenset[int]]:
    row = Quote.objects.get(pk=quote.pk)
    return row.stamp, row.required


@pytest.mark.parametrize(
    ("before", "after", "opens"),
    [
        ((TEXT, "12"), (TEXT, "12"), False),
        ((TEXT, "12"), (TEXT, "123"), False),
        ((TEXT, "12"), (TEXT, "1"), True),
        ((TEXT, "12"), (TEXT, "23"), True),
        ((TEXT, "12"), (HARMLESS, ""), True),
        ((TEXT, "12"), (EXISTENCE, "12"), False),
        ((TEXT, "12"), (EXISTENCE, "1"), True),
        ((EXISTENCE, "1"), (TEXT, "1"), True),
        ((EXISTENCE, "1"), (TEXT, "12"), True),
        ((EXISTENCE, "12"), (EXISTENCE, "1"), True),
    ],
)
def test_a_lock_opens_when_somebody_can_read_or_know_more_than_before(before, after, opens):
    one, other = (Lock(stamp, frozenset(map(int, films))) for stamp, films in (before, after))

    assert one.opens_as(other) == opens


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stamp": "nothing", "spoils": []}, "Everyone will be able to read it."),
        (
            {"spoils": ["The House"]},
            "Whoever has seen The House will be able to read it.",
        ),
        (
            {"spoils": ["The House", "The Gate"]},
            "Whoever has seen The House and The Gate will be able to read it.",
        ),
        (
            {"stamp": "text"},
            "Everyone will be able to know that it is there. "
            "Whoever has seen The House and The Garden will be able to read it.",
        ),
    ],
    ids=["harmless", "one film less", "another film", "known to all"],
)
def test_opening_asks_once_and_says_who_will_read_it(editor_client, films, changes, sentence):
    quote = QuoteFactory(spoils=films[:2], stamp=EXISTENCE)
    before = stored(quote)
    if "spoils" in changes:
        changes = changes | {
            "spoils": [film.pk for film in films if film.title in changes["spoils"]]
        }

    asked = submit(editor_client, quote, **changes)
    meanwhile = stored(quote)
    agreed = submit_and_agree(editor_client, quote, **changes)

    assert (errors(asked), meanwhile) == (asks(sentence), before)
    assert asked.text.count('type="checkbox" name="opening"') == 1
    assert agreed.status_code == 302
    assert stored(quote) != before


def test_the_box_is_not_there_until_something_opens(editor_client, films):
    quote = QuoteFactory(spoils=films[:1])

    answers = [
        editor_client.get(page("change", quote)),
        submit(editor_client, quote, sealed_text=""),
    ]

    assert ['name="opening"' in answer.text for answer in answers] == [False] * 2


def test_who_agreed_to_one_opening_has_not_agreed_to_another(editor_client, films):
    quote = QuoteFactory(spoils=films)
    asked = submit(editor_client, quote, spoils=[film.pk for film in films[:2]])
    box = asked.context["adminform"].form["opening"].field.widget.attrs["value"]

    answer = submit(editor_client, quote, spoils=[films[0].pk], opening=box)
    again = submit_and_agree(editor_client, quote, spoils=[films[0].pk], opening=box)

    assert errors(answer) == asks("Whoever has seen The House will be able to read it.")
    other = answer.context["adminform"].form["opening"].field.widget.attrs["value"]
    (shown,) = re.findall('<input type="checkbox" name="opening"[^>]*>', answer.text)
    assert (re.findall('value="(.*?)"', shown), "checked" in shown) == ([escape(other)], False)
    assert (again.status_code, stored(quote)) == (302, (TEXT, {films[0].pk}))


def test_a_stricter_lock_and_a_harmless_item_ask_nothing(editor_client, films):
    sealed, harmless = QuoteFactory(spoils=films[:1]), QuoteFactory(stamp=HARMLESS)
    both = [film.pk for film in films[:2]]

    answers = [
        submit(editor_client, sealed, spoils=both, stamp="existence"),
        submit(editor_client, harmless, spoils=both, stamp="text"),
        submit(editor_client, harmless, sealed_text="Otherwise."),
    ]

    assert [answer.status_code for answer in answers] == [302] * 3


def test_a_note_that_is_moved_to_another_film_asks(editor_client, films):
    note = TimedNoteFactory(film=films[0])

    asked = submit(editor_client, note, film=films[1].pk, spoils=[])

    assert errors(asked) == asks("Whoever has seen The Garden will be able to read it.")
    assert Note.objects.get().film == films[0]


def test_a_quote_within_its_interview_asks_in_its_own_row(editor_client, films):
    quotes = [QuoteFactory(spoils=films[:2], stamp=TEXT)]
    quotes.append(QuoteFactory(interview=quotes[0].interview, spoils=films[:2]))
    changes: dict[str, Any] = {"quotes-1-stamp": "nothing", "quotes-1-spoils": []}

    asked = submit(editor_client, quotes[0].interview, **changes)
    agreed = submit_and_agree(editor_client, quotes[0].interview, **changes)

    rows = asked.context["inline_admin_formsets"][1].formset.errors
    assert rows == [{}, asks("Everyone will be able to read it.")]
    assert agreed.status_code == 302
    assert [stored(quote)[0] for quote in quotes] == [TEXT, HARMLESS]


def test_a_published_echo_that_comes_to_hang_on_other_notes_asks(editor_client, films):
    house, garden, gate = (TimedNoteFactory(film=film) for film in films)
    echo = EchoFactory(later=garden, earlier=house, is_published=True)
    draft = EchoFactory(later=garden, earlier=gate, is_published=False)

    asked = submit(editor_client, echo, later=gate.pk)
    drafted = submit(editor_client, draft, earlier=TimedNoteFactory(film=films[0]).pk)

    assert errors(asked) == asks("Whoever has seen The House and The Gate will be able to read it.")
    assert Echo.objects.get(pk=echo.pk).later == garden
    assert drafted.status_code == 302
