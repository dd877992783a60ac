"""The picker, page by page: what is ticked on one is saved on the way to the next."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.http import QueryDict

from films.models import Film, Universe
from pages import seen
from pages.paging import query
from tests.conftest import ReaderClient
from tests.factories import FilmFactory, UniverseFactory
from tests.short import short

from .reading import Element, read
from .test_picker import form, keys, ticks
from .visiting import go, undo_in, without_undo


@pytest.fixture
def _short() -> Iterator[None]:
    """Pages of three films: three of The Houses, its three others, and Low Tide."""
    with short(seen, FILMS=3):
        yield


pytestmark = pytest.mark.usefixtures("_short")


def titles(main: Element) -> list[str]:
    return [one.text for one in main.all("span") if "title" in one.classes]


def buttons(main: Element) -> dict[str, str]:
    """What leads to another page of the picker, by the words on it."""
    return {
        one.text: one.attributes["value"]
        for one in main.all("button")
        if one.attributes.get("name") == "onward"
    }


def press(client: ReaderClient, address: str, words: str, *films: str, **more: str) -> str:
    """Where one comes from a page with these films ticked, by this button; without its notice."""
    value = buttons(read(client.get(address)).main)[words]
    sent = form(client, address) | {"films": list(films), "onward": value} | more
    status, place = go(client, "/seen/", address, sent)
    assert status == 303
    return place


MORE, FIRST = "Save, and show more films", "Save, and go back to the first"


def test_one_leafs_through_all_films_and_every_tick_is_saved_on_the_way(cinema, stranger):
    first = "/seen/"
    second = press(stranger, first, MORE, *keys(cinema, "house", "garden"))
    third = press(stranger, second, MORE, *keys(cinema, "attic"))
    again = press(stranger, third, FIRST, *keys(cinema, "tide"))

    pages = [read(stranger.get(address)).main for address in (first, second, third, again)]
    assert [titles(main) for main in pages] == [
        ["The House", "The Bell", "The House: The Garden"],
        ["The Attic", "The Fence", "The Gate"],
        ["Low Tide"],
        ["The House", "The Bell", "The House: The Garden"],
    ]
    assert [list(buttons(main)) for main in pages] == [[MORE], [MORE, FIRST], [FIRST], [MORE]]
    assert [ticks(stranger.get(address)) for address in (first, second, third)] == [
        ["The House", "The House: The Garden"],
        ["The Attic"],
        ["Low Tide"],
    ]


def test_a_page_changes_no_tick_of_another(cinema, fan_of):
    client = fan_of(cinema.house, cinema.tide)

    second = press(client, "/seen/", MORE)

    assert ticks(client.get("/seen/")) == []
    press(client, second, MORE, *keys(cinema, "attic"))
    with short(seen, FILMS=9):
        assert ticks(client.get("/seen/")) == ["The Attic", "Low Tide"]


def test_the_notice_says_on_the_next_page_that_it_was_saved_where_something_was(cinema, stranger):
    unchanged = press(stranger, "/seen/", MORE)
    changed = press(stranger, "/seen/", MORE, *keys(cinema, "bell"))

    assert parse_qs(urlsplit(unchanged).query).keys() == {"after"}
    assert changed == f"{unchanged}&done=saved"
    assert read(stranger.get(changed)).notice.heard().startswith("Saved")


def test_a_universe_that_goes_on_says_so(cinema, stranger):
    second = press(stranger, "/seen/", MORE)

    main = read(stranger.get(second)).main

    assert main.parts == ["The Houses continued"]


def test_a_preset_without_scripts_stays_on_its_page_and_ticks_nothing_beyond(cinema, fan_of):
    client = fan_of(cinema.house)
    second = press(client, "/seen/", MORE, *keys(cinema, "house"))
    sent = form(client, second)

    found = {
        value: client.get("/seen/", sent | {"preset": value})
        for value in ("all:houses", "upto:the-attic", "upto:the-bell", "none:houses")
    }

    assert {value: ticks(response) for value, response in found.items()} == {
        "all:houses": [],
        "upto:the-attic": [],
        "upto:the-bell": [],
        "none:houses": [],
    }
    assert {tuple(titles(read(response).main)) for response in found.values()} == {
        ("The Attic", "The Fence", "The Gate")
    }


def test_a_mistake_shows_the_page_on_which_it_was_made(cinema, stranger):
    second = press(stranger, "/seen/", MORE)

    response = stranger.act("/seen/", form(stranger, second) | {"films": ["zzzzzz"]})

    assert response.status_code == 400
    assert titles(read(response).main) == ["The Attic", "The Fence", "The Gate"]


def test_the_page_from_which_one_came_is_kept_on_the_way(cinema, stranger):
    second = press(stranger, "/seen/?back=/films/the-attic/", MORE)

    place = go(
        stranger, "/seen/", second, form(stranger, second) | {"films": keys(cinema, "attic")}
    )

    assert place == (303, "/films/the-attic/?done=saved")


@pytest.mark.parametrize(
    "sent", [{"onward": "after=x"}, {"onward": "", "after": ["1", "x"]}, {"after": "x"}]
)
def test_a_position_that_is_none_answers_404_and_changes_nothing(cinema, stranger, sent):
    response = stranger.act("/seen/", {"shown": "", "films": keys(cinema, "house")} | sent)

    assert (response.status_code, stranger.get("/seen/?after=x").status_code) == (404, 404)
    assert ticks(stranger.get("/seen/")) == []


def test_after_the_last_film_there_is_a_way_back(cinema, stranger):
    after = {"after": ["32767", "z", "9999-12-31", "z", "z"]}

    main = read(stranger.get("/seen/", after)).main

    assert "No film comes after these." in main.heard()
    assert list(buttons(main)) == [FIRST]


def test_htmx_is_led_to_the_next_page_too(cinema, stranger):
    value = buttons(read(stranger.get("/seen/")).main)[MORE]
    sent = {"shown": "", "films": keys(cinema, "house"), "onward": value}

    response = stranger.act("/seen/", sent, **{"HX-Request": "true"})

    assert without_undo(response["HX-Redirect"]) == f"/seen/?{value}&done=saved"


def second_page(client: ReaderClient, back: str) -> str:
    value = buttons(read(client.get("/seen/")).main)[MORE]
    return f"/seen/?{value}&{urlencode({'back': back})}"


@pytest.mark.parametrize(
    ("action", "done"),
    [("/seen/clear/", "locked"), ("/films/the-attic/seen/", "seen-the-attic")],
)
def test_an_action_and_its_undo_stay_on_their_page_of_the_picker(cinema, stranger, action, done):
    stranger.has_seen(cinema.house)
    page = second_page(stranger, "/timeline/")

    acted = stranger.act(action, page=page)["Location"]
    offer = {"undo": undo_in(acted)}
    _status, undone = go(stranger, "/seen/undo/", without_undo(acted), offer)

    assert [without_undo(acted), undone] == [f"{page}&done={done}", f"{page}&done=undone"]


def test_a_film_that_is_not_out_is_asked_about_and_leads_back_to_its_page(cinema, stranger):
    page = second_page(stranger, "/timeline/")

    asked = link(read(stranger.get(page)).main, "Seen it already?")
    back = link(read(stranger.get(asked)).main, "Not yet")

    assert back == page


def link(main: Element, words: str) -> str:
    return next(one.attributes["href"] for one in main.all("a") if one.text == words)


def leafed(size: int, most: int = 10) -> list[list[Film]]:
    """The films of page after page, where a page holds so many; of no more than `most` pages."""
    with short(seen, FILMS=size):
        pages = [seen.list_of(QueryDict())]
        while pages[-1].end and len(pages) < most:
            pages.append(seen.list_of(QueryDict(query(pages[-1].end))))
    return [page.films for page in pages]


def test_universes_of_one_film_each_fill_their_pages_and_are_all_reached(db):
    universes = Universe.objects.bulk_create(UniverseFactory.build_batch(201))
    Film.objects.bulk_create(FilmFactory.build(universe=universe) for universe in universes)

    pages = leafed(size=100)

    assert [len(films) for films in pages] == [100, 100, 1]
    listed = [film.universe.name for films in pages for film in films]
    assert sorted(listed) == sorted(universe.name for universe in universes)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_films_of_one_day_and_like_titles_are_all_offered_once(db, size):
    universe, day = UniverseFactory(), date(2020, 1, 1)
    named = [("Gate", "z"), ("Gate", "a"), ("The Fence", "m"), ("Ночь", "b"), ("Attic", "y")]
    for title, slug in named:
        FilmFactory(universe=universe, released=day, title=title, slug=slug)

    listed = [film.slug for films in leafed(size) for film in films]

    assert listed == ["y", "a", "z", "b", "m"]


def test_universes_without_films_take_no_place_on_a_page(cinema, stranger):
    UniverseFactory.create_batch(seen.UNIVERSES, position=1)
    film = FilmFactory(universe=UniverseFactory(position=2))

    with short(seen, FILMS=100):
        main = read(stranger.get("/seen/")).main

    assert titles(main)[-1] == film.title
