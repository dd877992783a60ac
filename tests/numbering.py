"""The numbers that rows get. A rollback takes them back on SQLite, and never on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

type Counters = list[tuple[str, int | None]]

SQL = {
    "sqlite": "SELECT name, seq FROM sqlite_sequence ORDER BY name",
    "postgresql": """SELECT sequencename, last_value FROM pg_sequences
        WHERE schemaname = current_schema() ORDER BY sequencename""",
}


def counters() -> Counters:
    """The last number of each table; of some databases None before the first."""
    with connection.cursor() as cursor:
        cursor.execute(SQL[connection.vendor])
        return cursor.fetchall()


def begin_again() -> None:
    """Numbers go on from the rows that are there, whatever has been rolled back before.

    So a world has the same keys in every test, process and order of tests.
    """
    models = apps.get_models(include_auto_created=True)
    if statements := connection.ops.sequence_reset_sql(no_style(), models):
        with connection.cursor() as cursor:
            cursor.execute(";".join(statements))


@contextmanager
def taken_back() -> Iterator[None]:
    """What is numbered inside and rolled back leaves no gap: what comes next has its number."""
    if connection.vendor == "sqlite":
        yield
        return
    before = counters()
    try:
        yield
    finally:
        after = counters()
        with connection.cursor() as cursor:
            for name, last in (counter for counter in before if counter not in after):
                has_begun = last is not None
                cursor.execute(
                    "SELECT setval(quote_ident(%s), %s, %s)", (name, last or 1, has_begun)
                )
