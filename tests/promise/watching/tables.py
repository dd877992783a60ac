"""All that the database holds, read past the gate and past every model."""

from collections import Counter

from django.db import connection

Tables = dict[str, Counter]


def everything() -> Tables:
    """The rows of every table, sessions and Django's own included."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: _rows(cursor, name) for name in sorted(names)}


def differences(before: Tables, after: Tables) -> dict[str, tuple[list, list]]:
    """By table: the rows that are gone, and those that are new."""
    return {
        name: (list(before[name] - after[name]), list(after[name] - before[name]))
        for name in before
        if before[name] != after[name]
    }


def _rows(cursor, table: str) -> Counter:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return Counter(map(repr, cursor.fetchall()))
