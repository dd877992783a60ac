"""A sealed note whose text is proved to be in the database, before and after each road is tried."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, models

from spoilers.models import Note
from tests.recording import Recording

from .one_of_everything import OneOfEverything

EVERYTHING = Recording(OneOfEverything)


def stored(item: models.Model, column: str = "sealed_text") -> str:
    """What the database holds, read past the gate."""
    table = item._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [item.pk])
        return cursor.fetchone()[0]


@contextmanager
def leaving_database() -> Iterator[list[tuple]]:
    """Every row that the queries inside the block brought out; filled when the block ends."""
    statements, rows = [], []

    def note_down(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note_down):
        yield rows
    with connection.cursor() as cursor:
        for sql, params in statements:
            if sql.lstrip("( ").startswith("SELECT"):
                cursor.execute(sql, params)
                rows += cursor.fetchall()


def make_table(model: type[models.Model]) -> None:
    """For a model of one test alone; the table goes with the test's transaction."""
    editor = connection.schema_editor()
    # What entering it would do; but SQLite refuses that within a transaction.
    editor.deferred_sql = []
    table, params = editor.table_sql(model)
    with connection.cursor() as cursor:
        cursor.execute(table, params)


@pytest.fixture
def note(world) -> Iterator[Note]:
    """The second film's ending, as an ordinary query loads it."""
    text = world.later.sealed_text
    assert stored(world.later) == text

    yield Note.objects.get(pk=world.later.pk)

    assert stored(world.later) == text


@pytest.fixture
def everything(db) -> OneOfEverything:
    return EVERYTHING.again()
