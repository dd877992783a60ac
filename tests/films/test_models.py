from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from films.models import Film, Universe
from tests.factories import FilmFactory, PlacementFactory, UniverseFactory
from tests.refusals import Refusal, assert_refused, constraints_of, ids

REFUSALS = [
    Refusal(
        "film_has_running_time",
        lambda world: FilmFactory.build(universe=world.universe, minutes=0),
        "A running time is at least one minute.",
    ),
    Refusal(
        "film_parts_only_in_series",
        lambda world: FilmFactory.build(universe=world.universe, parts=3),
        "Only a series has parts.",
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    assert ids(REFUSALS) == list(constraints_of("films"))


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "films", refusal)


def test_films_come_in_release_order_and_announced_ones_last(db):
    announced = FilmFactory(title="A", released=None)
    late = FilmFactory(title="B", released=date(2025, 6, 6))
    early = FilmFactory(title="C", released=date(2014, 10, 24))
    same_day = FilmFactory(title="D", released=date(2014, 10, 24))

    films = [early, same_day, late, announced]
    assert list(Film.objects.in_release_order()) == films


def test_a_film_is_released_on_the_day_of_its_release(db):
    today = timezone.localdate()
    out, tomorrow, never = (
        FilmFactory(released=day) for day in (today, today + timedelta(days=1), None)
    )

    assert [film.is_released for film in (out, tomorrow, never)] == [True, False, False]
    assert list(Film.objects.released()) == [out]


def test_a_films_name_is_its_short_title_where_there_is_one():
    films = [Film(title="Chapter 2: The Park", short_title="Chapter 2"), Film(title="A")]

    assert [film.name for film in films] == ["Chapter 2", "A"]


def test_the_row_of_a_card_needs_no_second_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        films = list(Film.objects.for_cards().in_release_order())
        found = [(film.title, film.universe.accent) for film in films]

    assert found == [("The House", "crimson"), ("The Garden", "crimson")]


def test_universes_come_by_position_then_name(db):
    last = UniverseFactory(position=2, name="A")
    second = UniverseFactory(position=1, name="C")
    first = UniverseFactory(position=1, name="B")

    assert list(Universe.objects.all()) == [first, second, last]


@pytest.mark.parametrize(
    "requiring",
    ["earlier", "crossing", "fact", "sealed_quote", "source", "cameo", "hidden_placement"],
)
def test_a_film_that_something_requires_cannot_be_deleted(world, requiring):
    """Deleting it would shorten the requirement, and so open the text."""
    item = getattr(world, requiring)
    only_required = FilmFactory()
    item.spoil(world.first, world.second, only_required)
    item.save()

    with pytest.raises(ProtectedError) as error:
        only_required.delete()

    assert error.value.protected_objects == {item}
    assert only_required in item.requirement.films.all()


def test_a_film_or_universe_with_content_cannot_be_deleted(world):
    for row in (world.first, world.second, world.universe):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_film_that_a_claim_names_cannot_be_deleted(world):
    anchor, second = FilmFactory(), FilmFactory()
    PlacementFactory(
        placed=world.first, stamp="nothing", relation="between", anchor=anchor, second_anchor=second
    )

    for film in (anchor, second):
        with pytest.raises(ProtectedError):
            film.delete()
