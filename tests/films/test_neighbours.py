"""The films before and after another one, each found by itself."""

from datetime import date

from films.cards import film_link, film_links
from films.models import Film
from films.neighbours import next_to
from tests.factories import FilmFactory, UniverseFactory


def test_they_are_those_beside_it_in_release_order(db):
    universe = UniverseFactory()
    for title, released in (
        ("Undated B", None),
        ("Last", date(2020, 1, 1)),
        ("First", date(2001, 1, 1)),
        ("Same day B", date(2010, 5, 5)),
        ("Undated A", None),
        ("Same day A", date(2010, 5, 5)),
        ("Undated C", None),
    ):
        FilmFactory(universe=universe, title=title, short_title="", released=released)
    FilmFactory(universe=UniverseFactory(), title="Elsewhere", released=date(2015, 1, 1))
    films = film_links(Film.objects.filter(universe=universe).in_release_order())

    found = {film.title: next_to(film, universe.pk) for film in films}

    titles = ["First", "Same day A", "Same day B", "Last", "Undated A", "Undated B", "Undated C"]
    around = [None, *titles, None]
    assert {
        title: tuple(film and film.title for film in beside) for title, beside in found.items()
    } == {title: (around[at], around[at + 2]) for at, title in enumerate(titles)}


def test_alone_in_its_universe_a_film_has_none(db):
    films = [FilmFactory(released=None), FilmFactory(released=date(2001, 1, 1))]

    found = [next_to(film_link(film), film.universe_id) for film in films]

    assert found == [(None, None), (None, None)]
