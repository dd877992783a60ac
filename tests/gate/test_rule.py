"""The rule, as a table: what each kind of item shows and opens to each kind of reader."""

import pytest

from films.models import Film
from gate.models import Stamp
from gate.reader import NOBODY, Peek, Reader
from interviews.models import Quote
from spoilers.models import Echo, Note
from tests.factories import (
    BeatFactory,
    CharacterFactFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    NoteFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
)

DROPPED, LOCKED, OPEN = "dropped", "locked", "open"

# factory, the stamp, what a reader meets who has not fulfilled the requirement
STAMPS = [
    (NoteFactory, Stamp.SEALED, LOCKED),
    (NoteFactory, Stamp.HIDDEN, DROPPED),
    (QuoteFactory, Stamp.OPEN, OPEN),
    (QuoteFactory, Stamp.SEALED, LOCKED),
    (QuoteFactory, Stamp.HIDDEN, DROPPED),
    (SourceFactory, Stamp.OPEN, OPEN),
    (SourceFactory, Stamp.SEALED, LOCKED),
    (CreditFactory, Stamp.OPEN, OPEN),
    (CreditFactory, Stamp.HIDDEN, DROPPED),
    (CharacterFactFactory, Stamp.OPEN, OPEN),
    (CharacterFactFactory, Stamp.HIDDEN, DROPPED),
    (PlacementFactory, Stamp.OPEN, OPEN),
    (PlacementFactory, Stamp.HIDDEN, DROPPED),
]
WITH_PUBLIC_ID = (NoteFactory, QuoteFactory, SourceFactory)
PEEKABLE = [row for row in STAMPS if row[0] in WITH_PUBLIC_ID]

# requirement, films seen, fulfilled: by the letters of three films
REQUIREMENTS = [
    ("a", "", False),
    ("a", "a", True),
    ("a", "b", False),
    ("a", "abc", True),
    ("ab", "", False),
    ("ab", "a", False),
    ("ab", "b", False),
    ("ab", "c", False),
    ("ab", "ab", True),
    ("ba", "ab", True),
    ("abc", "ab", False),
    ("abc", "bc", False),
    ("abc", "abc", True),
]


def ids(rows: list[tuple]) -> list[str]:
    names = {"": "nothing"}
    return [
        "-".join(
            part._meta.model.__name__ if hasattr(part, "_meta") else names.get(part, str(part))
            for part in row
        )
        for row in rows
    ]


@pytest.fixture
def films(db) -> dict:
    return {letter: FilmFactory() for letter in "abc"}


def reader_of(films: dict, letters: str, *peeked: str) -> Reader:
    return Reader(
        seen=frozenset(films[letter].pk for letter in letters),
        peeks=tuple(Peek(public_id) for public_id in peeked),
    )


def met(item, reader: Reader) -> str:
    row = type(item).objects.for_reader(reader).filter(pk=item.pk).first()
    if row is None:
        return DROPPED
    return OPEN if row.is_open else LOCKED


@pytest.mark.parametrize(("factory", "stamp", "unfulfilled"), STAMPS, ids=ids(STAMPS))
@pytest.mark.parametrize(("needed", "seen", "fulfilled"), REQUIREMENTS, ids=ids(REQUIREMENTS))
def test_an_item_opens_when_all_the_films_of_its_requirement_are_seen(
    films, factory, stamp, unfulfilled, needed, seen, fulfilled
):
    film, *others = (films[letter] for letter in needed)
    item = factory(film=film, also_requires=others, stamp=stamp)

    assert met(item, reader_of(films, seen)) == (OPEN if fulfilled else unfulfilled)


@pytest.mark.parametrize(("factory", "stamp", "unfulfilled"), PEEKABLE, ids=ids(PEEKABLE))
def test_a_peek_opens_that_item_and_no_other(films, factory, stamp, unfulfilled):
    item, other = factory.create_batch(2, film=films["a"], also_requires=[films["b"]], stamp=stamp)
    reader = reader_of(films, "", item.public_id)

    assert [met(item, reader), met(other, reader)] == [OPEN, unfulfilled]


@pytest.mark.parametrize(
    "factory", [CreditFactory, CharacterFactFactory, PlacementFactory], ids=lambda f: f.__name__
)
def test_what_has_no_public_id_cannot_be_peeked(films, factory):
    item = factory(film=films["a"], stamp=Stamp.HIDDEN)

    for guess in (str(item.pk), f"{item.pk:09d}", ""):
        assert met(item, reader_of(films, "", guess)) == DROPPED


@pytest.mark.parametrize("factory", [QuoteFactory, SourceFactory, CharacterFactFactory])
def test_a_harmless_item_needs_no_film(factory, db):
    assert met(factory(film=None, stamp=Stamp.OPEN), NOBODY) == OPEN


# later end, earlier end, seen, peeked ends, what is met. "H" marks a hidden end.
ENDS = [
    ("b", "a", "", "", DROPPED),
    ("b", "a", "a", "", LOCKED),
    ("b", "a", "b", "", LOCKED),
    ("b", "a", "c", "", DROPPED),
    ("b", "a", "ab", "", OPEN),
    ("b", "a", "", "later", LOCKED),
    ("b", "a", "", "earlier", LOCKED),
    ("b", "a", "", "later earlier", OPEN),
    ("b", "a", "a", "later", OPEN),
    ("b", "a", "b", "later", LOCKED),
    ("b", "a", "b", "earlier", OPEN),
    ("bc", "a", "a", "", LOCKED),
    ("bc", "a", "b", "", DROPPED),
    ("bc", "a", "ab", "", LOCKED),
    ("bc", "a", "abc", "", OPEN),
    ("bH", "a", "", "", DROPPED),
    ("bH", "a", "a", "", DROPPED),  # it would tell that its later end is there
    ("bH", "a", "b", "", LOCKED),
    ("bH", "aH", "b", "", DROPPED),
    ("bH", "aH", "ab", "", OPEN),
    ("a", "a", "", "", DROPPED),
    ("a", "a", "a", "", OPEN),
]


def note(films: dict, end: str) -> Note:
    film, *others = (films[letter] for letter in end.removesuffix("H"))
    stamp = Stamp.HIDDEN if end.endswith("H") else Stamp.SEALED
    return NoteFactory(film=film, also_requires=others, stamp=stamp)


@pytest.mark.parametrize(("later", "earlier", "seen", "peeked", "expected"), ENDS, ids=ids(ENDS))
def test_an_echo_shows_with_one_open_end_and_opens_with_both(
    films, later, earlier, seen, peeked, expected
):
    echo = EchoFactory(later=note(films, later), earlier=note(films, earlier))
    beat = BeatFactory(echo=echo)
    evidence = EvidenceFactory(echo=echo)
    reader = reader_of(films, seen, *(getattr(echo, end).public_id for end in peeked.split()))

    parts = OPEN if expected == OPEN else DROPPED
    assert [met(echo, reader), met(beat, reader), met(evidence, reader)] == [expected, parts, parts]


def test_an_echo_cannot_be_peeked_by_its_own_id(films):
    echo = EchoFactory(later=note(films, "b"), earlier=note(films, "a"))

    assert met(echo, reader_of(films, "", echo.public_id)) == DROPPED
    assert met(echo, reader_of(films, "a", echo.public_id)) == LOCKED


def test_an_echo_says_which_of_its_ends_is_open(films):
    echo = EchoFactory(later=note(films, "b"), earlier=note(films, "a"))

    row = Echo.objects.for_reader(reader_of(films, "a")).get()

    assert [row.later_is_open, row.earlier_is_open, row.is_open] == [False, True, False]
    assert [row.kind, row.claim, row.text, row.difference] == [None, None, None, None]
    assert row == echo


def test_an_echo_that_is_not_published_shows_to_no_reader(films):
    echo = EchoFactory(later=note(films, "b"), earlier=note(films, "a"), is_published=False)

    assert met(echo, reader_of(films, "abc")) == DROPPED


@pytest.mark.parametrize(
    ("stamp", "seen", "expected"),
    [
        (Stamp.OPEN, "", OPEN),
        (Stamp.SEALED, "", DROPPED),
        (Stamp.SEALED, "a", OPEN),
        (Stamp.HIDDEN, "", DROPPED),
        (Stamp.HIDDEN, "a", OPEN),
    ],
)
def test_a_citation_opens_with_its_quote_whatever_its_source_says(films, stamp, seen, expected):
    quote = QuoteFactory(film=films["a"], stamp=stamp)
    citation = CitationFactory(quote=quote, source=SourceFactory(film=films["b"]))

    assert met(citation, reader_of(films, seen)) == expected


def test_a_film_added_to_a_requirement_locks_again(films):
    item = note(films, "a")
    fan = reader_of(films, "a")
    before = met(item, fan)

    item.also_requires.create(film=films["b"])

    assert [before, met(item, fan)] == [OPEN, LOCKED]


def test_the_requirement_of_one_item_is_not_that_of_another_kind(films):
    """Both items have the same number in their tables."""
    item = note(films, "a")
    source = SourceFactory(pk=item.pk, film=films["a"], also_requires=[films["b"]])

    fan = reader_of(films, "a")
    assert [met(item, fan), met(source, fan)] == [OPEN, LOCKED]


def test_a_requirement_names_its_films_in_release_order(films):
    item = Note.objects.get(pk=note(films, "cba").pk)

    assert item.requirement == [films["a"], films["b"], films["c"]]


def test_a_requirement_is_named_without_a_query_for_each_film(films, django_assert_num_queries):
    item = Note.objects.select_related("film").get(pk=note(films, "cba").pk)

    with django_assert_num_queries(1):
        assert [str(further) for further in item.also_requires.order_by("film__title")] != []
    with django_assert_num_queries(1):
        assert len(item.requirement) == 3


def test_a_harmless_item_requires_nothing(db):
    assert QuoteFactory(film=None, stamp=Stamp.OPEN).requirement == []


def test_editors_choose_among_the_stamps_that_the_model_allows():
    spoiling = [
        ("sealed", "Spoils: shown as locked until the films are seen"),
        ("hidden", "Even its existence spoils: left out until the films are seen"),
    ]
    harmless = ("open", "Harmless: everyone may read it")

    choices = {model: model._meta.get_field("stamp").choices for model in (Note, Quote)}

    assert choices == {Note: spoiling, Quote: [harmless, *spoiling]}


def test_a_film_leads_only_to_what_is_public_of_it_and_to_its_notes():
    """Each road from a film is one to hold to the gate."""
    roads = {relation.get_accessor_name() for relation in Film._meta.related_objects}

    assert roads == {"credits", "interviews", "notes", "placements", "seen_by"}
