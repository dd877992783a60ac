"""Everything secret that is not a text: dates, order, direction, whom it is about, what it spoils.

What a row hangs on stays, or the twin would show what the original hides. Of the rest, a change
that the database refuses is left out.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models

from gate.models import Requirement, StampField
from gate.publishing import LiveFromField

from .knowledge import Knowledge
from .moments import ahead, is_past, long_past
from .new_rows import NOT_LIVE
from .requirements import key_of, require
from .rows import Cell, Key, Row, Rows, fields, gated, is_publishable
from .texts import holds_words, others
from .writing import attempt

#: Positions that nothing else has: some before all others, most after.
LAST = 20_000
OLDEST = date(1911, 2, 3)


def shuffle(rows: Rows, knowledge: Knowledge) -> None:
    """Other values for whatever is secret to the reader."""
    reader = knowledge.reader
    numbered = [
        (model, number, pk, row)
        for model in gated()
        for number, (pk, row) in enumerate(sorted(rows[model].items(), reverse=True))
    ]
    # What they may come to need is made at once: by itself, each requirement takes its time.
    require(
        [
            films
            for model, number, _pk, row in numbered
            if "requirement_id" in row and (films := _one_film_more(row, number, rows))
        ],
        rows,
    )
    attempt(
        {
            cell: values
            for model, number, pk, row in numbered
            for cell, values in _candidates(model, pk, row, number, rows).items()
            if cell not in knowledge.cells
            # For who is to meet drafts it decides what is known.
            and not (cell.column == "state" and reader.meets_drafts | reader.meets_waiting)
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
        case LiveFromField():
            # Of a draft, there is none; new rows are published for later instead.
            return [(long_past if is_past(old) else ahead)(number)] if old else ()
        case models.CharField(name="state") if is_publishable(field.model.__name__):
            return [state.value for state in NOT_LIVE[:-1] if state != old] * (not row["live_from"])
        case models.ForeignKey(name=name) if name in (*rule.open_with, *rule.known_with):
            return ()
        case models.ForeignKey(related_model=target) if target is Requirement:
            films = _one_film_more(row, number, rows)
            return [key_of(films)] if films else ()
        case models.ForeignKey() if old is None or field.related_model.__name__ not in rows.tables:
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


def _one_film_more(row: Row, number: int, rows: Rows) -> list[int]:
    """What is locked stays so. Nothing where it spoils no film."""
    films = rows.required(row)
    further = sorted(rows["Film"].keys() - films)
    return [*films, further[number % len(further)]] if films else []


def _turned_round(model: str, row: Row) -> dict[str, Sequence[Any]]:
    """An echo runs the other way: each of what a row hangs on takes the next one's place."""
    columns = [f"{name}_id" for name in gated()[model].open_with]
    if len(columns) < 2:
        return {}
    moved = [*columns[1:], columns[0]]
    return {column: [row[other]] for column, other in zip(columns, moved, strict=True)}
