from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from films.models import Film, Placement, PlacementRequirement, Universe
from gate.models import Stamp
from tests.factories import FilmFactory, NoteFactory, PlacementFactory, UniverseFactory
from tests.refusals import Refusal, assert_refused, constraints_of, ids

NO_FILM = "Say which film this spoils, or stamp it as harmless."


def placement(world, **changes: object) -> Placement:
    fields = {"placed": world.first, "anchor": world.second, "film": world.first} | changes
    return PlacementFactory.build(**fields)


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
        "films_placement_stamp_known",
        lambda world: placement(world, stamp=Stamp.SEALED),
        "Choose one of the stamps offered.",
    ),
    Refusal("films_placement_sealed_has_film", lambda world: placement(world, film=None), NO_FILM),
    Refusal(
        "films_placement_sealed_claim_not_blank",
        lambda world: placement(world, sealed_claim=""),
        "This text cannot be empty.",
    ),
    Refusal(
        "placement_not_relative_to_itself",
        lambda world: placement(world, anchor=world.first),
        "A film is placed in relation to another one.",
    ),
    Refusal(
        "placement_between_has_two_anchors",
        lambda world: placement(world, relation="between"),
        "“Between” needs two films, every other relation one.",
    ),
    Refusal(
        "placement_once_per_source",
        lambda world: placement(
            world,
            placed=world.second,
            anchor=world.first,
            relation="during",
            source=world.hidden_placement.source,
        ),
        "Placement with this Placed, Relation, Anchor and Source already exists.",
    ),
    Refusal(
        "placement_once_unsourced",
        lambda world: placement(world, placed=world.second, anchor=world.first),
        "This claim is there already.",
    ),
    Refusal(
        "placementrequirement_film_once",
        lambda world: PlacementRequirement(
            item=PlacementRequirement.objects.create(
                item=world.hidden_placement, film=world.first
            ).item,
            film=world.first,
        ),
        "This film is in the list already.",
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    assert ids(REFUSALS) == list(constraints_of("films"))


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "films", refusal)


def test_one_relation_has_one_anchor_only(world):
    two = Refusal(
        "placement_between_has_two_anchors",
        lambda world: placement(world, second_anchor=FilmFactory()),
        "“Between” needs two films, every other relation one.",
    )

    assert_refused(world, "films", two)


def test_a_film_between_two_others_is_accepted(world):
    third = FilmFactory()

    placed = PlacementFactory(
        placed=third, relation="between", anchor=world.first, second_anchor=world.second
    )

    placed.full_clean(exclude=["source"])


def test_films_come_in_release_order_and_announced_ones_last(db):
    announced = FilmFactory(title="A", released=None)
    late = FilmFactory(title="B", released=date(2025, 6, 6))
    early = FilmFactory(title="C", released=date(2014, 10, 24))
    same_day = FilmFactory(title="D", released=date(2014, 10, 24))

    films = [early, same_day, late, announced]
    assert list(Film.objects.in_release_order()) == films
    assert sorted(Film.objects.order_by("pk"), key=lambda film: film.release_key) == films


def test_a_film_is_released_on_the_day_of_its_release(db):
    today = timezone.localdate()
    out, tomorrow, never = (
        FilmFactory(released=day) for day in (today, today + timedelta(days=1), None)
    )

    assert [film.is_released for film in (out, tomorrow, never)] == [True, False, False]
    assert list(Film.objects.released()) == [out]


def test_a_films_name_is_its_short_title_where_there_is_one():
    assert [
        Film(title="Chapter 2: The Park", short_title="Chapter 2").name,
        Film(title="A").name,
    ] == [
        "Chapter 2",
        "A",
    ]


def test_only_notes_with_a_public_label_are_counted(world):
    NoteFactory(film=world.second, stamp=Stamp.HIDDEN)

    counts = Film.objects.with_labelled_notes().in_release_order().values_list("labelled_notes")

    assert list(counts) == [(1,), (2,)]


def test_universes_come_by_position_then_name(db):
    last = UniverseFactory(position=2, name="A")
    second = UniverseFactory(position=1, name="C")
    first = UniverseFactory(position=1, name="B")

    assert list(Universe.objects.all()) == [first, second, last]


@pytest.mark.parametrize(
    "requiring", ["earlier", "crossing", "fact", "sealed_quote", "source", "cameo"]
)
def test_a_film_that_something_requires_cannot_be_deleted(world, requiring):
    """Deleting it would shorten the requirement, and so open the text."""
    item = getattr(world, requiring)
    only_required = FilmFactory()
    item.also_requires.create(film=only_required)

    with pytest.raises(ProtectedError):
        only_required.delete()

    assert only_required in [row.film for row in item.also_requires.all()]


def test_a_film_or_universe_with_content_cannot_be_deleted(world):
    for row in (world.first, world.second, world.universe):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_film_that_a_claim_names_cannot_be_deleted(world):
    anchor, second = FilmFactory(), FilmFactory()
    PlacementFactory(
        placed=world.first, film=None, stamp=Stamp.OPEN, relation="between",
        anchor=anchor, second_anchor=second,
    )  # fmt: skip

    for film in (anchor, second):
        with pytest.raises(ProtectedError):
            film.delete()
