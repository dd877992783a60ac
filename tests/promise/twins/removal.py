"""A twin without anything that its reader may not know of."""

from .knowledge import Knowledge
from .rows import Cell, Key, Rows, fields
from .writing import attempt, delete


def remove_unknown(rows: Rows, knowledge: Knowledge) -> None:
    """Deletes all rows that are unknown, except where a known row cannot do without."""
    kept = set(knowledge.known)
    waiting = list(kept)
    while waiting:
        needed = _needed(*waiting.pop(), rows, knowledge) - kept
        kept |= needed
        waiting += needed
    for model, table in rows.tables.items():
        delete(model, [pk for pk in table if (model, pk) not in kept])


def _needed(model: str, pk: Key, rows: Rows, knowledge: Knowledge) -> set[tuple[str, Key]]:
    """What this row points at; and the films of a requirement, without which it would open."""
    row = rows[model][pk]
    needed: set[tuple[str, Key]] = set()
    if model == "Requirement":
        films = rows["RequiredFilm"].items()
        needed |= {("RequiredFilm", key) for key, film in films if film["requirement_id"] == pk}
    for field in fields(model):
        if not field.remote_field or row[field.column] is None:
            continue
        target, cell = field.related_model.__name__, Cell(model, pk, field.column)
        if target not in rows.tables or (field.null and _is_cut(cell, knowledge)):
            continue
        needed.add((target, row[field.column]))
    return needed


def _is_cut(cell: Cell, knowledge: Knowledge) -> bool:
    """Where it is secret what a row points at, and it may point at nothing, it comes to."""
    return cell not in knowledge.cells and cell in attempt({cell: [None]})
