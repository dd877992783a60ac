"""A walk over every route as every kind of reader: nobody meets a word that is sealed for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gate.reader import NOBODY, Reader

from .canaries import canaries_in
from .conftest import ReaderClient
from .factories import FilmFactory
from .routes import actions, pages, route_names

pytestmark = pytest.mark.slow


def said(response) -> set[str]:
    """The canaries in an answer: its body, its headers and its cookies."""
    return canaries_in(response.content, *response.headers.items(), response.cookies.output())


def addresses(routes: dict[str, list[str]]) -> list[str]:
    return [address for listed in routes.values() for address in listed]


def test_every_route_is_on_the_walk(world):
    assert route_names() == pages(world).keys() | actions(world).keys()


@pytest.mark.parametrize("seen", [(), ("first",), ("second",), ("first", "second")])
@pytest.mark.parametrize("htmx", [False, True])
def test_no_page_holds_a_word_that_its_reader_has_not_unlocked(world, seen, htmx):
    films = [getattr(world, name) for name in seen]
    client = ReaderClient(headers={"HX-Request": "true"} if htmx else {})
    client.has_seen(*films)
    reader = Reader(seen=frozenset(film.pk for film in films))

    found = {address: said(client.get(address)) for address in addresses(pages(world))}

    allowed = world.open_to(reader)
    assert {address: words - allowed for address, words in found.items() if words - allowed} == {}


def test_the_reader_who_has_seen_everything_finds_every_sealed_word(world, completist):
    found = set()
    for address in addresses(pages(world)):
        found |= said(completist.get(address))

    assert found == world.spoils.keys()


@pytest.mark.parametrize("htmx", [False, True])
def test_no_action_that_opens_nothing_tells_a_stranger_anything(world, stranger, htmx):
    headers = {"HX-Request": "true"} if htmx else {}
    harmless = world.open_to(NOBODY)
    for address in addresses(actions(world)):
        if not address.endswith(("/reveal/", "/seen/")):
            assert said(stranger.act(address, **headers)) <= harmless, address


def test_another_sites_form_opens_nothing(world, stranger):
    for address in addresses(actions(world)):
        response = stranger.post(address, headers={"Sec-Fetch-Site": "cross-site"})

        assert (response.status_code, response.cookies.output()) == (403, ""), address


def test_reading_changes_no_row_and_sets_no_cookie(world, stranger, completist):
    asked = [
        (method, address)
        for client in (stranger, completist)
        for address in addresses(pages(world))
        for method in (client.get, client.head, client.options)
    ]

    with CaptureQueriesContext(connection) as captured:
        cookies = {address: method(address).cookies.output() for method, address in asked}

    assert set(cookies.values()) == {""}
    assert {query["sql"].split()[0] for query in captured} == {"SELECT"}


COUNTED = ("Content-Length", "ETag")


@pytest.mark.parametrize(
    "address",
    ["/films/nowhere/", "/people/nobody/", "/characters/nobody/", "/notes/222222222/", "/nowhere"],
)
@pytest.mark.parametrize("marked", [False, True])
def test_what_a_reader_may_not_know_of_answers_like_what_does_not_exist(
    world, stranger, address, marked
):
    if marked:
        stranger.has_seen(FilmFactory())

    def answer(path: str) -> tuple:
        """All of it but the address, which stands in the way back, and what counts its letters."""
        response = stranger.get(path)
        headers = {name: value for name, value in response.items() if name not in COUNTED}
        return response.status_code, headers, response.text.replace(f"?back={path}", "?back=")

    hidden = [
        f"/notes/{world.hidden_note.public_id}/",
        f"/echoes/{world.echo.public_id}/",
        f"/people/{world.surprise.slug}/",
        f"/characters/{world.ghost.slug}/",
    ]
    assert [answer(path) for path in hidden] == [answer(address)] * 4
