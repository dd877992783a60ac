"""Lists end: page by page, after the values at which the page before ended."""

from datetime import UTC, date, datetime
from itertools import chain
from string import ascii_uppercase

import pytest

from gate.models import Stamp
from pages import echoes, interviews, people, programme
from spoilers.models import Echo
from tests.factories import (
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    UniverseFactory,
)
from tests.short import short

from .paging import leafing, onward
from .reading import read

LISTS = ["/films/", "/timeline/"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(("size", "pages"), [(1, 3), (2, 2), (3, 1)])
def test_universes_go_on_page_by_page_in_any_script(cinema, stranger, address, size, pages):
    UniverseFactory(name="臥虎~&+", position=2)
    (whole,) = (main.parts for main in leafing(stranger, address))

    with short(programme, UNIVERSES=size):
        listed = [main.parts for main in leafing(stranger, address)]

    assert list(chain.from_iterable(listed)) == whole == ["The Houses", "Harbour", "臥虎~&+"]
    assert len(listed) == pages


def test_universes_of_one_place_and_like_names_are_all_there_once(stranger, db):
    names = ["Été", "Ete", "ete!", "Ночь", "ночь", "—", "…"]
    for name in names:
        UniverseFactory(name=name)

    with short(programme, UNIVERSES=1):
        listed = [main.parts for main in leafing(stranger, "/films/")]

    assert sorted(chain.from_iterable(listed)) == sorted(names)


@pytest.mark.parametrize("address", LISTS)
def test_further_pages_say_where_one_is_and_the_first_address_stays(cinema, stranger, address):
    with short(programme, UNIVERSES=1):
        first = read(stranger.get(address))
        last = read(stranger.get(onward(first.main)))

    name = {"/films/": "Films", "/timeline/": "Timeline"}[address]
    assert [page.title for page in (first, last)] == [
        f"{name} · Callback",
        f"{name}, continued · Callback",
    ]
    assert [page.main.all("h1")[0].text for page in (first, last)] == [name, f"{name} continued"]
    assert last.main.all("nav")[-1].heard() == (
        f"(Pages of this list)\n[Back to the start ← The first universes]({address})"
    )


@pytest.mark.parametrize("address", LISTS)
def test_after_the_last_universe_there_is_nothing_and_a_way_back(cinema, stranger, address):
    after = "?after=32767&after=z"

    main = read(stranger.get(address + after)).main

    assert main.heard().splitlines()[2:] == [
        "No universe comes after these.",
        "(Pages of this list)",
        f"[Back to the start ← The first universes]({address})",
    ]


def test_of_a_universe_with_many_films_the_first_stand_in_the_lists(cinema, stranger):
    FilmFactory.create_batch(12, universe=cinema.harbour)

    films, story = (read(stranger.get(address)).main.part("Harbour") for address in LISTS)

    assert len([one for one in films.all("a") if "name" in one.classes]) == 12
    assert [len(one.all("li")) for one in story.all("ol")] == [12, 12]
    assert films.heard().splitlines()[-1] == "[All films of Harbour →](/universes/harbour/)"
    assert story.all("a")[-1].text == "More of the story of Harbour →"
    rest = read(stranger.get(story.all("a")[-1].attributes["href"])).main
    assert len(rest.part("The order of the story").all("ol")[0].all("li")) == 1


def names(main) -> list[str]:
    """Those of the people on a page, with the letters under which they stand."""
    return [one.text for one in main.by_id("all-people") if one.tag in ("h3", "li")]


def known(*sort_names: str, stamp: Stamp = Stamp.NOTHING) -> None:
    """People who are known by a credit."""
    film = FilmFactory()
    for name in sort_names:
        CreditFactory(film=film, person=PersonFactory(name=name, sort_name=name), stamp=stamp)


def test_people_go_on_page_by_page_under_their_letters(stranger, db):
    known("Hart, Zoe", "Hay, Al", "Éowyn", "Żółw, B", "2 Live", "Holm, Ida")

    with short(people, PEOPLE=2):
        pages = list(leafing(stranger, "/people/"))

    assert [names(main) for main in pages] == [
        ["#", "2 Live", "E", "Éowyn"],
        ["H", "Hart, Zoe", "Hay, Al"],
        ["H", "Holm, Ida", "Z", "Żółw, B"],
    ]
    assert [main.all("h1")[0].text for main in pages] == ["People #–E", "People H", "People H–Z"]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_namesakes_in_any_script_are_all_there_once(stranger, db, size):
    known("臥虎", "臥虎", "臥虎", "Ночь~&+\u2009")

    with short(people, PEOPLE=size):
        links = [
            [one.attributes["href"] for one in main.by_id("all-people").all("a")]
            for main in leafing(stranger, "/people/")
        ]

    (whole,) = [
        [one.attributes["href"] for one in main.by_id("all-people").all("a")]
        for main in leafing(stranger, "/people/")
    ]
    assert list(chain.from_iterable(links)) == whole
    assert len(set(whole)) == 4


def test_a_list_of_people_that_goes_on_can_be_entered_at_every_letter(stranger, db):
    known("Hart, Zoe", "Lind, Jo", "Roe, Max")

    with short(people, PEOPLE=1):
        letters = read(stranger.get("/people/")).main.all("nav")[0].all("a")
        pages = {
            one.text: names(read(stranger.get(one.attributes["href"])).main)
            for one in letters
            if one.text in "AHKLZ"
        }
    whole = read(stranger.get("/people/")).main

    assert [one.text for one in letters] == list(ascii_uppercase)
    assert pages == {
        "A": ["H", "Hart, Zoe"],
        "H": ["H", "Hart, Zoe"],
        "K": ["L", "Lind, Jo"],
        "L": ["L", "Lind, Jo"],
        "Z": [],
    }
    assert whole.all("nav") == []


def test_after_the_last_of_the_people_there_is_nobody(stranger, db):
    known("Hart, Zoe")

    assert read(stranger.get("/people/?after=z&after=")).main.heard().splitlines()[-3:] == [
        "Nobody comes after these.",
        "(Pages of this list)",
        "[Back to the start ← The first people](/people/)",
    ]


def test_who_is_hidden_moves_no_page_of_people(stranger, db):
    known("Hart, Zoe", "Lind, Jo", "Roe, Max")
    with short(people, PEOPLE=1):
        before = [main.heard() for main in leafing(stranger, "/people/")]

    known("Hay, Al", "Holm, Ida", "Aa", "Zz", stamp=Stamp.EXISTENCE)

    with short(people, PEOPLE=1):
        assert [main.heard() for main in leafing(stranger, "/people/")] == before


@pytest.mark.parametrize("size", [1, 2, 3])
def test_interviews_go_on_page_by_page_latest_first(stranger, db, size):
    days = [
        date(2001, 1, 1),
        date(2020, 5, 5),
        date(2020, 5, 5),
        date(2020, 5, 5),
        date(2021, 1, 1),
    ]
    labels = ["Последнее", "Д~&", "夜の対話", "Été", "Now"]
    for day, label in zip(days, labels, strict=True):
        InterviewFactory(date=day, label=label)

    with short(interviews, INTERVIEWS=size):
        pages = [
            [one.text for one in main.all("a") if "title" in one.classes]
            for main in leafing(stranger, "/interviews/")
        ]

    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)
    assert list(chain.from_iterable(pages)) == ["Now", "Д~&", "Été", "夜の対話", "Последнее"]


def test_a_page_of_interviews_says_of_which_years_it_is(stranger, db):
    for year in (2001, 2003, 2003, 2005):
        InterviewFactory(date=date(year, 1, 1))

    with short(interviews, INTERVIEWS=2):
        titles = [main.all("h1")[0].text for main in leafing(stranger, "/interviews/")]
    (whole,) = leafing(stranger, "/interviews/")
    beyond = read(stranger.get("/interviews/?after=1999-01-01&after=")).main

    assert titles == ["Interviews 2005–2003", "Interviews 2003–2001"]
    assert whole.all("h1")[0].text == "Interviews"
    assert beyond.part("Latest first").heard() == "## Latest first\nNo interview comes after these."


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_echoes_go_on_page_by_page_newest_first(cinema, fan_of, size):
    moments = [datetime(2026, 1, 1, 12, 0, 0, micros, UTC) for micros in (5, 5, 5, 6)]
    for made, public_id in zip(
        moments, ("z22222222", "a22222222", "m22222222", "q22222222"), strict=True
    ):
        ends = {"later": NoteFactory(film=cinema.tide), "earlier": NoteFactory(film=cinema.tide)}
        EchoFactory(**ends, made=made, public_id=public_id, sealed_claim=Echo.Claim.LIKENESS)

    with short(echoes, ECHOES=size):
        pages = [listed(main) for main in leafing(fan_of(cinema.tide), "/echoes/")]

    assert list(chain.from_iterable(pages)) == ["q22222222", "a22222222", "m22222222", "z22222222"]
    assert {len(page) for page in pages[:-1]} <= {size}


def listed(main) -> list[str]:
    """The public ids of the echoes on a page."""
    return [one.attributes["href"].split("/")[2] for one in main.part("Yours to follow").all("a")]


def test_echoes_of_which_a_reader_does_not_know_move_no_page(cinema, devotee, stranger):
    with short(echoes, ECHOES=1):
        before = [main.heard() for main in leafing(devotee, "/echoes/")]
        unknown = FilmFactory()
        for _ in range(3):
            EchoFactory(later=NoteFactory(film=unknown), earlier=NoteFactory(film=unknown))
            EchoFactory(later=cinema.ending, earlier=cinema.doorbell, is_published=False)

            assert [main.heard() for main in leafing(devotee, "/echoes/")] == before
            cinema.ending, cinema.doorbell = cinema.doorbell, NoteFactory(film=cinema.tide)
        nobodys = stranger.get("/echoes/").content

    assert len(before) == 2
    assert stranger.get("/echoes/").content == nobodys


def test_after_the_last_echo_there_is_none_and_a_way_back(cinema, devotee):
    main = read(devotee.get("/echoes/?after=2001-01-01T00:00:00.000000%2B00:00&after=")).main

    assert main.heard().splitlines()[0] == "# Echoes continued"
    assert main.heard().splitlines()[-3:] == [
        "No echo comes after these.",
        "(Pages of this list)",
        "[Back to the start ← The first echoes](/echoes/)",
    ]


@pytest.mark.parametrize(
    ("address", "after"),
    [
        ("/films/", [""]),
        ("/films/", ["1"]),
        ("/films/", ["1", "a", "b"]),
        ("/films/", ["x", "a"]),
        ("/films/", ["-1", "a"]),
        ("/films/", ["99999", "a"]),
        ("/films/", ["١", "a"]),
        ("/timeline/", ["x", "a"]),
        ("/universes/houses/", ["2001-02-30", "a", "a"]),
        ("/universes/houses/", ["20010101", "a", "a"]),
        ("/universes/houses/", ["", "a", "a"]),
        ("/universes/houses/", ["2001-01-01", "a" * 2_001, "a"]),
        ("/echoes/", ["2001-01-01", ""]),
        ("/echoes/", ["2001-01-01T00:00:00.000000", ""]),
        ("/echoes/", ["2001-13-01T00:00:00.000000+00:00", ""]),
        ("/echoes/", ["2001-01-01T00:00:00.000000+00:00"]),
        ("/people/", ["a"]),
        ("/people/", ["a", "b", "c"]),
        ("/people/", ["a" * 2_001, ""]),
        ("/interviews/", ["x", ""]),
        ("/interviews/", ["2001-01-01"]),
    ],
)
def test_a_position_that_is_none_answers_404(cinema, stranger, devotee, address, after):
    for client in (stranger, devotee):
        assert client.get(address, {"after": after}).status_code == 404
