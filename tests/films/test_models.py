import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from films.models import FILM_KEY, Film, Universe
from tests.factories import FilmFactory, PlacementFactory, UniverseFactory
from tests.refusals import Refusal, assert_refused, constraints_of, ids

LAST_PART = "Only a series has a last part, which comes out no earlier than the first."

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
    Refusal(
        "film_last_part_after_first",
        lambda world: FilmFactory.build(universe=world.universe, last_released=date(2025, 6, 6)),
        LAST_PART,
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    assert ids(REFUSALS) == list(constraints_of("films"))


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "films", refusal)


@pytest.mark.parametrize(
    ("last", "message"), [(date(2025, 6, 5), LAST_PART), (date(2025, 6, 6), None), (None, None)]
)
def test_a_last_part_comes_no_earlier_than_the_first(world, last, message):
    series = FilmFactory.build(
        universe=world.universe, kind="series", released=date(2025, 6, 6), last_released=last
    )

    found = None
    try:
        series.validate_constraints()
    except ValidationError as error:
        (found,) = error.messages

    assert found == message


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


@pytest.mark.parametrize(
    ("kind", "released", "last", "is_finished"),
    [
        ("feature", 0, None, True),
        ("feature", 1, None, False),
        ("feature", None, None, False),
        ("short", -1, None, True),
        ("series", -9, -1, True),
        ("series", -9, 0, True),
        ("series", -9, 1, False),
        ("series", -9, None, False),
        ("series", 1, 2, False),
        ("series", None, None, False),
    ],
)
def test_a_film_is_finished_when_it_is_out_and_a_series_when_its_last_part_is(
    db, kind, released, last, is_finished
):
    days = [
        None if day is None else timezone.localdate() + timedelta(day) for day in (released, last)
    ]

    film = FilmFactory(kind=kind, released=days[0], last_released=days[1])

    assert film.is_finished is is_finished


def test_no_two_films_have_the_same_key(db):
    keys = [Film().key for _ in range(20)]

    assert len(set(keys)) == 20
    assert [key for key in keys if not re.fullmatch(FILM_KEY, key)] == []
    FilmFactory(key=keys[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        FilmFactory(key=keys[0])


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
