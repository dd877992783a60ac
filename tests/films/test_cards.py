"""What pages say of films: names, dates, lengths."""

from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.urls import set_script_prefix

from films.cards import (
    FilmCard,
    FilmLink,
    Films,
    Spoiled,
    UniverseLink,
    counting,
    dated,
    film_card,
    film_link,
    listing,
    names,
    spoiled,
)
from films.models import Film
from gate.reader import Reader
from tests.factories import FilmFactory, UniverseFactory


def link(title: str, short_title: str = "", released: date | None = None) -> FilmLink:
    return FilmLink(
        pk=1,
        slug="film",
        url="/films/film/",
        title=title,
        short_title=short_title,
        sort_key=title.lower(),
        released=released,
        precision="day",
        is_released=False,
        beside_title="",
        beside_name="",
        accent="teal",
    )


@pytest.mark.parametrize(
    ("titles", "joined"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B, C and D"),
    ],
)
def test_names_are_joined_as_one_would_say_them(titles, joined):
    assert names(link(title) for title in titles) == joined


def test_a_film_is_named_by_its_short_title_where_it_has_one():
    films = [link("John Wick"), link("John Wick: Chapter 2", short_title="Chapter 2")]

    assert names(films) == "John Wick and Chapter 2"


def spoiling(seen: str, own: str, titles: str = "ABC", unreleased: str = "") -> Spoiled:
    """An item that spoils these films, to who has seen some of them."""
    films = [
        replace(link(title), pk=ord(title), is_released=title not in unreleased) for title in titles
    ]
    reader = Reader(seen=frozenset(map(ord, seen)))
    return spoiled(films, [ord(title) for title in own], reader)


@pytest.mark.parametrize(
    ("titles", "seen", "own", "words", "unnamed"),
    [
        ("A", "", "A", "A", 0),
        ("A", "", "", "A", 0),
        ("A", "A", "A", "A", 0),
        # Until one of its films is seen, only its own is named.
        ("AB", "", "A", "A and another film", 1),
        ("AB", "", "B", "B and another film", 1),
        ("AB", "Z", "B", "B and another film", 1),
        ("ABC", "", "B", "B and 2 other films", 2),
        ("ABCD", "", "BC", "B, C and 2 other films", 2),
        ("AB", "", "", "2 films", 2),
        ("ABC", "", "", "3 films", 3),
        ("AB", "", "AB", "A and B", 0),
        # Once one is seen, whichever it is, all are.
        ("AB", "A", "A", "A and B", 0),
        ("AB", "B", "A", "A and B", 0),
        ("ABC", "C", "", "A, B and C", 0),
        ("ABC", "ABC", "A", "A, B and C", 0),
        ("", "", "", "", 0),
    ],
)
def test_only_an_items_own_film_is_named_until_one_of_its_films_is_seen(
    titles, seen, own, words, unnamed
):
    item = spoiling(seen, own, titles)

    assert (item.in_words, item.unnamed, item.in_full) == (words, unnamed, listing(titles))


@pytest.mark.parametrize(
    ("seen", "own", "unreleased", "markable"),
    [
        ("", "B", "", "B"),
        ("", "", "", ""),
        ("A", "B", "", "BC"),
        ("AB", "B", "", "C"),
        ("ABC", "B", "", ""),
        ("A", "B", "B", "C"),
        ("", "B", "B", ""),
    ],
)
def test_a_button_says_of_films_that_are_named_and_out_and_not_seen_yet(
    seen, own, unreleased, markable
):
    item = spoiling(seen, own, unreleased=unreleased)

    assert [film.title for film in item.markable] == list(markable)


def test_the_same_of_some_films_keeps_what_is_named():
    told, untold = spoiling("A", "C"), spoiling("", "C")
    later = told.films[1:]

    assert told.among(later) == Spoiled(later, named=later, unseen=later)
    assert untold.among(later) == Spoiled(later, named=later[1:], unseen=later)
    assert untold.among(later).in_words == "C and another film"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (101, "101 notes")]
)
def test_one_is_singular_and_everything_else_plural(number, words):
    assert counting(number, "note") == words


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "8 June 2025"), ("month", "June 2025"), ("year", "2025")]
)
def test_a_date_is_said_as_exactly_as_it_is_known(precision, words):
    assert dated(date(2025, 6, 8), precision) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"minutes": 101}, "Film · 8 June 2025 · 101 minutes"),
        ({"minutes": 1}, "Film · 8 June 2025 · 1 minute"),
        ({"minutes": None}, "Film · 8 June 2025"),
        ({"kind": "short", "minutes": 9}, "Short · 8 June 2025 · 9 minutes"),
        ({"kind": "series", "minutes": None, "parts": 3}, "Series · 8 June 2025 · 3 parts"),
        ({"kind": "series", "minutes": None, "parts": 1}, "Series · 8 June 2025 · 1 part"),
        (
            {"kind": "series", "minutes": 270, "parts": 3},
            "Series · 8 June 2025 · 270 minutes · 3 parts",
        ),
        ({"released": None, "minutes": None}, "Film · Announced"),
        ({"released": None, "minutes": 90}, "Film · Announced · 90 minutes"),
    ],
)
def test_a_film_says_its_facts_as_far_as_they_are_known(facts, words):
    film = FilmFactory.build(**{"released": date(2025, 6, 8), "pk": 1} | facts)

    assert film_card(film).facts == words


@pytest.mark.parametrize(
    ("facts", "style"),
    [
        ({}, "feature"),
        ({"kind": "short"}, "short"),
        ({"kind": "series", "minutes": None}, "series"),
        ({"kind": "series", "minutes": None, "released": None}, "announced"),
    ],
)
def test_a_title_card_is_drawn_by_kind_until_which_the_film_is_only_announced(facts, style):
    assert film_card(FilmFactory.build(pk=1, **facts)).style == style


@pytest.mark.django_db
def test_a_card_holds_all_that_is_public_of_a_film():
    universe = UniverseFactory(accent="amber")
    film = FilmFactory(
        universe=universe,
        slug="the-attic",
        title="The Attic",
        short_title="Attic",
        kind="series",
        released=date(2023, 9, 22),
        last_released=date(2023, 10, 6),
        minutes=None,
        parts=3,
        logline="A roof.",
    )
    public = {
        "pk": film.pk,
        "slug": "the-attic",
        "url": "/films/the-attic/",
        "title": "The Attic",
        "short_title": "Attic",
        "sort_key": "the attic\tattic\tThe Attic\tAttic",
        "released": date(2023, 9, 22),
        "precision": "day",
        "is_released": True,
        "beside_title": "",
        "beside_name": "",
        "accent": "amber",
    }

    card, named = film_card(film), film_link(film)

    assert named == FilmLink(**public)
    assert card == FilmCard(
        **public,
        **{"kind": "series", "kind_label": "Series"},
        **{"minutes": None, "parts": 3, "logline": "A roof."},
        universe=UniverseLink(f"/universes/{universe.slug}/", universe.name),
    )
    assert (card.name, card.year) == ("Attic", 2023)


@pytest.mark.django_db
def test_cards_are_sorted_as_the_database_sorts_films():
    day = date(2020, 1, 1)
    for title, released in [
        ("B", day),
        ("A", day),
        ("D", None),
        ("C", None),
        ("Z", date(2019, 1, 1)),
    ]:
        FilmFactory(title=title, released=released)
    rows = list(Film.objects.in_release_order())

    cards = sorted((film_link(row) for row in rows[::-1]), key=lambda card: card.release_key)

    assert [card.title for card in cards] == ["Z", "A", "B", "C", "D"]
    assert [row.title for row in rows] == ["Z", "A", "B", "C", "D"]


@pytest.mark.django_db
def test_films_are_looked_up_once_however_often_they_are_named(django_assert_num_queries):
    first, second, third = FilmFactory.create_batch(3)
    films = Films([film_link(first)])

    with django_assert_num_queries(1):
        films.look_up([first.pk, second.pk], [third.pk])
        films.look_up([second.pk], [])
        found = [films[film.pk].title for film in (first, second, third)]

    assert found == [first.title, second.title, third.title]


@pytest.mark.parametrize("card_of", [film_card, film_link])
def test_a_film_that_has_changed_has_another_card(db, card_of):
    film = FilmFactory(title="The House", released=date(2025, 6, 6))
    universe, before = film.universe, card_of(film)

    film.title, universe.accent = "The Harbour", "teal"

    assert card_of(film) == replace(before, title="The Harbour", accent="teal")
    assert card_of(film) != before


@pytest.mark.parametrize("card_of", [film_card, film_link])
def test_a_site_below_another_address_has_cards_of_its_own(card_of):
    film = FilmFactory.build(pk=1, slug="the-house")
    at_home = card_of(film)

    set_script_prefix("/below/")
    try:
        below = card_of(film)
    finally:
        set_script_prefix("/")

    assert [card.url for card in (at_home, below, card_of(film))] == [
        "/films/the-house/",
        "/below/films/the-house/",
        "/films/the-house/",
    ]


def test_a_film_comes_out_with_the_day_whatever_was_shown_before():
    film = FilmFactory.build(pk=1, released=date(2025, 6, 6))
    days = [datetime(2025, 6, day, 12, tzinfo=UTC) for day in (5, 6, 5)]

    found = []
    for day in days:
        with patch("django.utils.timezone.now", return_value=day):
            found.append((film_card(film).is_released, film_link(film).is_released))

    assert found == [(False, False), (True, True), (False, False)]
