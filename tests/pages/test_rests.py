"""What stands on pages in its first entries, and has its rest further on."""

import pytest

from gate.models import Stamp
from spoilers.models import Placement
from tests.conftest import ReaderClient
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    NoteFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
)
from tests.short import short_pages

from .paging import leafing
from .reading import Element, read
from .test_sections import further


@pytest.fixture
def fan_of_second(world, fan_of) -> ReaderClient:
    return fan_of(world.second)


@pytest.fixture
def long_rests(world):
    """Of everything more, also of what only some may know of."""
    both = [world.first, world.second]
    for number in range(3):
        hidden = {"spoils": both, "stamp": Stamp.EXISTENCE}
        EchoFactory(later=world.later, earlier=NoteFactory(film=world.first))
        EchoFactory(later=NoteFactory(film=world.second, **hidden), earlier=world.later)
        anchor = FilmFactory(universe=world.universe)
        PlacementFactory(placed=world.second, anchor=anchor, stamp=Stamp.NOTHING)
        PlacementFactory(
            placed=world.second, anchor=anchor, relation=Placement.Relation.DURING, spoils=both
        )
        BeatFactory(echo=world.echo, position=10 + number)
        quote = QuoteFactory(interview=world.interview, position=30 + number, spoils=both)
        EvidenceFactory(echo=world.echo, quote=quote, position=number)
        CitationFactory(quote=world.open_quote, source=SourceFactory(stamp=Stamp.NOTHING))
        world.interview.films.add(anchor)
    world.interview.films.add(FilmFactory(universe=world.universe, released=None))
    return world


def entries(page: Element, heading: str, tag: str) -> list[str]:
    if heading not in page.parts:
        return []
    rows = page.part(heading).all(tag)
    return [row.heard().removeprefix("- ") for row in rows if "onward" not in row.classes]


def links(page: Element, path: str) -> list[str]:
    found = [link.attributes["href"] or "" for link in page.all("a")]
    return [link for link in found if link.startswith(path) and "?after=" not in link]


def read_on(client: ReaderClient, page: str, name: str, heading: str, tag: str) -> list[str]:
    """The first entries, and those of every page after them."""
    main = read(client.get(page)).main
    found = entries(main, heading, tag)
    if then := further(main, name):
        for later in leafing(client, then):
            found += entries(later, heading, tag)
    return found


LISTS = [
    ("second", "placements", "Its place in the story", "li"),
    ("echo", "beats", "Beat by beat", "td"),
    ("echo", "evidence", "Who says so", "dd"),
    ("echo", "echoes", "Where to go next", "li"),
]


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "completist"])
@pytest.mark.parametrize(("of", "name", "heading", "tag"), LISTS)
@pytest.mark.parametrize("size", [1, 2])
def test_page_after_page_they_say_what_they_said_at_once(
    long_rests, request, reader, of, name, heading, tag, size
):
    client = request.getfixturevalue(reader)
    page = getattr(long_rests, of).get_absolute_url()
    whole = read_on(client, f"{page}?first=", name, heading, tag)

    with short_pages(size):
        paged = read_on(client, f"{page}?first=", name, heading, tag)

    assert paged == whole
    if reader == "completist":
        assert len(whole) > 3


@pytest.mark.parametrize(("reader", "known"), [("fan_of_second", 4), ("completist", 7)])
@pytest.mark.parametrize("size", [1, 2])
def test_the_echoes_of_a_note_go_on_on_its_page(long_rests, request, reader, known, size):
    """Hidden ones take no place, on the page of its film no more than on its own."""
    client = request.getfixturevalue(reader)
    note, film = long_rests.later, long_rests.second.get_absolute_url()
    with short_pages(size):
        (card,) = (
            one
            for one in read(client.get(f"/notes/{note.public_id}/?first=")).main.all("article")
            if one.id == f"note-{note.public_id}"
        )
        first = links(card, "/echoes/")
        rest = [
            link
            for page in leafing(client, further(card, "echoes"))
            for link in links(page.part("Its echoes"), "/echoes/")
        ]
        beside = read(client.get(f"{film}?first=")).main

    assert len(first) == size
    assert len({*first, *rest}) == len([*first, *rest]) == known
    shown = {link for link in links(beside, "/echoes/") if link in first}
    assert shown in ({*first}, set())  # the note may be on a later page of its film's


def test_the_note_of_a_film_shows_no_more_echoes_than_its_card(long_rests, completist):
    note = long_rests.later
    card = read(completist.get(f"/notes/{note.public_id}/")).main.all("article")[0]

    assert len(links(card, "/echoes/")) == 7
    assert not further(card, "echoes")


def test_whoever_has_not_opened_a_note_finds_no_rest_of_its_echoes(long_rests, stranger):
    note, echo = long_rests.later, long_rests.echo

    answers = [
        stranger.get(f"/notes/{note.public_id}/?after=echoes&after={after}")
        for after in (echo.public_id, "222222222")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_locked_echo_has_no_lists_that_go_on(long_rests, fan_of_first):
    page = long_rests.echo.get_absolute_url()

    for name in ("beats", "evidence", "echoes"):
        assert fan_of_first.get(f"{page}?after={name}&after=1").status_code == 404


def test_beats_are_numbered_as_they_are_on_the_first_page(long_rests, completist):
    page = long_rests.echo.get_absolute_url()
    with short_pages(2):
        later = read(completist.get(f"{page}?after=beats&after=2")).main

    numbers = [one.text for one in later.all("span") if "number" in one.classes]
    assert numbers == ["3", "4"]


def test_an_interview_says_that_it_is_about_others_too_and_leads_to_them(long_rests, stranger):
    page = long_rests.interview.get_absolute_url()
    with short_pages(2):
        listed = read(stranger.get("/interviews/")).main.heard()
        main = read(stranger.get(f"{page}?first=")).main
        rest = [
            one.text
            for later in leafing(stranger, further(main, "films"))
            for one in later.part("Films talked about").all("li")
        ]

    (about,) = (one for one in main.all("p") if one.text.startswith("About"))
    shown = [one.text for one in about.all("a")]
    assert shown[-1] == "and others"
    films = [str(film) for film in long_rests.interview.films.in_release_order()]
    assert [*shown[:-1], *rest] == films
    assert "and others" in listed


def test_a_quote_leads_on_to_the_rest_of_its_sources(long_rests, stranger):
    page = long_rests.interview.get_absolute_url()
    with short_pages(1):
        main = read(stranger.get(f"{page}?first=")).main
        shown = main.all("ul")[-1].all("li")
        rest = [
            one.text
            for later in leafing(stranger, further(main, "sources"))
            for one in later.part("Where it stands").all("li")
        ]

    assert len(shown) == 1
    assert len({shown[0].text, *rest}) == 3


@pytest.mark.parametrize("quote", ["sealed_quote", "hidden_quote"])
def test_the_sources_of_a_quote_are_not_asked_for_past_its_lock(long_rests, stranger, quote):
    world = long_rests
    page = world.interview.get_absolute_url()

    answers = [
        stranger.get(f"{page}?after=sources&after={after}")
        for after in (f"{getattr(world, quote).public_id}.0", "222222222.0", "x", "222222222.x")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_an_interview_is_about_no_film_elsewhere(long_rests, stranger):
    elsewhere = FilmFactory()
    page = long_rests.interview.get_absolute_url()

    assert stranger.get(f"{page}?after=films&after={elsewhere.slug}").status_code == 404


def test_a_timeline_leads_to_the_film_for_all_claims_on_its_place(long_rests, completist):
    film = long_rests.second
    with short_pages(2):
        main = read(completist.get(long_rests.universe.get_absolute_url())).main
    ways = [link.attributes["href"] for link in main.all("a")]
    whole = read(completist.get(long_rests.universe.get_absolute_url())).main

    assert f"{film.get_absolute_url()}#place" in ways
    assert "#place" not in str([link.attributes["href"] for link in whole.all("a")])


def test_the_notice_of_a_note_with_many_echoes_leads_to_its_page(long_rests, completist):
    note = long_rests.later
    with short_pages(2):
        notice = read(completist.get(f"/?done=opened-{note.public_id}")).notice

    assert f"[Follow its echoes]({note.get_absolute_url()})" in notice.heard()


def test_a_note_stands_between_those_that_its_reader_knows(world, stranger, fan_of_second):
    for number, position in enumerate((3, 3, 4)):
        NoteFactory(film=world.second, position=position, label=f"Moment {number}")
    for client in (stranger, fan_of_second):
        film = read(client.get(world.second.get_absolute_url())).main
        listed = [one.all("a")[0].attributes["href"] for one in film.part("Moments").all("h3")]
        walked, address = [listed[0]], listed[0]
        while True:
            turning = read(client.get(address)).main.all("nav")[-1]
            after = [one for one in turning.all("a") if one.text.startswith("After")]
            if not after:
                break
            address = after[0].attributes["href"]
            walked.append(address)
        assert walked == listed
