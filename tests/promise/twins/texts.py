"""Other words, and other choices."""

from collections.abc import Callable

from django.db import models

from gate.models import PublicIdField
from gate.sealed import SealedField
from tests.canaries import canary

from .rows import Cell, Rows, fields
from .writing import Changes

#: What nothing is changed into, since it takes more than itself.
DEMANDING = {("Echo", "sealed_claim"): "intended"}  # by evidence, which a twin may lack

#: In sentences: rows beside each other differ, and every run is like the one before.
LENGTHS = (60, 1, 6, 2)


def new_texts(rows: Rows, chosen: Callable[[Cell], bool]) -> Changes:
    changes: Changes = {}
    for model, table in rows.tables.items():
        columns = [field for field in fields(model) if holds_words(field)]
        for number, (pk, row) in enumerate(table.items()):
            for field in columns:
                cell = Cell(model, pk, field.column)
                if chosen(cell):
                    changes[cell] = new_text(field, number, row[field.column])
    return changes


def holds_words(field: models.Field) -> bool:
    """Of the columns with choices only those that are sealed; no key."""
    is_text = isinstance(field, models.CharField | models.TextField) and not field.primary_key
    return is_text and (not field.choices or isinstance(field, SealedField))


def new_text(field: models.Field, number: int, old: str) -> str:
    """Of another length, and in some rows nothing at all where nothing is allowed."""
    if field.choices:
        return others(field, number, old)[0]
    if isinstance(field, PublicIdField):
        return field.get_default()
    if isinstance(field, models.SlugField):
        return canary()
    if isinstance(field, models.CharField):  # labels and names: before all others, or after
        return f"{('Aa', 'Zz')[number % 2]} {canary()}"[: field.max_length]
    if field.blank and old and number % 3 == 0:
        return ""
    if "url" in field.name:
        return f"https://example.org/{canary()}/{canary()}"
    # The bracket keeps a bracketed quote valid.
    return " ".join([f"Quite [another] text, {canary()}."] * LENGTHS[number % len(LENGTHS)])


def others(field: models.Field, number: int, old: str) -> list[str]:
    """Every choice but the one that was made, beginning anywhere."""
    left_out = (old, DEMANDING.get((field.model.__name__, field.name)))
    choices = [value for value, _label in field.choices if value not in left_out]
    start = number % len(choices)
    return choices[start:] + choices[:start]
