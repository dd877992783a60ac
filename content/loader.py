"""Loads content files into the database, all or nothing.

An entry is known by its uid. What is new in the files is added. Of what is there, fields take on
what the files say by now, unless an editor has changed them. What was loaded before and is gone was
removed by an editor, and stays away, with all that refers to it.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import models, transaction

from films.models import Film
from gate.models import Stamp

from .checking import check, references
from .format import ALL, EXISTENCE, FILM_LISTS, IN_ORDER_OF_WRITING, PUBLISHING, Kind, Ref
from .loaded import Limits, Loaded
from .memory import Memory
from .objections import objections, objections_to_lock
from .prints import Prints
from .reading import ContentError, Editors, Entry, Folder, folders_at, read
from .stored import opened_rows
from .updating import UNSAID, Newer, in_words, prints_of, publish

STARTER = Path(__file__).parent / "starter"
TOO_MUCH = (
    "More than {} entries are new, or change something: that is too much at once. Take fewer files, "
    "or have them loaded on the server (manage.py load_content)."
)

type Found = Callable[[Entry, models.Model], None]


def load(*paths: Path, may_open: bool = False) -> list[Loaded]:
    """Load the universes in these folders; see `load_folders`."""
    return load_folders([folder for path in paths for folder in folders_at(path)], may_open)


@transaction.atomic
def load_folders(
    folders: list[Folder],
    may_open: bool = False,
    by: str = "",
    limits: Limits | None = None,
    overwrites: bool = False,
    found: Found = lambda entry, item: None,
) -> list[Loaded]:
    """Load these universes. Raises ContentError with all that is wrong, and changes nothing then.

    What would open a sealed item to more readers is wrong, too, unless it `may_open`. `by` is the
    name of who decides on what is published. Where it `overwrites`, what editors have changed
    becomes what the files say, too. `found` is called with each entry whose row is about to change,
    and the row.
    """
    universes, editors = read(folders)
    number = sum(1 for entries in universes for entry in entries for _one in entry.with_parts())
    if limits and number > limits.entries:
        raise ContentError([f"There are {number} entries; at most {limits.entries} are taken."])
    Film.lock_first()
    writer = Writer(check(universes, editors), editors, may_open, by)
    writer.overwrites = overwrites
    writer.found = found
    if limits:
        writer.most = limits.written
        mistakes = [line for entries in universes for entry in entries for line in _errors(entry)]
        if len(mistakes) > limits.mistakes:
            raise ContentError(mistakes)
    universes.sort(key=lambda entries: entries[0].values.get("position", 0))
    results = [(entries, Loaded(str(entries[0].values.get("name")))) for entries in universes]
    for kind in IN_ORDER_OF_WRITING:
        for entries, loaded in results:
            for entry in entries:
                if entry.kind is kind:
                    writer.write(entry, loaded)
    if errors := [line for entries in universes for entry in entries for line in _errors(entry)]:
        raise ContentError(errors)
    if results:
        results[0][1].removed = writer.memory.newly_removed
    writer.memory.write()
    return [loaded for _entries, loaded in results]


class Writer:
    """Writes entries whose references are written already.

    It goes on past a wrong entry, so that all errors show at once; the caller rolls back.
    """

    def __init__(
        self, entries: dict[Ref, Entry], editors: Editors, may_open: bool, by: str = ""
    ) -> None:
        self.entries = entries
        self.may_open = may_open
        self.by = by
        #: How many entries may be new, or change something; None for any number.
        self.most: int | None = None
        self.written = 0
        self.overwrites = False
        self.found: Found = lambda entry, item: None
        self.items: dict[Ref, models.Model | None] = {}
        self.places = Places()
        self.stored = {kind: _stored(kind, entries.values()) for kind in ALL}
        self.memory = Memory(editors)
        self.gone: set[Ref] = set()

    def write(self, entry: Entry, loaded: Loaded) -> None:
        if item := self._found(entry):
            self._keep(entry, item, loaded)
        elif self._is_gone(entry):
            self._leave_out(entry, loaded)
        else:
            self._add(entry, loaded)

    def item(self, ref: Ref) -> models.Model | None:
        if ref not in self.items:
            entry = self.entries.get(ref)
            self.items[ref] = self._found(entry) if entry else ref.find()
        return self.items[ref]

    def _found(self, entry: Entry) -> models.Model | None:
        return self.stored[entry.kind].get(entry.values.get("uid", ""))

    def _keep(self, entry: Entry, item: models.Model, loaded: Loaded) -> None:
        """As an editor left it, and otherwise as the files say. New parts come to it."""
        loaded.there[entry.kind] += 1
        is_remembered = entry.key in self.memory
        prints = self.memory.meet(entry)
        # What its parts stand on comes before them.
        if entry.kind.carries_its_parts and not entry.errors:
            self._update(entry, item, prints, loaded)
        for part in entry.parts:
            if found := self._found(part):
                self._keep(part, found, loaded)
            elif self._is_gone(part):
                self._leave_out(part, loaded)
            elif not is_remembered:
                # It comes from before uids were kept, and then parts came with it or never.
                for one in part.with_parts():
                    self.memory.meet(one)
                self._leave_out(part, loaded)
            else:
                self.found(entry, item)
                self._add(part, loaded, item)
        if not (entry.kind.carries_its_parts or entry.errors):
            self._update(entry, item, prints, loaded)

    def _update(self, entry: Entry, item: models.Model, prints: Prints, loaded: Loaded) -> None:
        lost = {name for name, ref in references(entry) if not self.item(ref)}
        films = [*_spoiled(entry), *entry.values.get("films", [])]
        newer = Newer(
            entry,
            item,
            {name: value for name, value in self._said(entry).items() if value is not None},
            [film for film in map(self.item, films) if film],
            unsaid=lost | UNSAID - entry.values.keys(),
            prints=prints,
            overwrites=self.overwrites,
        )
        newer.compare()
        if newer.changed:
            self._count()
            self.found(entry, item)
            newer.save(self.may_open, self.by)
        if newer.changed or newer.kept:
            loaded.newer.append(newer)
        loaded.updated += [in_words(entry, newer.changed)] if newer.changed else []
        loaded.kept += [in_words(entry, newer.kept)] if newer.kept else []

    def _is_gone(self, entry: Entry) -> bool:
        """Removed by an editor, or about something that was."""
        needed = {ref for _name, ref in references(entry)}
        return entry.key in self.memory or not self.gone.isdisjoint(needed)

    def _leave_out(self, entry: Entry, loaded: Loaded) -> None:
        for one in entry.with_parts():
            loaded.left_out[one.kind] += 1
            self.gone |= {one.ref} if one.ref else set()

    def _add(
        self, entry: Entry, loaded: Loaded, parent: models.Model | None = None
    ) -> models.Model | None:
        self._count()
        item = None if entry.errors else self._saved(entry, parent)
        if item and entry.ref:
            self.items[entry.ref] = item
            loaded.added[entry.kind] += 1
            loaded.new.append((entry, item))
        if item and entry.kind.carries_its_parts:
            publish(entry, item, self.by)
        whole = True
        for part in entry.parts:
            if self._is_gone(part):
                self._leave_out(part, loaded)
            elif not self._add(part, loaded, item):
                whole = False
        if item and whole and entry.kind.is_publishable and not entry.kind.carries_its_parts:
            publish(entry, item, self.by)
        if item and entry.ref:
            self.memory.meet(entry, prints_of(entry, item))
        return item

    def _count(self) -> None:
        """Raises ContentError past the most that may be written at once."""
        self.written += 1
        if self.most is not None and self.written > self.most:
            raise ContentError([TOO_MUCH.format(self.most)])

    def _saved(self, entry: Entry, parent: models.Model | None) -> models.Model | None:
        attributes = self._attributes(entry, parent)
        lost = {name for name, value in attributes.items() if value is None}
        item = entry.kind.model(**attributes)
        # The requirement follows from the entry, once all is well; a uid that it does not give is
        # its slug, of which one objection is enough.
        beside = {"requirement"} if "uid" in entry.data else {"requirement", "uid"}
        for name, message in objections(item, exclude=lost | beside):
            entry.wrong(message, name)
        has_all = all(self.item(ref) for _name, ref in references(entry))
        if not has_all or lost or entry.errors:
            return None
        if entry.kind.stamps:
            item.spoil(*(self.item(film) for film in _spoiled(entry)))
            for name, message in objections_to_lock(item):
                entry.wrong(message, name)
            if entry.errors:
                return None
        item.save(force_insert=True)
        for film in entry.values.get("films", []):
            item.coverage.create(film=self.item(film))
        return item

    def _attributes(self, entry: Entry, parent: models.Model | None) -> dict[str, Any]:
        attributes = self._said(entry)
        if entry.parent:
            attributes[str(entry.parent.kind.model._meta.model_name)] = parent
        if "position" not in attributes and entry.kind.counted_within:
            within = {name: attributes.get(name) for name in entry.kind.counted_within}
            place = self.places.free(entry.kind.model, within, entry.place_in_order)
            attributes["position"] = place
        return attributes

    def _said(self, entry: Entry) -> dict[str, Any]:
        """What the entry says of columns, by their names; None for what is not to be found."""
        attributes = {
            entry.kind.column(name).name: self.item(value) if isinstance(value, Ref) else value
            for name, value in entry.values.items()
            if name not in (*FILM_LISTS, EXISTENCE, *PUBLISHING)
        }
        if entry.kind.stamps:
            attributes["stamp"] = _stamp(entry)
        return attributes


class Places:
    """Positions among those that are counted together."""

    def __init__(self) -> None:
        self._taken: dict[tuple, set[int]] = {}

    def free(self, model: type[models.Model], within: dict[str, Any], wanted: int) -> int:
        """`wanted`, or behind all others where something stands there already. Takes it."""
        if None in within.values():
            return wanted
        group = (model, *within.values())
        if group not in self._taken:
            rows = model._default_manager.filter(**within).order_by()
            self._taken[group] = set(rows.values_list("position", flat=True))
        taken = self._taken[group]
        place = max(taken) + 1 if wanted in taken else wanted
        taken.add(place)
        return place


def _stored(kind: Kind, entries: Iterable[Entry]) -> dict[str, models.Model]:
    """The items of this kind that are there, by uid."""
    uids = [entry.values["uid"] for entry in entries if entry.kind is kind and entry.ref]
    return opened_rows(kind).select_for_update().in_bulk(uids, field_name="uid")


def _stamp(entry: Entry) -> Stamp:
    if "spoils" in entry.kind.fields and "spoils" not in entry.values:
        return Stamp.NOTHING
    if entry.values.get(EXISTENCE) or Stamp.TEXT not in entry.kind.stamps:
        return Stamp.EXISTENCE
    return Stamp.TEXT


def _spoiled(entry: Entry) -> list[Ref]:
    """The films that the entry names; the one that it is part of counts by itself."""
    return entry.values.get("spoils") or entry.values.get("also_spoils") or []


def _errors(entry: Entry) -> Iterable[str]:
    for part in entry.with_parts():
        for message in part.errors:
            yield f"{part}: {message}"
