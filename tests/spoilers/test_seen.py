"""Saying what one has seen: per film, with the picker, and locking it all again."""

import pytest

from gate import cookies
from spoilers.models import Seen
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.factories import FilmFactory, UserFactory


@pytest.fixture
def announced(world):
    return FilmFactory(universe=world.universe, slug="the-gate", title="The Gate", released=None)


@pytest.fixture
def member(world) -> ReaderClient:
    client = ReaderClient()
    client.user = UserFactory()
    client.force_login(client.user)
    return client


def test_marking_a_film_opens_what_it_alone_spoils(world, stranger):
    page = world.second.get_absolute_url()

    response = stranger.act(f"{page}seen/", {"next": page})

    opened = canaries_in(stranger.get(page).content)
    assert (response.status_code, response.url) == (303, f"{page}?done=seen-{world.second.slug}")
    assert canaries_in(world.later.sealed_text) <= opened
    assert not canaries_in(world.crossing.sealed_text) & opened


def test_not_yet_brings_back_the_page_from_before_byte_for_byte(world, stranger):
    page = world.second.get_absolute_url()
    before = stranger.get(page)
    stranger.act(f"{page}seen/", {"next": page})

    response = stranger.act(f"{page}unseen/", {"next": page})

    after = stranger.get(page)
    assert response.url == page
    assert (after.content, after.headers) == (before.content, before.headers)


def test_marking_twice_is_the_same_as_once(world, stranger):
    page = world.second.get_absolute_url()
    stranger.act(f"{page}seen/")
    once = stranger.get(page).content

    stranger.act(f"{page}seen/")

    assert stranger.get(page).content == once


def test_a_film_that_is_not_out_cannot_be_marked(announced, stranger):
    page = announced.get_absolute_url()

    response = stranger.act(f"{page}seen/", {"next": page})

    assert response.url == f"{page}?done=early-the-gate"
    assert not stranger.cookies
    assert "The Gate is not out yet" in stranger.get(response.url).content.decode()


def test_locking_everything_forgets_films_and_peeks_and_brings_the_first_page_back(world, stranger):
    page = world.first.get_absolute_url()
    before = stranger.get(page)
    stranger.act(f"{page}seen/")
    stranger.act(f"/notes/{world.later.public_id}/reveal/")

    response = stranger.act("/seen/clear/", {"next": page})

    after = stranger.get(page)
    assert (response.status_code, response.url) == (303, page)
    assert (after.content, after.headers) == (before.content, before.headers)


def test_the_picker_sets_exactly_the_ticked_films(world, fan_of_first):
    response = fan_of_first.act("/seen/", {"films": [world.second.pk]})

    assert (response.status_code, response.url) == (303, "/?done=saved")
    opened = canaries_in(fan_of_first.get(world.second.get_absolute_url()).content)
    assert canaries_in(world.later.sealed_text) <= opened
    assert not canaries_in(fan_of_first.get(world.first.get_absolute_url()).content)


@pytest.mark.parametrize(
    ("preset", "seen"), [("none", []), ("all", ["first", "second"]), ("upto", ["first"])]
)
def test_presets_set_the_whole_picker(world, stranger, announced, preset, seen):
    stranger.has_seen(world.second)

    stranger.act("/seen/", {"preset": preset, "upto": world.first.slug})

    expected = ReaderClient()
    expected.has_seen(*[getattr(world, name) for name in seen])
    assert stranger.get("/seen/").content == expected.get("/seen/").content


def test_up_to_leaves_other_universes_alone(world, stranger):
    elsewhere = FilmFactory()
    stranger.has_seen(elsewhere, world.second)

    stranger.act("/seen/", {"preset": "upto", "upto": world.first.slug})

    expected = ReaderClient()
    expected.has_seen(elsewhere, world.first)
    assert stranger.get("/seen/").content == expected.get("/seen/").content


@pytest.mark.parametrize(
    "form",
    [
        {"films": ["0"]},
        {"films": ["999999999999999999999"]},
        {"films": ["²"]},
        {"films": ["one"]},
        {"films": ["9" * 5000]},
        {"films": ["\0"]},
        {"preset": "upto", "upto": "\0"},
        {"preset": "some"},
        {"preset": "upto"},
        {"preset": "upto", "upto": "the-gate"},
    ],
)
def test_a_choice_that_the_picker_does_not_offer_is_refused_with_words(
    world, announced, fan_of_first, form
):
    before = fan_of_first.get("/seen/").content

    response = fan_of_first.act("/seen/", form)

    assert response.status_code == 400
    assert "Nothing was changed." in response.content.decode()
    assert fan_of_first.get("/seen/").content == before


def test_more_films_than_a_cookie_holds_are_refused_and_the_ticks_stay(
    world, stranger, monkeypatch
):
    monkeypatch.setattr(cookies, "MAX_FILMS", 1)

    response = stranger.act("/seen/", {"films": [film.pk for film in world.films]})

    page = response.content.decode()
    assert response.status_code == 400
    assert page.count(" checked") == 2
    assert "cannot remember more films" in page
    assert not stranger.cookies


def test_a_fan_with_an_account_keeps_films_there_and_not_in_a_cookie(world, member):
    member.act(f"{world.second.get_absolute_url()}seen/")

    assert list(Seen.objects.values_list("user", "film")) == [(member.user.pk, world.second.pk)]
    # Empty, and still set: the browser drops pages that it keeps for Back when a cookie changes.
    assert member.cookies[cookies.SEEN].value == ""
    page = member.get(world.second.get_absolute_url())
    assert canaries_in(world.later.sealed_text) <= canaries_in(page.content)


def test_an_account_keeps_the_day_on_which_a_film_was_first_marked(world, member):
    member.act(f"{world.second.get_absolute_url()}seen/")
    since = Seen.objects.get().since

    member.act("/seen/", {"films": [world.first.pk, world.second.pk]})

    assert Seen.objects.get(film=world.second).since == since


def test_locking_everything_empties_the_account_too(world, member):
    member.act(f"{world.second.get_absolute_url()}seen/")

    member.act("/seen/clear/")

    assert not Seen.objects.exists()


@pytest.mark.parametrize(
    ("page", "afterwards"),
    [
        ("/echoes/{world.echo.public_id}/", "/echoes/"),
        ("/notes/{world.hidden_note.public_id}/", "/"),
        ("/people/{world.surprise.slug}/", "/"),
        ("/characters/{world.ghost.slug}/", "/"),
        ("/nowhere/", "/"),
        ("/notes/{world.later.public_id}/", "/notes/{world.later.public_id}/"),
        ("/people/{world.actor.slug}/", "/people/{world.actor.slug}/"),
    ],
)
def test_locking_everything_never_leads_to_a_page_that_is_gone(world, completist, page, afterwards):
    response = completist.act("/seen/clear/", {"next": page.format(world=world)})

    assert response.url == afterwards.format(world=world)
    assert completist.get(response.url).status_code == 200
