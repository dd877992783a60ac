"""Everything secret that is not a text: dates, order, direction, whom it is about, what it spoils.

What a row hangs on stays, or the twin would show what the original hides. Of the rest, a change
that the database refuses is left out.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models

from gate.models import Requirement, StampField

from .knowledge import Knowledge
from .requirements import require
from .rows import Cell, Key, Row, Rows, fields, gated
from .texts import holds_words, others
from .writing import attempt

#: Positions that nothing else has: some before all others, most after.
LAST = 20_000
OLDEST = date(1911, 2, 3)


def shuffle(rows: Rows, knowledge: Knowledge) -> None:
    """Other values for whatever is secret to the reader."""
    attempt(
        {
            cell: values
            for model in gated()
            for number, (pk, row) in enumerate(sorted(rows[model].items(), reverse=True))
            for cell, values in _candidates(model, pk, row, number, rows).items()
            if cell not in knowledge.cells
        }
    )


def _candidates(
    model: str, pk: Key, row: Row, number: int, rows: Rows
) -> dict[Cell, Sequence[Any]]:
    found = {
        field.column: _others(field, row, number, rows)
        for field in fields(model)
        if not field.primary_key and not holds_words(field)
    } | _turned_round(model, row)
    return {Cell(model, pk, column): values for column, values in found.items() if values}


def _others(field: models.Field, row: Row, number: int, rows: Rows) -> Sequence[Any]:
    old, rule = row[field.column], gated()[field.model.__name__]
    match field:
        case StampField() | models.BooleanField():
            return ()  # they decide what is known; new rows have all of them
        case models.ForeignKey(name=name) if name in (*rule.open_with, *rule.known_with):
            return ()
        case models.ForeignKey(related_model=target) if target is Requirement:
            return _one_film_more(row, number, rows)
        case models.ForeignKey() if old is None:
            return ()
        case models.ForeignKey():
            keys = sorted(rows[field.related_model.__name__].keys() - {old})
            return [keys[(number + step) % len(keys)] for step in range(3)] if keys else ()
        case models.CharField():
            return others(field, number, old)
        case models.DateField():
            return (
                [OLDEST + timedelta(days=400 * number)] if number % 3 or not field.null else [None]
            )
        case models.IntegerField():
            return [0, LAST - number] if number % 2 else [LAST - number]
    raise TypeError(f"{field}: in what does a twin differ there?")


def _one_film_more(row: Row, number: int, rows: Rows) -> Sequence[str]:
    """What is locked stays so."""
    films = rows.required(row)
    further = sorted(rows["Film"].keys() - films)
    return require([[*films, further[number % len(further)]]], rows) if films else ()


def _turned_round(model: str, row: Row) -> dict[str, Sequence[Any]]:
    """An echo runs the other way: each of what a row hangs on takes the next one's place."""
    columns = [f"{name}_id" for name in gated()[model].open_with]
    if len(columns) < 2:
        return {}
    moved = [*columns[1:], columns[0]]
    return {column: [row[other]] for column, other in zip(columns, moved, strict=True)}
