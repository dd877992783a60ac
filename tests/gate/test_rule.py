"""The rule, as a table: what each kind of item shows and opens to each kind of reader."""

import pytest

from films.models import Film
from gate.models import Stamp
from gate.reader import Reader, Revealed
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

from .declared import FROM_A_FILM

DROPPED, LOCKED, OPEN = "dropped", "locked", "open"

# factory, the stamp, what a reader meets who has not fulfilled the requirement
STAMPS = [
    (NoteFactory, Stamp.TEXT, LOCKED),
    (NoteFactory, Stamp.EXISTENCE, DROPPED),
    (QuoteFactory, Stamp.NOTHING, OPEN),
    (QuoteFactory, Stamp.TEXT, LOCKED),
    (QuoteFactory, Stamp.EXISTENCE, DROPPED),
    (SourceFactory, Stamp.NOTHING, OPEN),
    (SourceFactory, Stamp.TEXT, LOCKED),
    (CreditFactory, Stamp.NOTHING, OPEN),
    (CreditFactory, Stamp.EXISTENCE, DROPPED),
    (CharacterFactFactory, Stamp.NOTHING, OPEN),
    (CharacterFactFactory, Stamp.EXISTENCE, DROPPED),
    (PlacementFactory, Stamp.NOTHING, OPEN),
    (PlacementFactory, Stamp.EXISTENCE, DROPPED),
]
WITH_PUBLIC_ID = (NoteFactory, QuoteFactory, SourceFactory)
REVEALABLE = [row for row in STAMPS if row[0] in WITH_PUBLIC_ID]

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


def item(factory, films: dict, letters: str, stamp: Stamp):
    """Where it is part of a film, the first of `letters` is that film."""
    needed = [films[letter] for letter in letters]
    own = {"film": needed[0]} if factory in (NoteFactory, CreditFactory) else {}
    made = factory(**own, spoils=needed, stamp=stamp)
    if factory is SourceFactory:  # known by what cites it alone
        CitationFactory(source=made, quote=QuoteFactory(stamp=Stamp.NOTHING))
    return made


def reader_of(films: dict, letters: str, *revealed: str) -> Reader:
    return Reader(
        seen=frozenset(films[letter].pk for letter in letters),
        reveals=tuple(Revealed(public_id) for public_id in revealed),
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
    made = item(factory, films, needed, stamp)

    assert met(made, reader_of(films, seen)) == (OPEN if fulfilled else unfulfilled)


@pytest.mark.parametrize(("factory", "stamp", "unfulfilled"), REVEALABLE, ids=ids(REVEALABLE))
def test_revealing_opens_that_item_and_no_other(films, factory, stamp, unfulfilled):
    one, other = (item(factory, films, "ab", stamp) for _ in range(2))
    reader = reader_of(films, "", one.public_id)

    assert [met(one, reader), met(other, reader)] == [OPEN, unfulfilled]


@pytest.mark.parametrize(
    "factory", [CreditFactory, CharacterFactFactory, PlacementFactory], ids=lambda f: f.__name__
)
def test_what_has_no_public_id_cannot_be_revealed(films, factory):
    made = item(factory, films, "a", Stamp.EXISTENCE)

    for guess in (str(made.pk), f"{made.pk:09d}", ""):
        assert met(made, reader_of(films, "", guess)) == DROPPED


# later end, earlier end, seen, revealed ends, what is met. "H" marks a hidden end.
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
    stamp = Stamp.EXISTENCE if end.endswith("H") else Stamp.TEXT
    return item(NoteFactory, films, end.removesuffix("H"), stamp)


@pytest.mark.parametrize(("later", "earlier", "seen", "revealed", "expected"), ENDS, ids=ids(ENDS))
def test_an_echo_shows_with_one_open_end_and_opens_with_both(
    films, later, earlier, seen, revealed, expected
):
    echo = EchoFactory(later=note(films, later), earlier=note(films, earlier))
    beat = BeatFactory(echo=echo)
    evidence = EvidenceFactory(echo=echo)
    reader = reader_of(films, seen, *(getattr(echo, end).public_id for end in revealed.split()))

    parts = OPEN if expected == OPEN else DROPPED
    assert [met(echo, reader), met(beat, reader), met(evidence, reader)] == [expected, parts, parts]


def test_an_echo_cannot_be_revealed_by_its_own_id(films):
    echo = EchoFactory(later=note(films, "b"), earlier=note(films, "a"))

    assert met(echo, reader_of(films, "", echo.public_id)) == DROPPED
    assert met(echo, reader_of(films, "a", echo.public_id)) == LOCKED


def test_an_echo_says_which_of_its_ends_is_open(films):
    echo = EchoFactory(later=note(films, "b"), earlier=note(films, "a"))

    reader = reader_of(films, "a")
    row = Echo.objects.for_reader(reader, "later__is_open", "earlier__is_open").get()
    whole = Echo.objects.for_reader(reader).get()

    assert [row.later_is_open, row.earlier_is_open, row.is_open] == [False, True, False]
    assert [whole.kind, whole.claim, whole.text, whole.difference] == [None, None, None, None]
    assert [row, whole] == [echo, echo]


def test_an_echo_that_is_not_published_shows_to_no_reader(films):
    echo = EchoFactory(later=note(films, "b"), earlier=note(films, "a"), is_published=False)

    assert met(echo, reader_of(films, "abc")) == DROPPED


@pytest.mark.parametrize(
    ("stamp", "seen", "expected"),
    [
        (Stamp.NOTHING, "", OPEN),
        (Stamp.TEXT, "", DROPPED),
        (Stamp.TEXT, "a", OPEN),
        (Stamp.EXISTENCE, "", DROPPED),
        (Stamp.EXISTENCE, "a", OPEN),
    ],
)
def test_a_citation_opens_with_its_quote_whatever_its_source_says(films, stamp, seen, expected):
    quote = item(QuoteFactory, films, "a", stamp)
    citation = CitationFactory(quote=quote, source=item(SourceFactory, films, "b", Stamp.TEXT))

    assert met(citation, reader_of(films, seen)) == expected


def test_an_item_that_comes_to_spoil_another_film_locks_again(films):
    ending = note(films, "a")
    fan = reader_of(films, "a")
    before = met(ending, fan)

    ending.spoil(films["b"])
    ending.save()

    # A request has its own reader.
    assert [before, met(ending, reader_of(films, "a"))] == [OPEN, LOCKED]


def test_editors_choose_among_the_stamps_that_the_model_allows():
    spoiling = [
        ("text", "Spoils: shown as locked until the films are seen"),
        ("existence", "Even its existence spoils: left out until the films are seen"),
    ]
    harmless = ("nothing", "Harmless: everyone may read it")

    choices = {model: model._meta.get_field("stamp").choices for model in (Note, Quote)}

    assert choices == {Note: spoiling, Quote: [harmless, *spoiling]}


def test_a_film_leads_only_to_what_is_public_of_it_and_to_its_notes():
    """Each road from a film is one to hold to the gate."""
    relations = Film._meta.related_objects
    roads = {relation.get_accessor_name() for relation in relations if not relation.hidden}

    assert roads == FROM_A_FILM
