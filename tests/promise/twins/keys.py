"""Other primary keys, in the same order: nobody may see from them how many rows lie between."""

from functools import cache
from typing import Any

from django.db import connection, models

from films.models import Film

from .rows import Row, Rows, content_models, fields

#: A film's key is public: the picker's form sends it, and the cookie keeps it.
KEPT = Film
FURTHER = 1_000_000  # past every key that there is, so that none is taken in between


def renumber() -> None:
    for name, model in content_models().items():
        quoted = map(connection.ops.quote_name, _columns(name))
        further = ", ".join(f"{column} = {column} * 3 + {FURTHER}" for column in quoted)
        if further:
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"UPDATE {table} SET {further}")


def restored(rows: Rows) -> Rows:
    """What `renumber()` did, undone in what was read afterwards."""
    return Rows(
        {
            name: {plain(pk): _restored(name, row) for pk, row in table.items()}
            for name, table in rows.tables.items()
        }
    )


def plain(value: Any) -> Any:
    """A key as it was before `renumber()`; whatever else, as it is."""
    is_key = isinstance(value, int) and value >= FURTHER
    return (value - FURTHER) // 3 if is_key else value


def _restored(name: str, row: Row) -> Row:
    return row | {column: plain(row[column]) for column in _columns(name)}


@cache
def _columns(name: str) -> list[str]:
    """The columns of a model that hold a key other than a film's."""
    return [
        field.column
        for field in fields(name)
        if (field.primary_key and _is_renumbered(field.model))
        or (isinstance(field, models.ForeignKey) and _is_renumbered(field.related_model))
    ]


def _is_renumbered(model: type[models.Model]) -> bool:
    """A requirement has a key of films' keys."""
    is_number = isinstance(model._meta.pk, models.IntegerField)
    return is_number and model is not KEPT and model in content_models().values()
