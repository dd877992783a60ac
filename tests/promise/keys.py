"""Other primary keys, in the same order: nobody may see from them how many rows lie between."""

from typing import Any

from django.db import connection
from django.db.models.fields.related import ForeignKey

from .rows import Rows, content_models

#: A film's key is public: the picker's form sends it, and the cookie keeps it.
KEPT = "Film"
FURTHER = 1_000_000  # past every key that there is, so that none is taken in between


def renumber() -> None:
    for name, model in content_models().items():
        if columns := _columns(name):
            _multiply(model._meta.db_table, columns)


def restored(rows: Rows) -> Rows:
    """What `renumber()` did, undone in what was read afterwards."""
    return Rows(
        {
            name: {row["id"]: row for row in (_restored(name, row) for row in table.values())}
            for name, table in rows.tables.items()
        }
    )


def plain(value: Any) -> Any:
    """A key as it was before `renumber()`; whatever else, as it is."""
    is_key = isinstance(value, int) and value >= FURTHER
    return (value - FURTHER) // 3 if is_key else value


def _restored(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return row | {column: plain(row[column]) for column in _columns(name)}


def _columns(name: str) -> list[str]:
    """The columns of a model that hold a key other than a film's."""
    return [
        field.column
        for field in content_models()[name]._meta.concrete_fields
        if (field.primary_key and name != KEPT)
        or (isinstance(field, ForeignKey) and field.related_model.__name__ in _renumbered())
    ]


def _renumbered() -> set[str]:
    return content_models().keys() - {KEPT}


def _multiply(table: str, columns: list[str]) -> None:
    names = map(connection.ops.quote_name, columns)
    further = ", ".join(f"{name} = {name} * 3 + {FURTHER}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {connection.ops.quote_name(table)} SET {further}")
