"""What a prepared query gives is what Django would make of the same rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import FETCH_PEERS, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from films.models import Film
from gate.prepared import prepared
from gate.queryset import sealed_fields
from gate.reader import NOBODY, Reader
from people.models import Credit
from spoilers.models import Echo, Note, Placement
from tests.factories import CreditFactory, FilmFactory, PlacementFactory

EVERYTHING: dict[str, Callable[[Reader], QuerySet[Any, Any]]] = {
    "whole rows": lambda reader: Film.objects.order_by("pk"),
    "some columns": lambda reader: Film.objects.only("slug", "released").order_by("pk"),
    "rows along with others": lambda reader: (
        Film.objects.select_related("universe").only("title", "universe__name").order_by("pk")
    ),
    "rows along with rows that may be missing": lambda reader: (
        Credit.objects.for_reader(reader).select_related("person", "character").order_by("pk")
    ),
    "rows through rows": lambda reader: (
        Echo.objects.for_reader(reader).select_related("later__film__universe").order_by("pk")
    ),
    "the first of each, along with others": lambda reader: (
        Film.objects.alias(place=Window(RowNumber(), partition_by="universe", order_by="pk"))
        .filter(place=1)
        .select_related("universe")
        .order_by("pk")
    ),
    "two questions in one, along with others": lambda reader: (
        Film.objects.order_by()
        .select_related("universe")
        .filter(parts=1)
        .union(Film.objects.order_by().select_related("universe"))
        .order_by("pk")
    ),
    "what is open, and what is not": lambda reader: (
        Note.objects.for_reader(reader).only("label", "film").order_by("pk")
    ),
    "values of rows that may be missing": lambda reader: Placement.objects.for_reader(
        reader, "claim", "source__title"
    ).order_by("pk"),
    "lists of values": lambda reader: Film.objects.values_list(
        "pk", "released", "universe__name"
    ).order_by("pk"),
    "values alone": lambda reader: Film.objects.values_list("released", flat=True).order_by("pk"),
    "nothing": lambda reader: Film.objects.none(),
}

#: Of whom no question of this kind has rows.
EMPTY = {
    ("nothing", "nobody"),
    ("nothing", "everybody"),
    ("rows through rows", "nobody"),
}


def told(value: Any) -> Any:
    """All that a row says, with its kinds, and all that it would say without asking again."""
    if not isinstance(value, Model):
        return type(value), repr(value)
    state = vars(value._state) | {
        "fields_cache": {name: told(other) for name, other in value._state.fields_cache.items()}
    }
    values = {name: (type(one), repr(one)) for name, one in vars(value).items() if name != "_state"}
    return type(value), state, values, value.get_deferred_fields()


@pytest.mark.parametrize("kind", EVERYTHING)
@pytest.mark.parametrize("who", ["nobody", "everybody"])
def test_rows_are_those_that_django_makes(world, kind, who):
    PlacementFactory(placed=world.second, source=None, spoils=[world.second])
    reader = NOBODY.having_seen(world.films) if who == "everybody" else NOBODY
    build = EVERYTHING[kind]
    question = prepared(build)

    first, again = list(question(reader)), list(question(reader))

    plain = [told(row) for row in build(reader)]
    assert [told(row) for row in first] == [told(row) for row in again] == plain
    assert bool(plain) == ((kind, who) not in EMPTY)


#: What is asked about one film, and whether the database is asked for the key of each row's film.
ABOUT_A_FILM: dict[str, tuple[Callable[[Any], QuerySet[Any, Any]], bool]] = {
    "its rows": (lambda film: Credit.objects.filter(film=film), False),
    "its rows, and more of them": (
        lambda film: Credit.objects.filter(film=film, job="actor").select_related("film", "person"),
        False,
    ),
    "its rows without its key": (
        lambda film: Credit.objects.filter(film=film).only("job"),
        False,
    ),
    "those of others as well": (
        lambda film: Credit.objects.filter(Q(film=film) | Q(job="actor")),
        True,
    ),
    "those of others alone": (lambda film: Credit.objects.exclude(film=film), True),
    "rows through its rows": (lambda film: Echo.objects.filter(later__film=film), False),
}


@pytest.mark.parametrize("kind", ABOUT_A_FILM)
def test_the_key_that_all_rows_share_is_the_one_that_was_given(world, kind):
    CreditFactory.create_batch(2, film=world.first, job="actor")
    build, is_asked_for = ABOUT_A_FILM[kind]
    question = prepared(lambda film: build(film).order_by("pk"))

    with CaptureQueriesContext(connection) as asked:
        found = {film.pk: [told(row) for row in question(film.pk)] for film in world.films}

    plain = {film.pk: [told(row) for row in build(film.pk).order_by("pk")] for film in world.films}
    assert found == plain
    assert any(plain.values())
    selected = [query["sql"].partition(" FROM ")[0] for query in asked]
    assert ['"film_id"' in columns for columns in selected] == [is_asked_for] * 2


#: Whatever is made in another way.
REFUSED: dict[str, Callable[[], QuerySet[Any, Any]]] = {
    "values by their names": lambda: Film.objects.values("pk", "released"),
    "values as attributes": lambda: Film.objects.values_list("pk", "released", named=True),
    "values beside those of the order": lambda: (
        Film.objects.values_list("pk").order_by("title").distinct()
    ),
    "what is fetched beforehand": lambda: Film.objects.prefetch_related("notes"),
    "what is fetched for all rows at once": lambda: Film.objects.fetch_mode(FETCH_PEERS),
    "rows of one that is known": lambda: Film.objects.get().notes.all(),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_rows_of_other_kinds_are_refused(db, kind):
    FilmFactory()

    with pytest.raises(TypeError, match="A prepared query has plain rows"):
        list(prepared(REFUSED[kind])())


def test_rows_of_whose_making_somebody_wants_to_be_told_are_refused(db):
    def hear(instance: Film, **kwargs: Any) -> None: ...

    post_init.connect(hear, sender=Film)
    try:
        with pytest.raises(TypeError, match="A prepared query has plain rows"):
            list(prepared(lambda: Film.objects.all())())
    finally:
        post_init.disconnect(hear, sender=Film)


def test_no_row_brings_a_sealed_column_along_not_even_for_editors(world):
    notes = list(prepared(lambda: Note.objects.for_editor())())

    columns = {field.attname for field in sealed_fields(Note)}
    assert {frozenset(note.get_deferred_fields()) for note in notes} == {frozenset(columns)}


def test_a_key_is_selected_once_and_what_is_true_of_all_rows_not_at_all(world):
    rows = prepared(EVERYTHING["rows along with rows that may be missing"])(
        NOBODY.having_seen(world.films)
    )

    with CaptureQueriesContext(connection) as asked:
        list(rows)

    (sql,) = [query["sql"] for query in asked if 'FROM "credit"' in query["sql"]]
    columns = sql.partition(" FROM ")[0].removeprefix("SELECT ").split(", ")
    assert {"person_id", "character_id", "is_open"}.isdisjoint(
        column.rpartition(".")[2].strip('"') for column in columns
    )


def test_a_row_can_be_changed_and_saved(world):
    @prepared
    def called(slug: str) -> QuerySet[Film]:
        return Film.objects.filter(slug=slug).only("slug", "logline")

    (film,) = called(world.first.slug)
    film.logline = "Somebody keeps a light."
    film.save()

    stored = Film.objects.get(pk=world.first.pk)
    assert (stored.logline, stored.title) == ("Somebody keeps a light.", world.first.title)
