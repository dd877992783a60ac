"""How the gate stands in SQL: the condition once per row joined, and the reader in the parameters."""

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from gate.reader import NOBODY, Reader, Revealed
from interviews.models import Quote
from spoilers.models import Echo, Note

from .declared import DECLARED

#: One of these begins the condition "is one of the requirements that the reader has fulfilled".
AMONG = {"sqlite": "json_each(", "postgresql": "= ANY("}

ASKED = {model for model, one in DECLARED.items() if one.conditions is not None}


def test_only_of_what_nobody_knows_nothing_is_asked(db):
    for model in DECLARED.keys() - ASKED:
        with pytest.raises(EmptyResultSet):
            statement(model.objects.for_reader(reader_of(1)))


def reader_of(*films: int, revealed: tuple[str, ...] = ()) -> Reader:
    return Reader(
        seen=frozenset(films), reveals=tuple(Revealed(public_id) for public_id in revealed)
    )


def statement(queryset: QuerySet) -> tuple[str, tuple]:
    return queryset.query.sql_with_params()


def conditions(queryset: QuerySet) -> int:
    return statement(queryset)[0].count(AMONG[connection.vendor])


@pytest.mark.parametrize("model", sorted(ASKED, key=str), ids=lambda model: model.__name__)
def test_the_condition_stands_once_for_each_row_that_is_joined(db, model):
    assert conditions(model.objects.for_reader(reader_of(1))) == DECLARED[model].conditions


def test_the_condition_is_not_written_again_for_what_else_is_asked_of_a_row(db):
    notes = Note.objects.for_reader(reader_of(1))
    quotes = Quote.objects.for_reader(reader_of(1))
    echoes = Echo.objects.for_reader(
        reader_of(1), "text", "later__text", "later__is_open", "earlier__timecode"
    )

    asked = [
        notes.opened().filter(text__contains="a").order_by("text", "timecode"),
        notes.exclude(text=None).values("text", "is_open"),
        quotes.filter(is_open=True, text__gt=""),
        echoes.opened().filter(later_text__contains="a").order_by("earlier_timecode"),
    ]

    assert [conditions(queryset) for queryset in asked] == [1, 1, 1, 2]


@pytest.mark.parametrize("model", sorted(ASKED, key=str), ids=lambda model: model.__name__)
def test_readers_of_different_films_send_the_same_statement(world, model):
    first, both, none = reader_of(world.first.pk), reader_of(*(f.pk for f in world.films)), NOBODY

    statements = {statement(model.objects.for_reader(who))[0] for who in (first, both, none)}

    assert len(statements) == 1


def test_readers_who_have_revealed_different_items_send_the_same_statement(world):
    few = reader_of(world.first.pk, revealed=("222222222",))
    many = reader_of(revealed=tuple(f"{number:09d}" for number in range(2, 90)))

    (sql, params), (other_sql, other_params) = (
        statement(Note.objects.for_reader(who)) for who in (few, many)
    )

    assert sql == other_sql
    assert len(params) == len(other_params)
    assert params != other_params
