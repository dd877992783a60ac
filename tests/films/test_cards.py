"""What pages say of films: names, dates, lengths."""

from datetime import date

import pytest

from films.cards import FilmCard, FilmLink, Films, counting, dated, film_card, film_link, names
from films.models import Film
from tests.factories import FilmFactory, UniverseFactory


def link(title: str, short_title: str = "", released: date | None = None) -> FilmLink:
    return FilmLink(
        pk=1,
        slug="film",
        url="/films/film/",
        title=title,
        short_title=short_title,
        released=released,
        is_released=False,
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
        "released": date(2023, 9, 22),
        "is_released": True,
        "accent": "amber",
    }

    card, named = film_card(film), film_link(film)

    assert named == FilmLink(**public)
    assert card == FilmCard(
        **public, kind="series", kind_label="Series", minutes=None, parts=3, logline="A roof."
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
