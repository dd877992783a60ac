"""Twins: database A turned into a B that agrees with it on all that a reader has unlocked.

`change()` works in place; whoever calls it stands inside a savepoint and rolls it back.
"""

import random
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.db.models.fields.related import ForeignKey
from django.utils import timezone

from gate.reader import Reader
from gate.sealed import SealedTextField
from spoilers.models import Echo
from tests.canaries import canary

from .keys import renumber
from .knowledge import Knowledge
from .new_rows import add
from .rows import Cell, Rows, content_models, gated, read
from .shuffle import shuffled

#: The ways in which a twin differs: all secret texts; no row that the reader may not know of;
#: one such row of each kind; very many; and all else that is secret, such as dates and order.
VARIANTS = ("texts", "none", "one", "many", "order")
MANY = 500
#: All differences in one twin, for the fast run.
AT_ONCE = "at once"


def change(reader: Reader, variant: str, then: Reader | None = None) -> None:
    """Turn the database into its twin for `reader`, and for `then`, whom an action makes of them.

    "same" changes nothing: A compared with A must be clean before anything else counts.
    """
    rows = read()
    knowledge = knowledge_of(rows, reader, then)
    if variant != "same":
        _rewrite_history()
    match variant:
        case "same":
            pass
        case "texts":
            _write(_new_texts(rows, lambda cell: cell not in knowledge.cells))
        case "none":
            _remove_unknown(rows, knowledge)
        case "one":
            _remove_unknown(rows, knowledge)
            add(1, rows, knowledge)
        case "many":
            add(MANY, rows, knowledge)
        case "order":
            _write(shuffled(rows, knowledge))
            renumber()
        case "at once":
            _write(_new_texts(rows, lambda cell: cell not in knowledge.cells))
            _write(shuffled(rows, knowledge))
            add(MANY // 10, rows, knowledge)
            renumber()
        case _:
            raise ValueError(f"{variant!r} is none of {VARIANTS}")


def _rewrite_history() -> None:
    """What editors did, in the admin's log: nobody's but theirs, whatever a twin differs in."""
    newest = LogEntry.objects.first()
    for entry in LogEntry.objects.all():
        entry.object_repr, entry.action_time = canary(), timezone.now()
        entry.save()
    if newest:
        newest.delete()


def change_open(reader: Reader) -> None:
    """The third twin: it differs in every sealed text that is open to `reader`."""
    rows = read()
    knowledge = Knowledge(rows, reader)
    _write(_new_texts(rows, lambda cell: cell in knowledge.cells and is_sealed(cell)))


def knowledge_of(rows: Rows, reader: Reader, then: Reader | None = None) -> Knowledge:
    knowledge = Knowledge(rows, reader)
    return knowledge if then in (None, reader) else knowledge.or_of(Knowledge(rows, then))


Changes = dict[Cell, Any]


def _new_texts(rows: Rows, chosen: Any) -> Changes:
    changes = {}
    for model, table in rows.tables.items():
        columns = [field for field in content_models()[model]._meta.concrete_fields if _text(field)]
        for pk in table:
            for field in columns:
                cell = Cell(model, pk, field.column)
                if chosen(cell):
                    changes[cell] = _new_text(field, pk, table[pk][field.column])
    return changes


def _text(field: models.Field) -> bool:
    """Holds words; of the columns with choices only those that are sealed."""
    is_text = isinstance(field, models.CharField | models.TextField)
    return is_text and (not field.choices or isinstance(field, SealedTextField))


def is_sealed(cell: Cell) -> bool:
    return cell.column.startswith(SealedTextField.prefix)


def _new_text(field: models.Field, pk: int, old: str) -> str:
    """Of another length, and in some rows nothing at all where nothing is allowed."""
    if field.choices:
        others = [
            value for value, _label in field.choices if value not in (old, Echo.Claim.INTENDED)
        ]
        return others[pk % len(others)]
    if isinstance(field, models.CharField):  # labels, names, slugs, keys, public ids
        return (
            f"{canary()}"[: field.max_length] if field.name != "public_id" else field.get_default()
        )
    if field.blank and old and pk % 3 == 0:
        return ""
    if "url" in field.name:
        return f"https://example.org/{canary()}/{canary()}"
    # The bracket keeps a bracketed quote valid.
    return " ".join([f"Quite [another] text, {canary()}."] * random.choice((1, 2, 6, 60)))


def _remove_unknown(rows: Rows, knowledge: Knowledge) -> None:
    """All rows that the reader may not know of, except where a known row cannot do without."""
    loose = {("Echo", "proof_id")}
    kept = set(knowledge.known)
    waiting = list(kept)
    while waiting:
        model, pk = waiting.pop()
        for field in _foreign_keys(model):
            target = (field.related_model.__name__, rows[model][pk][field.column])
            needed = target[1] and target[0] in rows.tables and (model, field.column) not in loose
            if needed and target not in kept:
                kept.add(target)
                waiting.append(target)
    for model in filter(gated, rows.tables):
        # What stays needs its whole requirement, or it would open.
        for pk, further in rows[f"{model}Requirement"].items():
            if (model, further["item_id"]) in kept:
                kept.add((f"{model}Requirement", pk))
    _unprove(rows, kept)
    for model in reversed(_in_order_of_reference()):
        gone = [pk for pk in rows[model] if (model, pk) not in kept]
        _run_many(f"DELETE FROM {_table(model)} WHERE id = %s", [(pk,) for pk in gone])


def _unprove(rows: Rows, kept: set[tuple[str, int]]) -> None:
    """An echo whose evidence goes is no longer said to be intended."""
    changes: Changes = {}
    for pk, row in rows["Echo"].items():
        if row["proof_id"] and ("Evidence", row["proof_id"]) not in kept:
            changes[Cell("Echo", pk, "sealed_claim")] = Echo.Claim.LIKENESS.value
            changes[Cell("Echo", pk, "proof_id")] = None
    _write(changes)


def _foreign_keys(model: str) -> list[ForeignKey]:
    return [f for f in content_models()[model]._meta.concrete_fields if isinstance(f, ForeignKey)]


def _in_order_of_reference() -> list[str]:
    """Models after those that they point at; an echo's proof points the other way."""
    order: list[str] = []

    def visit(model: str) -> None:
        for field in _foreign_keys(model):
            target = field.related_model.__name__
            if target in content_models() and field.name != "proof" and target != model:
                visit(target)
        if model not in order:
            order.append(model)

    for model in content_models():
        visit(model)
    return order


def _write(changes: Changes) -> None:
    """One statement for the rows of a model that change in the same columns."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for cell, value in changes.items():
        rows.setdefault((cell.model, cell.pk), {})[cell.column] = value
    alike: dict[tuple[str, tuple[str, ...]], list[tuple]] = {}
    for (model, pk), values in rows.items():
        alike.setdefault((model, tuple(values)), []).append((*values.values(), pk))
    for (model, columns), parameters in alike.items():
        assignments = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in columns)
        _run_many(f"UPDATE {_table(model)} SET {assignments} WHERE id = %s", parameters)


def _run_many(statement: str, parameters: list[tuple]) -> None:
    if parameters:
        with connection.cursor() as cursor:
            cursor.executemany(statement, parameters)


def _table(model: str) -> str:
    return connection.ops.quote_name(content_models()[model]._meta.db_table)
