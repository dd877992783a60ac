"""Changes to cells, written past every model."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from memory.triggers import SQLITE_CHANGE

from .rows import Cell, Key, Row, content_models

Changes = dict[Cell, Any]

#: Of which the database has refused some value, in the life of this process.
_refused: set[Cell] = set()


@contextmanager
def as_one_change() -> Iterator[None]:
    """What is written meanwhile changes the content version once, and not with each row.

    PostgreSQL does so by itself. On SQLite a third of the time went into it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    database = connection.connection
    database.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
    try:
        yield
    finally:
        database.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, True)
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_CHANGE)


def write(changes: Changes) -> None:
    """One statement for the rows of a model that change in the same columns."""
    rows: dict[tuple[str, Key], dict[str, Any]] = {}
    for cell, value in changes.items():
        rows.setdefault((cell.model, cell.pk), {})[cell.column] = value
    alike: dict[tuple[str, tuple[str, ...]], list[tuple]] = {}
    for (model, pk), values in rows.items():
        alike.setdefault((model, tuple(values)), []).append((*values.values(), pk))
    for (model, columns), parameters in alike.items():
        _execute_many(_update(model, columns), parameters)


def attempt(candidates: dict[Cell, Sequence[Any]]) -> Changes:
    """Writes of each cell the first value that the database takes; what it refuses stays.

    Returns what was written. What was refused before, as in an earlier twin, comes last: to find
    it again among all others takes its time.
    """
    doubtful = candidates.keys() & _refused
    plain = {cell: values for cell, values in candidates.items() if cell not in doubtful}
    return _attempt(plain) | _attempt({cell: candidates[cell] for cell in sorted(doubtful)})


def _attempt(candidates: dict[Cell, Sequence[Any]]) -> Changes:
    first = {cell: values[0] for cell, values in candidates.items()}
    if _takes(first):
        return first
    cells = list(candidates)
    if len(cells) == 1:
        (cell,) = cells
        _refused.add(cell)
        return _attempt({cell: values}) if (values := candidates[cell][1:]) else {}
    halves = cells[: len(cells) // 2], cells[len(cells) // 2 :]
    return {
        cell: value
        for half in halves
        for cell, value in _attempt({cell: candidates[cell] for cell in half}).items()
    }


def insert(model: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        quote = connection.ops.quote_name
        columns = ", ".join(map(quote, rows[0]))
        places = ", ".join(["%s"] * len(rows[0]))
        statement = f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})"
        _execute_many(statement, [tuple(row.values()) for row in rows])


def delete(model: str, keys: Iterable[Key]) -> None:
    statement = f"DELETE FROM {_table(model)} WHERE {_key(model)} = %s"
    _execute_many(statement, [(pk,) for pk in keys])


def _takes(changes: Changes) -> bool:
    try:
        with transaction.atomic():
            write(changes)
    except IntegrityError:
        return False
    return True


def _update(model: str, columns: Iterable[str]) -> str:
    assigned = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
    return f"UPDATE {_table(model)} SET {assigned} WHERE {_key(model)} = %s"


def _table(model: str) -> str:
    return connection.ops.quote_name(content_models()[model]._meta.db_table)


def _key(model: str) -> str:
    return connection.ops.quote_name(content_models()[model]._meta.pk.column)


def _execute_many(statement: str, parameters: list[tuple]) -> None:
    if parameters:
        with connection.cursor() as cursor:
            cursor.executemany(statement, parameters)
