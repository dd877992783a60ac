"""What loading files would do, or has done: in words, for the page that asks before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.crypto import salted_hmac

from editing.versions import counted
from gate.sealed import SealedField

from .format import DRAFT, LIVE_FROM, UNIVERSE, Kind
from .loaded import Loaded
from .prints import REQUIREMENTS
from .reading import Entry
from .suspecting import Suspected
from .updating import Newer, standing

#: What fields are called that are no column's.
CALLED = {**dict.fromkeys(REQUIREMENTS, "Spoils"), "films": "Films", DRAFT: "Readers"}


@dataclass(frozen=True)
class Difference:
    """A field, what stands in the database, and what the files say."""

    label: str
    stored: str
    said: str


@dataclass(frozen=True)
class Row:
    """An entry whose row is new, or another one beside the files."""

    kind: str
    name: str
    #: What it is called in the files.
    uid: str
    #: How far it comes on its way to readers, if it is new and may wait.
    standing: str = ""
    changed: tuple[Difference, ...] = ()
    #: As an editor changed it, and so it stays.
    kept: tuple[Difference, ...] = ()
    #: Who will meet of it what they could not before; a sentence.
    opens: str = ""


@dataclass(frozen=True)
class Universe:
    name: str
    new: list[Row] = field(default_factory=list)
    newer: list[Row] = field(default_factory=list)
    #: “12 notes, 1 echo”.
    unchanged: str = ""
    left_out: str = ""
    #: Entries, by table and uid, that are noted as removed, and so stay away from now on.
    removed: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.newer if row.changed]

    @property
    def kept(self) -> list[Row]:
        return [row for row in self.newer if row.kept]

    @property
    def opened(self) -> list[Row]:
        return [row for row in self.newer if row.opens]


@dataclass(frozen=True)
class Warned:
    """A row with words that may give something away, and why."""

    kind: str
    name: str
    sentence: str
    print: str


@dataclass(frozen=True)
class Plan:
    universes: list[Universe]
    warned: list[Warned]
    #: Whether all words were looked at; for many rows that takes too long.
    is_checked: bool

    @classmethod
    def of(cls, results: Iterable[Loaded], found: list[Suspected] | None) -> "Plan":
        """`found` in the words that came in; None where nobody has looked."""
        warned = [
            Warned(_called(row), str(row), one.sentence, one.print) for row, one in found or ()
        ]
        return cls([_universe(one) for one in results], warned, found is not None)

    @property
    def changes_anything(self) -> bool:
        return any(one.new or one.changed or one.removed for one in self.universes)

    @property
    def opened(self) -> list[Row]:
        return [row for one in self.universes for row in one.opened]

    @property
    def summary(self) -> str:
        """“3 new, 2 changed.”: of no entry any word."""
        new = sum(len(one.new) for one in self.universes)
        changed = sum(len(one.changed) for one in self.universes)
        return f"{new} new, {changed} changed."

    @property
    def print(self) -> str:
        """The same for what is in all respects the same plan."""
        return salted_hmac("content.plan", repr(self), algorithm="sha256").hexdigest()


def _universe(loaded: Loaded) -> Universe:
    touched = {id(one.row) for one in loaded.newer if one.changed}
    there = loaded.there.copy()
    there.subtract(one.kind for one in loaded.newer if id(one.row) in touched)
    return Universe(
        loaded.universe,
        [_new(entry, item) for entry, item in loaded.new],
        [_newer(one) for one in loaded.newer],
        counts(there.items()),
        counts(loaded.left_out.items()),
        loaded.removed,
    )


def _new(entry: Entry, item: object) -> Row:
    is_decided = entry.kind.is_publishable
    said = standing(entry.state, entry.values.get(LIVE_FROM)) if is_decided else ""
    return Row(_kind(entry.kind), str(item), entry.uid, said)


def _newer(one: Newer) -> Row:
    changed, kept = (
        tuple(Difference(_label(one.kind, name), *one.differences[name]) for name in names)
        for names in (one.changed, one.kept)
    )
    kind = _kind(one.kind)
    return Row(kind, str(one.row), one.entry.uid, changed=changed, kept=kept, opens=one.opens)


def _kind(kind: Kind) -> str:
    return _called(kind.model)


def _called(model: models.Model | type[models.Model]) -> str:
    return str(model._meta.verbose_name)


def _label(kind: Kind, name: str) -> str:
    """As the forms have it."""
    if name in CALLED:
        return CALLED[name]
    column = kind.column(name)
    return column.opens_as if isinstance(column, SealedField) else str(column.verbose_name)


def counts(numbers: Iterable[tuple[Kind, int]]) -> str:
    """“6 films, 1 echo”; nothing of the universe itself."""
    return ", ".join(
        counted(kind.model._meta, number)
        for kind, number in numbers
        if kind is not UNIVERSE and number > 0
    )
