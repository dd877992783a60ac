"""Lists within pages: what they show at once, and how one reads on."""

import pytest

from gate.models import Stamp
from spoilers.cards import note
from tests.conftest import ReaderClient
from tests.factories import (
    CharacterFactFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    NoteFactory,
    QuoteFactory,
)
from tests.short import short, short_pages

from .paging import leafing
from .reading import Element, read

MOMENTS, SAID, CREDITS = "Moments", "What was said", "Credits"
FILMS, THEY_SAID, ECHOES = "Films", "What they said", "Echoes they stand behind"
KNOWN = "What you know"


@pytest.fixture
def long_lists(world):
    """Of everything more, also of what only some may know of; some rows stand at one place."""
    both = [world.first, world.second]
    for number in range(3):
        NoteFactory(film=world.second, position=5, spoils=[world.second])
        NoteFactory(film=world.second, position=5, spoils=both, stamp=Stamp.EXISTENCE)
        said = {"interview": world.interview, "spoils": both}
        stamp = [Stamp.TEXT, Stamp.EXISTENCE][number % 2]
        for speaker in (world.director, world.actor):
            quote = QuoteFactory(
                **said,
                speaker=speaker,
                position=20 + 2 * number + (speaker == world.actor),
                stamp=stamp,
            )
            echo = EchoFactory(later=world.later, earlier=NoteFactory(film=world.first))
            EvidenceFactory(echo=echo, quote=quote)
        CreditFactory(film=world.second, character=world.hero, position=number % 2)
        CreditFactory(film=world.second, person=world.actor)
        CreditFactory(film=world.second, person=world.actor, stamp=Stamp.EXISTENCE, spoils=both)
        CharacterFactFactory(character=world.hero, spoils=[world.second], position=10 + number)
    return world


def entries(main: Element, heading: str) -> list[str]:
    """What stands in the list under a heading, as it is heard, without what leads further."""
    if heading not in main.parts:
        return []
    part = main.part(heading)
    rows = part.all("article") or part.all("figure") or part.all("li") or part.all("dd")
    return [row.heard() for row in rows if "sources" not in row.classes]


def lists(world) -> dict[str, list[tuple[str, str]]]:
    """By the page, which lists it has: by their names in addresses and on the page."""
    quotes = ("quotes", SAID)
    return {
        world.second.get_absolute_url(): [("notes", MOMENTS), quotes, ("credits", CREDITS)],
        world.actor.get_absolute_url(): [
            ("credits", FILMS), ("quotes", THEY_SAID), ("echoes", ECHOES),
        ],
        world.hero.get_absolute_url(): [
            ("credits", FILMS), ("facts", KNOWN), quotes, ("echoes", ECHOES),
        ],
        world.interview.get_absolute_url(): [quotes],
    }  # fmt: skip


def further(main: Element, name: str) -> str:
    """The address that leads on from the first entries of a list; empty where it ends there."""
    links = [link.attributes["href"] or "" for link in main.all("a")]
    return next((link for link in links if f"?after={name}&" in link), "")


def read_on(client: ReaderClient, page: str, name: str, heading: str) -> list[str]:
    main = read(client.get(page)).main
    found = entries(main, heading)
    if then := further(main, name):
        for later in leafing(client, then):
            found += entries(later, heading)
    return found


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "completist"])
@pytest.mark.parametrize("size", [1, 2])
def test_page_after_page_they_say_what_they_said_at_once(long_lists, request, reader, size):
    client = request.getfixturevalue(reader)
    whole = {
        (page, name): entries(read(client.get(page)).main, heading)
        for page, those in lists(long_lists).items()
        for name, heading in those
    }

    with short_pages(size), short(note, ECHOES=12):
        paged = {
            (page, name): read_on(client, f"{page}?first=", name, heading)
            for page, those in lists(long_lists).items()
            for name, heading in those
        }

    assert {key: sorted(rows) for key, rows in paged.items()} == {
        key: sorted(rows) for key, rows in whole.items()
    }
    unsorted = {key for key, rows in paged.items() if rows != whole[key]}
    # The credits of a film stand by job, page by page.
    assert unsorted <= {(long_lists.second.get_absolute_url(), "credits")}
    if reader == "completist":
        assert min(map(len, whole.values())) > 2


def test_a_page_further_on_has_one_list_alone_and_ways_back_and_on(long_lists, stranger):
    page = long_lists.second.get_absolute_url()
    with short_pages(1):
        first = read(stranger.get(f"{page}?first="))
        second = read(stranger.get(further(first.main, "notes")))

    assert second.title == "The Garden, continued · Callback"
    assert second.main.parts == [MOMENTS]
    turning = second.main.all("nav")[-1].heard().splitlines()
    assert turning[:2] == ["(Pages of this list)", f"[Back to the start ← The first]({page})"]
    assert turning[2].startswith("[Further on More →](")


def test_no_list_leads_on_from_where_it_ends(cinema, devotee):
    pages = ("/films/the-garden/", "/people/ida-holm/", "/characters/the-guest/")

    assert [b"?after=" in devotee.get(page).content for page in pages] == [False] * 3


def test_after_what_is_hidden_a_list_answers_as_after_what_never_was(long_lists, stranger):
    world = long_lists
    film, cameo = world.second.get_absolute_url(), world.cameo
    credit = f"{cameo.film.slug}.{cameo.person.slug}.{cameo.job}.{cameo.character.slug}"
    hidden = {
        "notes": world.hidden_note.public_id,
        "quotes": world.hidden_quote.public_id,
        "credits": credit,
    }

    for name, entry in hidden.items():
        answers = [
            stranger.get(f"{film}?after={name}&after={after}")
            for after in (entry, "222222222", "a.b.c.d", "")
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize("query", ["after=notes", "after=x&after=y", "after=notes&after=a&after=b"])
def test_a_place_in_no_list_is_not_found(world, stranger, query):
    assert stranger.get(f"{world.second.get_absolute_url()}?{query}").status_code == 404


def test_whoever_opens_something_further_on_comes_back_there(long_lists, stranger):
    world = long_lists
    page = world.director.get_absolute_url()
    with short_pages(1):
        then = further(read(stranger.get(f"{page}?first=")).main, "quotes")
        quote = world.sealed_quote
        answer = stranger.act(f"/quotes/{quote.public_id}/reveal/", {"agreed": "yes"}, page=then)

    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{then}&done=")
