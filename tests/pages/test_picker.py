"""The picker: the films that one has seen, ticked one by one or set in one go."""

from datetime import date
from inspect import cleandoc

import pytest

from films.models import Film
from readers import cookies
from tests.factories import FilmFactory, UniverseFactory

from .reading import read

UNKNOWN = "One of these films is unknown or not out yet. Nothing was changed."
NO_PRESET = "That preset is not one of those offered. Nothing was changed."
NO_LAST = "Choose the last film that you have seen. Nothing was changed."
TOO_MANY = "This browser cannot remember more films without an account. Nothing was changed."


def ticks(response) -> list[str]:
    """The titles beside a tick."""
    labels = read(response).main.all("label")
    return [
        label.all("span")[0].text
        for label in labels
        for box in label.all("input")
        if "checked" in box.attributes
    ]


def alerts(response) -> list[str]:
    return [one.text for one in read(response).main if one.attributes.get("role") == "alert"]


def test_the_picker_offers_what_is_out_and_ticks_what_is_seen(cinema, fan_of):
    page = read(fan_of(cinema.bell, cinema.tide).get("/seen/"))

    assert page.main.heard() == cleandoc("""
        # What have you seen?
        Tick the films. Whatever spoils only these opens; all else stays locked. You can change it at any time.
        ## In one go
        <Everything that is out → /seen/ preset=all>
        <Nothing at all → /seen/ preset=none>
        Up to and including
        (The Houses)
        - The House
        - The Bell
        - The House: The Garden
        - The Attic
        (Harbour)
        - Low Tide
        <Mark these → /seen/ preset=upto>
        The Houses
        ## The Houses
        - [ ] The House 2019
        - [x] The Bell 2020
        - [ ] The House: The Garden 2021
        - [ ] The Attic 2023
        - The Fence not out yet
        - The Gate not out yet
        Harbour
        ## Harbour
        - [x] Low Tide 2015
        <Save what I have seen → /seen/>
        """)


def test_every_choice_of_the_page_is_one_that_the_form_takes(cinema, stranger):
    page = read(stranger.get("/seen/")).main
    sent = [
        *({"films": one.attributes["value"]} for one in page.all("input")),
        *({"preset": "upto", "upto": one.attributes["value"]} for one in page.all("option")),
        {"preset": "all"},
        {"preset": "none"},
    ]

    answers = [stranger.act("/seen/", form, page="/seen/") for form in sent]

    assert [(one.status_code, one.url) for one in answers] == [(303, "/?done=saved")] * 12


def test_a_site_without_films_has_nothing_to_tick(stranger, db):
    page = read(stranger.get("/seen/"))

    assert (page.main.parts, page.main.all("input"), page.main.all("option")) == (
        ["In one go"],
        [],
        [],
    )


@pytest.mark.parametrize(
    ("form", "titles"),
    [
        ({"films": ["house", "attic"]}, ["The House", "The Attic"]),
        ({"films": []}, []),
        ({}, []),
        (
            {"preset": "all"},
            ["The House", "The Bell", "The House: The Garden", "The Attic", "Low Tide"],
        ),
        ({"preset": "none"}, []),
        ({"preset": "upto", "upto": "the-bell"}, ["The House", "The Bell", "Low Tide"]),
        ({"preset": "upto", "upto": "the-house"}, ["The House", "Low Tide"]),
        ({"preset": "upto", "upto": "low-tide"}, ["The Attic", "Low Tide"]),
        (
            {"preset": "all", "upto": "the-bell", "films": ["house"]},
            ["The House", "The Bell", "The House: The Garden", "The Attic", "Low Tide"],
        ),
    ],
)
def test_saving_sets_exactly_what_was_chosen(cinema, fan_of, form, titles):
    client = fan_of(cinema.attic, cinema.tide)
    sent = form | {"films": [getattr(cinema, name).pk for name in form.get("films", [])]}

    response = client.act("/seen/", sent, page="/seen/")

    assert (response.status_code, response.url) == (303, "/?done=saved")
    assert ticks(client.get("/seen/")) == titles


def test_up_to_a_film_takes_along_what_came_out_on_the_same_day(cinema, stranger):
    for title in ("Zinc", "Amber"):
        FilmFactory(universe=cinema.houses, title=title, released=cinema.bell.released)

    stranger.act("/seen/", {"preset": "upto", "upto": "the-bell"})

    assert ticks(stranger.get("/seen/")) == ["The House", "Amber", "The Bell", "Zinc"]


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"films": ["0"]}, UNKNOWN),
        ({"films": ["999999999999999999999"]}, UNKNOWN),
        ({"films": ["²"]}, UNKNOWN),
        ({"films": ["one"]}, UNKNOWN),
        ({"films": ["9" * 5000]}, UNKNOWN),
        ({"films": ["\0"]}, UNKNOWN),
        ({"films": ["gate"]}, UNKNOWN),
        ({"films": ["fence"]}, UNKNOWN),
        ({"preset": "some"}, NO_PRESET),
        ({"preset": ""}, NO_PRESET),
        ({"preset": "upto"}, NO_LAST),
        ({"preset": "upto", "upto": ""}, NO_LAST),
        ({"preset": "upto", "upto": "\0"}, NO_LAST),
        ({"preset": "upto", "upto": "nowhere"}, NO_LAST),
        ({"preset": "upto", "upto": "the-gate"}, NO_LAST),
        ({"preset": "upto", "upto": "the-fence"}, NO_LAST),
    ],
)
def test_a_choice_that_the_picker_does_not_offer_is_refused_with_words(cinema, fan_of, form, error):
    client = fan_of(cinema.bell)
    before = client.get("/seen/").content
    unreleased = {"gate": cinema.gate.pk, "fence": cinema.fence.pk}
    sent = form | {"films": [unreleased.get(value, value) for value in form.get("films", [])]}

    response = client.act("/seen/", sent, page="/seen/")

    assert (response.status_code, alerts(response)) == (400, [error])
    assert client.get("/seen/").content == before


def test_what_was_ticked_stays_ticked_after_a_mistake(cinema, fan_of):
    client = fan_of(cinema.bell)

    response = client.act("/seen/", {"films": [cinema.house.pk, cinema.tide.pk, 0]})

    assert (response.status_code, ticks(response)) == (400, ["The House", "Low Tide"])
    assert read(response).bar.heard().split("\n")[1] == "1 film seen"


def test_after_a_preset_that_is_not_offered_the_films_seen_stay_ticked(cinema, fan_of):
    response = fan_of(cinema.bell).act("/seen/", {"preset": "some"})

    assert ticks(response) == ["The Bell"]


@pytest.mark.parametrize("chosen", ["ticks", "preset"])
def test_more_films_than_a_cookie_holds_are_refused_and_the_ticks_stay(
    cinema, fan_of, member, chosen
):
    crowd = UniverseFactory(position=9)
    Film.objects.bulk_create(
        FilmFactory.build(universe=crowd, released=date(2000, 1, 1))
        for _ in range(cookies.MAX_FILMS)
    )
    many = [cinema.house, *crowd.films.all()]
    form = {"films": [film.pk for film in many]} if chosen == "ticks" else {"preset": "all"}
    client = fan_of(cinema.bell)
    before = client.get("/seen/").content

    response = client.act("/seen/", form)
    with_account = member.act("/seen/", form)

    count = len(many) if chosen == "ticks" else Film.objects.released().count()
    assert (response.status_code, alerts(response)) == (400, [TOO_MANY])
    assert len(ticks(response)) == count
    assert client.get("/seen/").content == before
    assert (with_account.url, member.user.seen_films.count()) == ("/?done=saved", count)


def test_the_picker_takes_no_form_from_elsewhere_and_no_other_method(cinema, fan_of):
    client = fan_of(cinema.bell)
    before = client.get("/seen/").content

    refused = client.act("/seen/", {"preset": "none"}, **{"Sec-Fetch-Site": "cross-site"})
    put = client.put("/seen/")

    assert refused.status_code == 403
    assert (put.status_code, put["Allow"]) == (405, "GET, HEAD, POST")
    assert client.get("/seen/").content == before


def test_htmx_is_led_to_the_front_page_after_saving(cinema, stranger):
    response = stranger.act("/seen/", {"preset": "all"}, **{"HX-Request": "true"})

    assert (response["HX-Redirect"], response.content) == ("/?done=saved", b"")
