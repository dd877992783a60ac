"""Loads content files into the database, all or nothing.

An entry that is there already, by its natural key, is left as it is, with all its parts: what
an editor changed or removed stays so. Only what is missing is added.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from gate.models import Stamp
from gate.sealed import SealedField

from .checking import check, references, unknown
from .format import ECHO, EXISTENCE, FILM_LISTS, IN_ORDER_OF_WRITING, Kind, Ref
from .reading import ContentError, Entry, read

STARTER = Path(__file__).parent / "starter"


@dataclass
class Loaded:
    """What happened to the entries of one universe."""

    universe: str
    added: Counter[Kind] = field(default_factory=Counter)
    there: Counter[Kind] = field(default_factory=Counter)


@transaction.atomic
def load(*paths: Path) -> list[Loaded]:
    """Load the universes in these folders. Raises ContentError with all that is wrong."""
    universes = read(paths)
    writer = Writer(check(universes))
    universes.sort(key=lambda entries: entries[0].values.get("position", 0))
    results = [(entries, Loaded(str(entries[0].values.get("name")))) for entries in universes]
    for kind in IN_ORDER_OF_WRITING:
        for entries, loaded in results:
            for entry in entries:
                if entry.kind is kind:
                    writer.write(entry, loaded)
    if errors := [line for entries in universes for entry in entries for line in _errors(entry)]:
        raise ContentError(errors)
    return [loaded for _entries, loaded in results]


class Writer:
    """Writes entries whose references are written already.

    It goes on past a wrong entry, so that all errors show at once; the caller rolls back.
    """

    def __init__(self, entries: dict[Ref, Entry]) -> None:
        self.entries = entries
        self.items: dict[Ref, models.Model | None] = {}
        self.left_alone: set[Entry] = set()

    def write(self, entry: Entry, loaded: Loaded) -> None:
        if entry.ref and self.item(entry.ref):
            self.left_alone.add(entry)
            loaded.there[entry.kind] += 1
        elif self._add(entry):
            loaded.added[entry.kind] += 1

    def item(self, ref: Ref) -> models.Model | None:
        if ref not in self.items:
            self.items[ref] = ref.find()
        return self.items[ref]

    def _add(self, entry: Entry, **parent: models.Model | None) -> models.Model | None:
        item = None if entry.errors else self._saved(entry, parent)
        name = entry.kind.model._meta.model_name
        parts = [self._add(part, **{name: item}) for part in entry.parts]
        if item and entry.kind is ECHO and all(parts):
            _publish(entry, item)
        if item and entry.ref:
            self.items[entry.ref] = item
        return item

    def _saved(self, entry: Entry, parent: dict[str, Any]) -> models.Model | None:
        attributes = self._attributes(entry) | parent
        lost = {name for name, value in attributes.items() if value is None}
        item = entry.kind.model(**attributes)
        # The requirement follows from the entry, once all is well.
        for name, message in _objections(item, exclude=lost | {"requirement"}):
            entry.wrong(message, name)
        if not self._has_all_references(entry) or lost or entry.errors:
            return None
        if entry.kind.stamps:
            item.spoil(*(self.item(film) for film in _spoiled(entry)))
        item.save(force_insert=True)
        self._add_coverage(entry, item)
        return item

    def _has_all_references(self, entry: Entry) -> bool:
        missing = [(name, ref) for name, ref in references(entry) if not self.item(ref)]
        for name, ref in missing:
            # What could not be written has told why. Not so a part that an editor took out
            # of an entry that is there.
            if self.entries[ref].parent in self.left_alone:
                entry.wrong(unknown(ref), name)
        return not missing

    def _attributes(self, entry: Entry) -> dict[str, Any]:
        attributes = {
            entry.kind.column(name).name: self.item(value) if isinstance(value, Ref) else value
            for name, value in entry.values.items()
            if name not in (*FILM_LISTS, EXISTENCE)
        }
        if entry.kind.stamps:
            attributes["stamp"] = _stamp(entry)
        return attributes

    def _add_coverage(self, entry: Entry, item: models.Model) -> None:
        for film in entry.values.get("films", []):
            item.coverage.create(film=self.item(film))


def _stamp(entry: Entry) -> Stamp:
    if "spoils" in entry.kind.fields and "spoils" not in entry.values:
        return Stamp.NOTHING
    if entry.values.get(EXISTENCE) or Stamp.TEXT not in entry.kind.stamps:
        return Stamp.EXISTENCE
    return Stamp.TEXT


def _spoiled(entry: Entry) -> list[Ref]:
    """The films that the entry names; the one that it is part of counts by itself."""
    return entry.values.get("spoils") or entry.values.get("also_spoils") or []


def _objections(item: models.Model, exclude: set[str]) -> Iterator[tuple[str, str]]:
    """What the model has against this row: field, as the files call it, and message."""
    try:
        item.full_clean(exclude=exclude, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                yield _name_in_files(item, name), message
        exclude = exclude | error.message_dict.keys() - {NON_FIELD_ERRORS}
    for constraint in item._meta.constraints:
        try:
            constraint.validate(type(item), item, exclude=exclude)
        except ValidationError as error:
            names = [_name_in_files(item, name) for name in _columns(constraint)]
            yield ", ".join(names), " ".join(error.messages)


def _columns(constraint: models.BaseConstraint) -> list[str]:
    if isinstance(constraint, models.CheckConstraint):
        return sorted(constraint.condition.referenced_base_fields)
    return list(constraint.fields)


def _name_in_files(item: models.Model, name: str) -> str:
    if name == NON_FIELD_ERRORS:
        return ""
    column = item._meta.get_field(name)
    return column.opens_as if isinstance(column, SealedField) else column.name


def _publish(entry: Entry, echo: models.Model) -> None:
    try:
        echo.publish()
    except ValidationError as error:
        entry.wrong(" ".join(error.messages), "claim, evidence")


def _errors(entry: Entry) -> Iterable[str]:
    for part in entry.with_parts():
        for message in part.errors:
            yield f"{part}: {message}"
