"""Every row of the site as plain values, read past the gate: what the oracle works from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models

from gate.models import AlsoRequires

#: The apps that hold content. Accounts, sessions and the like are no part of the plot.
APPS = ("films", "people", "interviews", "spoilers")


class Cell(NamedTuple):
    model: str
    pk: int
    column: str


@dataclass
class Rows:
    """`rows["Note"][pk]["film_id"]`."""

    tables: dict[str, dict[int, dict[str, Any]]]

    def __getitem__(self, model: str) -> dict[int, dict[str, Any]]:
        return self.tables[model]

    def requirement(self, model: str, pk: int) -> frozenset[int]:
        """The films that must all be seen."""
        own = self[model][pk]["film_id"]
        return self.further(model).get(pk, frozenset()) | ({own} if own else set())

    def further(self, model: str) -> dict[int, frozenset[int]]:
        if model not in self._further:
            found: dict[int, frozenset[int]] = {}
            for row in self[f"{model}Requirement"].values():
                found[row["item_id"]] = found.get(row["item_id"], frozenset()) | {row["film_id"]}
            self._further[model] = found
        return self._further[model]

    def texts(self) -> Iterator[tuple[Cell, str]]:
        for model, table in self.tables.items():
            for pk, row in table.items():
                for column, value in row.items():
                    if isinstance(value, str):
                        yield Cell(model, pk, column), value

    def __post_init__(self) -> None:
        self._further: dict[str, dict[int, frozenset[int]]] = {}


def content_models() -> dict[str, type[models.Model]]:
    return {
        model.__name__: model
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def gated(model: str) -> bool:
    """Has a requirement of its own."""
    return f"{model}Requirement" in content_models()


def is_requirement(model: str) -> bool:
    return issubclass(content_models()[model], AlsoRequires)


def read() -> Rows:
    with connection.cursor() as cursor:
        return Rows({name: _table(cursor, model) for name, model in content_models().items()})


def _table(cursor: Any, model: type[models.Model]) -> dict[int, dict[str, Any]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
    names = [column[0] for column in cursor.description]
    rows = (dict(zip(names, values, strict=True)) for values in cursor.fetchall())
    return {row["id"]: row for row in rows}
