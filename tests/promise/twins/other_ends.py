"""Where else a row may hang that is known by one of its ends: the other one stays unknown to all.

Known are what it still needs, and so other rows that need just that may stand in the locked one's
place (an echo's other note: which scene it is, in which of the films).
"""

from collections.abc import Sequence

from .knowledge import Both, Knowledge
from .rows import Cell, Key, Row, Rows, content_models, gated
from .writing import attempt


def move_ends(rows: Rows, knowledge: Knowledge) -> None:
    """Every locked end that can lie elsewhere does."""
    candidates = {
        cell: keys
        for model in gated()
        for pk, row in rows[model].items()
        for cell, keys in _other_ends(model, pk, row, rows, knowledge).items()
    }
    if candidates:
        attempt(candidates)


def _other_ends(
    model: str, pk: Key, row: Row, rows: Rows, knowledge: Knowledge
) -> dict[Cell, Sequence[Key]]:
    rule = gated()[model]
    # An action may open the row, and then shows both ends.
    if isinstance(knowledge, Both) or not rule.known_by_any or not knowledge.knows(model, pk):
        return {}
    found = {}
    for name in rule.open_with:
        end = content_models()[model]._meta.get_field(name)
        target, column = end.related_model.__name__, end.column
        if not knowledge.is_open(target, row[column]):
            alike = _turned(_alike(target, row[column], rows, knowledge), int(pk))
            films = rows.required(rows[target][row[column]])
            # Such first as need other films, though none that this reader lacks.
            alike.sort(key=lambda other: rows.required(rows[target][other]) == films)
            found[Cell(model, pk, column)] = alike
    return {cell: keys for cell, keys in found.items() if keys}


def _alike(model: str, key: Key, rows: Rows, knowledge: Knowledge) -> list[Key]:
    def needs(row: Row) -> frozenset[int]:
        return rows.required(row) - knowledge.reader.seen

    return [
        other
        for other, row in rows[model].items()
        if other != key
        and needs(row) == needs(rows[model][key])
        and knowledge.knows(model, other)
        and not knowledge.is_open(model, other)
    ]


def _turned(keys: list[Key], number: int) -> list[Key]:
    start = number % len(keys) if keys else 0
    return keys[start:] + keys[:start]
