"""Every row of the site as plain values, read past the gate: what the oracle works from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from gate.models import Requirement, StampField
from gate.publishing import Publishable
from gate.rule import Rule
from gate.sealed import SealedField

Key = int | str
Row = dict[str, Any]
NO_FILM = 0


class Cell(NamedTuple):
    model: str
    pk: Key
    column: str


@dataclass
class Rows:
    """`rows["Note"][pk]["film_id"]`."""

    tables: dict[str, dict[Key, Row]]

    def __post_init__(self) -> None:
        self._films: dict[Key, frozenset[int]] = {}

    def __getitem__(self, model: str) -> dict[Key, Row]:
        return self.tables[model]

    def copy(self) -> "Rows":
        """With tables of its own, for rows that are added."""
        return Rows({name: dict(table) for name, table in self.tables.items()})

    def required(self, row: Row) -> frozenset[int]:
        """The films that must all be seen; none where it is harmless."""
        key = row["requirement_id"]
        if key is None:
            return frozenset()
        if key not in self._films:
            rows = [one for one in self["RequiredFilm"].values() if one["requirement_id"] == key]
            films = {one["film_id"] for one in rows}
            # One that has lost a film is fulfilled by no films at all.
            is_whole = {one["size"] for one in rows} == {len(films)}
            self._films[key] = frozenset(films if is_whole else films | {NO_FILM})
        return self._films[key]

    def texts(self) -> Iterator[tuple[Cell, str]]:
        for model, table in self.tables.items():
            for pk, row in table.items():
                for column, value in row.items():
                    if isinstance(value, str):
                        yield Cell(model, pk, column), value


@cache
def content_models() -> dict[str, type[models.Model]]:
    """Those of the site's own apps. Accounts, sessions and the like are no part of the plot."""
    return {
        model.__name__: model
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
        for model in app.get_models(include_auto_created=True)
    }


@cache
def gated() -> dict[str, Rule]:
    """What each model with something to hide declares, as it was before any test changed it."""
    return {
        name: vars(model)["gate"]
        for name, model in content_models().items()
        if isinstance(vars(model).get("gate"), Rule)
    }


@cache
def fields(model: str) -> list[models.Field]:
    return list(content_models()[model]._meta.concrete_fields)


@cache
def sealed(model: str) -> list[SealedField]:
    return [field for field in fields(model) if isinstance(field, SealedField)]


def is_sealed(cell: Cell) -> bool:
    return cell.column in {field.column for field in sealed(cell.model)}


def is_publishable(model: str) -> bool:
    return issubclass(content_models()[model], Publishable)


@cache
def of_editors(model: str) -> frozenset[str]:
    """Columns that say who lets readers meet a row, and since when: secret of open rows as well.

    But for whether the moment is past, of which it depends that the row is there at all.
    """
    own = Publishable._meta.fields if is_publishable(model) else ()
    return frozenset(field.column for field in own)


@cache
def stamps(model: str) -> tuple[str, ...]:
    """Among which an editor chooses; none where the model has no stamp."""
    found = (field.stamps for field in fields(model) if isinstance(field, StampField))
    return tuple(stamp.value for stamp in next(found, ()))


@cache
def keys_to_content(model: str) -> list[models.ForeignKey]:
    """Foreign keys to our own models, but for the requirement, which is public or not by itself."""
    return [
        field
        for field in fields(model)
        if isinstance(field, models.ForeignKey)
        and field.related_model.__name__ in content_models()
        and field.related_model is not Requirement
    ]


def read() -> Rows:
    with connection.cursor() as cursor:
        return Rows({name: _table(cursor, model) for name, model in content_models().items()})


def _table(cursor: Any, model: type[models.Model]) -> dict[Key, Row]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
    names = [column[0] for column in cursor.description]
    rows = (dict(zip(names, values, strict=True)) for values in cursor.fetchall())
    return {row[model._meta.pk.column]: row for row in rows}
