"""Two rows that are one: what points at the one that goes points at the one that stays.

It follows the foreign keys of all models and knows none by name. Whatever stands in the way is told
before anything is done; what stands on both already is dropped, where it is the same in all but its
place. No reader comes to read more (`_opened`); what readers themselves have marked is left to the
package that keeps it (`movers`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError

from gate.publishing import Publishable
from gate.slugs import FormerSlugsField, join, split
from gate.sorting import KeyField
from gate.texts import listing

from .kept import MADE_ANEW, as_stored, whole
from .opened import FOLLOWS, plain
from .pointing import (
    Mover,
    is_known_by_others,
    is_known_to_all,
    is_named,
    is_needed,
    movers,
    naming,
    pointing_at,
    sealed_by,
)
from .positions import FIELD as POSITION
from .positions import beside, next_position
from .versions import FILM, called

#: So many rows are moved at once.
MOST = 500
TOO_MANY = f"More than {MOST} rows point at “{{}}”: somebody who runs the site has to do this."
OTHERWISE = "They differ in “{}”: make them alike first, if they are one."
BOTH = "{} “{}” stands on both, and is not the same there: make the two alike first, or delete one."
HAS_PARTS = "{} “{}” stands on both, and has parts of its own: make it one first."
WRONG = "{} “{}” would be wrong: {}"
SEALS = (
    "“{0}” seals something, which whoever has seen “{1}” would read without a mark of “{0}”. Merge the "
    "other way round."
)
BOTH_SEAL = (
    "Both films seal something, and a mark is of one of them: whoever has marked “{1}” alone would read "
    "what “{0}” seals, and no mark in a cookie can be taken back. Let what “{0}” seals, {2}, spoil “{1}” "
    "instead, each in its own form, which says whom that lets in; then merge."
)
LESS_KNOWN = (
    "Not every reader knows of “{1}”, and some know of “{0}”: these would read what is written of the "
    "other."
)
OTHER_WAY = "Merge the other way round."
OTHER_WAY_OR_ALIKE = (
    "Make the two alike first, in all that readers see of them; or, where everybody knows of the one, "
    "let that one stay."
)
PARTS = (
    "{} about “{}” would be read by others than before, since other readers know of “{}”. Look at "
    "it first, and move it in its own form."
)
ADDRESS = "The address of “{}” leads to “{}” from then on."
NO_ADDRESS = "The address of “{}” leads nowhere any more: not everybody may know that it was one."


NOT_MET = (
    "Readers meet “{1}”, and “{0}” later or not at all: they would meet what hangs on it. Publish "
    "this one first, or withdraw the other."
)


class Moved(NamedTuple):
    """A row as it will be, and the columns that change; it is not saved yet."""

    row: models.Model
    columns: tuple[str, ...]


@dataclass
class Plan:
    """What a merge would do, and why it is not done: nothing is written to find out."""

    goes: models.Model
    stays: models.Model
    #: Columns in which both must be alike.
    within: tuple[str, ...] = ()
    moved: list[Moved] = field(default_factory=list)
    #: Rows of the one that goes which stand on the other already.
    dropped: list[models.Model] = field(default_factory=list)
    #: Sentences for editors; where there are any, nothing is done.
    reasons: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        #: Else the old address would tell everybody that there was such a thing. Not to be asked
        #: once something has moved.
        self.keeps_address = is_known_to_all(self.goes) and is_known_to_all(self.stays)
        self.reasons += self._unlike()
        for row, columns in self._pointing():
            self._move(row, columns)
        self.reasons += self._opened()

    @property
    def rows(self) -> list[models.Model]:
        """All that it changes, with both."""
        found = [self.goes, self.stays, *(one.row for one in self.moved), *self.dropped]
        return sorted(found, key=lambda row: (row._meta.label, row.pk))

    @property
    def sentences(self) -> list[str]:
        """What becomes of its address, and of what is no row of content."""
        told = []
        if former_slugs(self.goes):
            told.append(
                (ADDRESS if self.keeps_address else NO_ADDRESS).format(self.goes, self.stays)
            )
        return told + [one for mover in self._movers for one in mover.tell(self.goes, self.stays)]

    def carry_out(self, keep_first: Callable[[models.Model], None]) -> None:
        """Moves and deletes; `keep_first` is called with each row before that is deleted.

        It belongs in a transaction. Raises a DatabaseError, ProtectedError or RestrictedError where
        it is not possible.
        """
        for row, columns in self.moved:
            row.save(update_fields=columns)
        for row in self.dropped:
            keep_first(row)
            row.delete()
        for mover in self._movers:
            mover.move(self.goes, self.stays)
        slugs = former_slugs(self.goes) if self.keeps_address else []
        if left := [row for row in whole([self.goes]) if not isinstance(row, MADE_ANEW)][1:]:
            raise ProtectedError("It would take something along.", {*left})
        keep_first(self.goes)
        self.goes.delete()
        if name := next(_columns(self.stays, FormerSlugsField), None):
            former = [*split(getattr(self.stays, name)), *slugs]
            setattr(self.stays, name, join(dict.fromkeys(former)))
            self.stays.save(update_fields=[name])

    def _unlike(self) -> Iterator[str]:
        for name in self.within:
            column: Any = self.goes._meta.get_field(name)
            if getattr(self.goes, column.attname) != getattr(self.stays, column.attname):
                yield OTHERWISE.format(column.verbose_name)

    def _pointing(self) -> list[tuple[models.Model, tuple[str, ...]]]:
        """The rows that point at the one that goes, with the columns that do."""
        found: dict[tuple[type[models.Model], Any], tuple[str, ...]] = {}
        for key in pointing_at(type(self.goes)):
            rows = key.model._base_manager.filter(**{key.name: self.goes.pk}).order_by("pk")
            for pk in rows.values_list("pk", flat=True)[: MOST + 1]:
                found[key.model, pk] = (*found.get((key.model, pk), ()), key.name)
        if len(found) > MOST:
            self.reasons.append(TOO_MANY.format(self.goes))
            return []
        rows = [model(pk=pk) for model, pk in found]
        return [(row, found[type(row), row.pk]) for row in as_stored(rows)]

    def _move(self, row: models.Model, columns: tuple[str, ...]) -> None:
        for column in columns:
            setattr(row, column, self.stays)
        if twin := _twin(row, columns):
            is_same = _values(row) == _values(twin)
            if not is_same or [*whole([row])] != [row]:
                self.reasons.append((HAS_PARTS if is_same else BOTH).format(_kind(row), row))
            else:
                self.dropped.append(row)
            return
        if among := _new_place(row, columns):
            row.position = self._next(row, among)  # type: ignore[attr-defined]
            columns = (*columns, POSITION)
        try:
            row.validate_constraints()
        except ValidationError as error:
            self.reasons.append(WRONG.format(_kind(row), row, " ".join(error.messages)))
        self.moved.append(Moved(row, columns))

    def _next(self, row: models.Model, among: tuple[str, ...]) -> int:
        """After the last of those beside which it will stand, and of those that came before it."""
        values = {name: getattr(row, name) for name in among}
        places = [
            one.row.position + 1  # type: ignore[attr-defined]
            for one in self.moved
            if type(one.row) is type(row) and POSITION in one.columns
        ]
        return max([next_position(type(row), values), *places])

    def _opened(self) -> Iterator[str]:
        """Why a reader could read or know more than before."""
        if isinstance(self.goes, FILM) and (sealed := listing(sealed_by(self.goes))):
            why = BOTH_SEAL if is_needed(self.stays) else SEALS
            yield why.format(self.goes, self.stays, sealed)
        if _comes_later(self.goes, self.stays):
            yield NOT_MET.format(self.goes, self.stays)
        if not is_known_by_others(self.goes):
            return
        if self.keeps_address or self._read_alike():
            return
        if not is_known_to_all(self.stays) and is_named(self.goes):
            way = OTHER_WAY if former_slugs(self.goes) else OTHER_WAY_OR_ALIKE
            yield f"{LESS_KNOWN.format(self.goes, self.stays)} {way}"
        elif is_named(self.stays):
            # What hangs on it, and is read by who knows of it.
            names = {(other, name) for other, name in naming(type(self.goes))}
            hangs = [
                one.row
                for one in self.moved
                if any(
                    (type(one.row), name) not in names for name in one.columns if name != POSITION
                )
            ]
            for row in hangs:
                yield PARTS.format(_kind(row), self.goes, self.stays)

    def _read_alike(self) -> bool:
        """It makes no difference to a reader which of the two they are shown: no address tells."""
        if former_slugs(self.goes):
            return False
        one, other = (_values(row) for row in as_stored([self.goes, self.stays]))
        return one == other

    @cached_property
    def _movers(self) -> "list[Mover]":
        return [mover for mover in movers if mover.of is None or isinstance(self.goes, mover.of)]


def former_slugs(row: models.Model) -> list[str]:
    """What its address was, and is."""
    name = next(_columns(row, FormerSlugsField), None)
    return [*split(getattr(row, name)), row.slug] if name else []  # type: ignore[attr-defined]


def _kind(row: models.Model) -> str:
    return called(row._meta, 1).capitalize()


def _columns(row: models.Model, kind: type[models.Field]) -> Iterator[str]:
    return (one.name for one in row._meta.concrete_fields if isinstance(one, kind))


def _unique(row: models.Model, columns: tuple[str, ...]) -> Iterator[models.UniqueConstraint]:
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and {*columns} & {*constraint.fields}:
            yield constraint


def _comes_later(one: models.Model, other: models.Model) -> bool:
    """Readers meet `other` while they do not meet `one`, now or at some time."""
    if not isinstance(one, Publishable) or one.is_live:
        return False
    comes, other_comes = one.live_from, other.live_from  # type: ignore[attr-defined] # its kind
    return other_comes is not None and (comes is None or comes > other_comes)


def _twin(row: models.Model, columns: tuple[str, ...]) -> models.Model | None:
    """What stands in the place of a row already, where that can be but once."""
    for constraint in _unique(row, columns):
        if POSITION in constraint.fields:
            continue
        try:
            constraint.validate(type(row), row)
        except ValidationError:
            stands = {name: getattr(row, name) for name in constraint.fields}
            same = {
                (f"{name}__isnull" if value is None else name): value is None or value
                for name, value in stands.items()
            }
            twin = type(row)._base_manager.filter(**same).exclude(pk=row.pk).first()
            return next(as_stored([twin])) if twin else None
    return None


def _new_place(row: models.Model, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns beside which its position has to be another one; none where it stays."""
    is_placed = any(POSITION in constraint.fields for constraint in _unique(row, columns))
    return (beside(type(row)) or ()) if is_placed else ()


def _values(row: models.Model) -> dict[str, Any]:
    """What a row says, but for its place and its names; what is sealed must be at hand."""
    return {
        one.name: plain(getattr(row, one.attname))
        for one in row._meta.concrete_fields
        if not (one.unique or isinstance(one, KeyField)) and one.name not in (POSITION, *FOLLOWS)
    }
