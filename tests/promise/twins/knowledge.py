"""The oracle: what one reader has unlocked, worked out in plain Python from all rows.

It says for each row whether the reader may know that it is there, and which of its cells are
public or open to this reader. All other cells are secret; the twins (twin.py) differ in them.

It reads what each model declares (`Model.gate`, its stamps, its sealed columns), and asks the gate
nothing: this is the meaning of a declaration written a second time, as a test must. What the
declarations should say is written down by hand in tests/gate.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache

from gate.models import Stamp
from gate.publishing import State
from gate.reader import NOBODY, Reader
from gate.rule import Rule

from .moments import is_past
from .rows import Cell, Key, Row, Rows, content_models, gated, of_editors, sealed, stamps

#: Of a row that shows as locked, sealed columns are secret, and where it is known by any of what
#: it hangs on, also what that is. These are, too; everything else of it is public by decision.
ONCE_OPEN = {
    ("Quote", "fidelity"): "how faithful the words are shows beside them (gate/declassified.py)",
    ("Source", "accessed"): "stands behind the address",
    ("Source", "requirement_id"): "no page says what a headline spoils",
    ("Echo", "proof_id"): "which evidence it is shows among the evidence",
}


@dataclass
class Knowledge:
    rows: Rows
    reader: Reader = NOBODY
    #: Rows of whose existence the reader may know.
    known: set[tuple[str, Key]] = field(default_factory=set)
    #: What the reader has unlocked, or what is public.
    cells: set[Cell] = field(default_factory=set)
    #: The films seen, and those that an item which was revealed gives away.
    spoiled: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self._revealed = self.reader.revealed
        #: Who meets what waits meets what a visitor does, and drafts with their parts.
        visitor = replace(self.reader, meets_waiting=False)
        self.visitor = Knowledge(self.rows, visitor) if self.reader.meets_waiting else None
        self._known: dict[tuple[str, Key], bool] = {}
        self._open: dict[tuple[str, Key], bool] = {}
        self._pointing: dict[tuple[str, str], dict[Key, list[Key]]] = {}
        self.spoiled = self.reader.seen.union(
            *(
                self.rows.required(row)
                for model in gated()
                if stamps(model)
                for pk, row in self.rows[model].items()
                if row.get("public_id") in self._revealed and self.is_open(model, pk)
            )
        )
        for model in self.rows.tables:
            self._look_at(model)
        self._requirements()

    def or_of(self, other: "Knowledge") -> "Knowledge":
        """What is unlocked by the one or by the other: before an action, or after it."""
        return Both(self, other)

    def of(self, rows: Rows) -> "Knowledge":
        """The same knowledge of a copy of the rows, to which a twin may add its own."""
        same = copy(self)
        vars(same).update(rows=rows, _known=dict(self._known), _open=dict(self._open))
        same.visitor = self.visitor and self.visitor.of(rows)
        return same

    def knows(self, model: str, pk: Key | None) -> bool:
        """The reader may know that this row is there."""
        if (model, pk) not in self._known:
            self._known[model, pk] = self.would_know(model, pk, self.rows[model][pk])
        return self._known[model, pk]

    def is_open(self, model: str, pk: Key) -> bool:
        if (model, pk) not in self._open:
            self._open[model, pk] = self.would_open(model, pk, self.rows[model][pk])
        return self._open[model, pk]

    def would_know(self, model: str, pk: Key | None, row: Row) -> bool:
        """Of a row that is there already, or that might be; nothing points at such a one."""
        rule = gated()[model]
        if self.visitor and not rule.known_by_others:
            if self.visitor.would_know(model, pk, row):
                return True
            if not self._waits(model, row):
                return False
        if not self._is_live(model, rule, row):
            return False
        if rule.is_public:
            return True
        if rule.known_by_others:
            return any(self.knows(*other) for other in self._that_name(model, pk))
        on = _on(model, row, rule.open_with)
        if rule.known_by_any:
            known = all(self.knows(*other) for other in on)
            return known and any(self.is_open(*other) for other in on)
        if Stamp.TEXT not in stamps(model):
            return self.would_open(model, pk, row)
        return row["stamp"] == Stamp.TEXT or self.would_open(model, pk, row)

    def would_open(self, model: str, pk: Key | None, row: Row) -> bool:
        rule, visitor = gated()[model], self.visitor
        if visitor and (rule.open_with or stamps(model)):
            if visitor.would_know(model, pk, row) and visitor.would_open(model, pk, row):
                return True
            if not self._waits(model, row):
                return False
        if not self._is_live(model, rule, row):
            return False
        if stamps(model):
            return (
                row["stamp"] == Stamp.NOTHING
                or row.get("public_id") in self._revealed
                or self.rows.required(row) <= self.reader.seen
            )
        if rule.open_with:
            return all(self.is_open(*other) for other in _on(model, row, rule.open_with))
        return self.would_know(model, pk, row)

    def _is_live(self, model: str, rule: Rule, row: Row) -> bool:
        """And known are those that it must be known with."""
        beside = _on(model, row, rule.known_with)
        if rule.live and self.visitor:
            is_live = row["state"] in (State.DRAFT, State.REVIEW)
        elif rule.live and self.reader.meets_drafts:
            is_live = row["state"] != State.WITHDRAWN
        else:
            is_live = not rule.live or is_past(row[rule.live])
        return is_live and all(self.knows(*one) for one in beside)

    def _waits(self, model: str, row: Row) -> bool:
        """A draft, or a part of one."""
        rule = gated()[model]
        if rule.live:
            return row["state"] in (State.DRAFT, State.REVIEW)
        on = _on(model, row, rule.open_with)
        return bool(on) and all(self._waits(name, self.rows[name][pk]) for name, pk in on)

    def _that_name(self, model: str, pk: Key | None) -> Iterable[tuple[str, Key]]:
        """Rows of other models that make this one known, once they are known themselves."""
        for other, rule in gated().items():
            for name in rule.makes_known:
                column, target = _reference(other, name)
                if target == model:
                    for found in self._pointing_by(other, column).get(pk, ()):
                        yield other, found

    def _pointing_by(self, model: str, column: str) -> dict[Key, list[Key]]:
        if (model, column) not in self._pointing:
            found: dict[Key, list[Key]] = {}
            for pk, row in self.rows[model].items():
                found.setdefault(row[column], []).append(pk)
            self._pointing[model, column] = found
        return self._pointing[model, column]

    def _look_at(self, model: str) -> None:
        if content_models()[model]._meta.app_label == "gate":
            return  # requirements: they are public with what has them
        is_public = model not in gated()
        for pk, row in self.rows[model].items():
            if is_public or (self.knows(model, pk) and self.is_open(model, pk)):
                self._know(model, pk, row.keys())
            elif self.knows(model, pk):
                self._know(model, pk, row.keys() - _shown_once_open(model))

    def _requirements(self) -> None:
        shown = {
            self.rows[cell.model][cell.pk][cell.column]
            for cell in self.cells
            if cell.column == "requirement_id"
        }
        for key in shown - {None}:
            self._know("Requirement", key, self.rows["Requirement"][key].keys())
        for pk, row in self.rows["RequiredFilm"].items():
            if row["requirement_id"] in shown:
                self._know("RequiredFilm", pk, row.keys())

    def _know(self, model: str, pk: Key, columns: Iterable[str]) -> None:
        self.known.add((model, pk))
        self.cells.update(Cell(model, pk, column) for column in {*columns} - of_editors(model))


class Both(Knowledge):
    """What is unlocked by the one knowledge or by the other."""

    def __init__(self, one: Knowledge, other: Knowledge) -> None:
        self.rows, self.reader = one.rows, one.reader
        self._either = (one, other)
        self.known = one.known | other.known
        self.cells = one.cells | other.cells
        self.spoiled = one.spoiled | other.spoiled

    def of(self, rows: Rows) -> Knowledge:
        one, other = self._either
        return Both(one.of(rows), other.of(rows))

    def would_know(self, model: str, pk: Key | None, row: Row) -> bool:
        return any(knowledge.would_know(model, pk, row) for knowledge in self._either)


def _on(model: str, row: Row, relations: Iterable[str]) -> list[tuple[str, Key]]:
    """The rows to which these relations lead, as far as they are set."""
    found = (_reference(model, name) for name in relations)
    return [(target, row[column]) for column, target in found if row[column] is not None]


@cache
def _reference(model: str, name: str) -> tuple[str, str]:
    key = content_models()[model]._meta.get_field(name)
    return key.column, key.related_model.__name__


@cache
def _shown_once_open(model: str) -> frozenset[str]:
    rule = gated()[model]
    hangs_on = rule.open_with if rule.known_by_any else ()
    return frozenset(
        [
            *(field.column for field in sealed(model)),
            *(_reference(model, name)[0] for name in hangs_on),
            *(column for other, column in ONCE_OPEN if other == model),
        ]
    )
