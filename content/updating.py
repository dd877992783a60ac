"""What a newer entry changes of a row that is there: the fields that nobody has changed since."""

from collections.abc import Collection, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models

from editing.saying import in_words as in_form
from films.models import Film
from gate.models import Stamp
from gate.opening import Lock, names_of, who_gets_in
from gate.publishing import Publishable, State
from gate.queryset import sealed_fields
from gate.sealed import unseal
from gate.slugs import join, split
from gate.texts import listing
from spoilers.models import Echo

from .format import DRAFT, ECHO, LIVE_FROM, PUBLISHING
from .objections import objections, objections_to_lock
from .prints import REQUIREMENTS, Facts, Prints, facts, facts_of
from .reading import Entry

FORMER = "former_slugs"
#: Where an entry does not say these, they come from elsewhere.
UNSAID = {"position", FORMER}
#: Of these depends who may read an item.
LOCKING = REQUIREMENTS | {"film", "later", "earlier", DRAFT}
SEALED = "what is sealed"
HARMLESS = Lock(Stamp.NOTHING, frozenset())
OPENS = "This opens what is sealed. {} Load with --open to agree."


@dataclass(frozen=True)
class Access:
    """Who may meet a row, and from when on."""

    #: What keeps it closed; None for a draft, which is closed to all, and for what has no lock.
    lock: Lock | None
    #: None for what is there by now.
    begins: datetime | None
    #: Its existence shows by itself. Of an echo only those know who may read one end of it.
    shows: bool

    @classmethod
    def of(cls, row: models.Model) -> Self:
        waits = isinstance(row, Publishable) and not row.is_live
        shows = not isinstance(row, Echo)
        return cls(_lock(row), row.live_from if waits else None, shows)

    def opens_as(self, other: Self) -> bool:
        """With `other` in its place, somebody meets what they could not before, or sooner."""
        if other.lock is None:
            return False
        if self.lock is None or self.lock.opens_as(other.lock):
            return True
        return self.begins is not None and (other.begins is None or other.begins < self.begins)

    def who_gets_in(self, other: Self) -> str:
        closed = Lock(Stamp.EXISTENCE, other.lock.films) if other.shows else other.lock
        return who_gets_in(self.lock or closed, other.lock)


def _lock(row: models.Model) -> Lock | None:
    """What is harmless is closed to nobody, and so is a published interview."""
    if isinstance(row, Publishable) and not row.is_published:
        return None
    if isinstance(row, Echo):
        return row.lock
    if hasattr(row, "stamp"):
        return Lock.of(row) or HARMLESS
    return HARMLESS if isinstance(row, Publishable) else None


@dataclass
class Newer:
    """An entry beside the row that it is about."""

    entry: Entry
    row: models.Model
    #: What the entry says of columns, by their names.
    attributes: dict[str, Any]
    #: The films that it spoils, or that an interview is about.
    films: list[models.Model]
    #: Fields of which the entry says nothing that could be compared.
    unsaid: Set[str]
    #: Of the row as it was loaded; they are brought up to date.
    prints: Prints
    #: It takes on what the files say also where an editor has changed it.
    overwrites: bool = False
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    #: Of what is changed and kept: as it stands in the database, and in the files.
    differences: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Who will meet what they could not before; a sentence, if anybody will.
    opens: str = ""

    def __post_init__(self) -> None:
        self.kind = self.entry.kind
        self.wanted = self.kind.model(pk=self.row.pk, **self.attributes)
        with suppress(ValidationError):  # what is wrong is told once it is to be saved
            self.wanted.clean()
        if FORMER in self.entry.values:
            # They come together: no address is taken away.
            slugs = dict.fromkeys(split(self.row.former_slugs) + split(self.wanted.former_slugs))
            self.wanted.former_slugs = join(slug for slug in slugs if slug != self.row.slug)
        if self.kind.is_publishable:
            self.wanted.state, self.wanted.live_from = self._publishing()

    def compare(self) -> None:
        """Find what is to be changed and what is kept, and bring the prints up to date."""
        prints = self.prints
        there, said = facts_of(self.kind, self.row), self._said()
        if prints.is_new:
            # Where the files leave it to the database, it stands as they say.
            for name in UNSAID & self.unsaid & there.keys() - self.entry.changed:
                prints.take(name, there[name])
        for name in sorted(said.keys() - self.unsaid):
            if said[name] != there[name] and self._is_an_editors(name, there[name]):
                self.kept.append(name)
                self._tell(name)
                continue
            if said[name] != there[name]:
                self.changed.append(name)
                self._tell(name)
            if name not in self.entry.changed:
                prints.take(name, said[name])
            elif said[name] != there[name]:
                prints.drop(name)

    def save(self, may_open: bool, by: str = "") -> None:
        """Write what has changed; or tell the entry what is wrong with it."""
        row, kind = self.row, self.kind
        before = Access.of(row)
        is_decided = DRAFT in self.changed
        if is_decided:
            row.hold_back()  # until all else of it is saved
        elif kind is ECHO:
            row.take_proof()  # what was its proof may be none of what it claims by now
        for column in sealed_fields(kind.model):
            setattr(row, column.name, unseal(getattr(row, column.name)))
        for name in self.changed:
            if name in REQUIREMENTS:
                row.stamp = self.wanted.stamp
            elif name not in ("films", DRAFT):
                attname = kind.column(name).attname
                setattr(row, attname, getattr(self.wanted, attname))
        for name, message in objections(row, exclude={"requirement"}):
            self.entry.wrong(message, name)
        if kind.stamps:
            row.spoil(*self._spoiled())
            for name, message in objections_to_lock(row):
                self.entry.wrong(message, name)
        if self.entry.errors:
            return
        row.save()
        if is_decided:
            publish(self.entry, row, by)
            if DRAFT not in self.entry.changed:
                self.prints.take(DRAFT, facts_of(kind, row)[DRAFT])
        if "films" in self.changed:
            row.coverage.exclude(film__in=self.films).delete()
            for film in self.films:
                row.coverage.get_or_create(film=film)
        after = Access.of(row)
        if before.opens_as(after):
            self.opens = before.who_gets_in(after)
            if not may_open:
                names = [_as_said(self.entry, name) for name in self.changed if name in LOCKING]
                self.entry.wrong(OPENS.format(self.opens), ", ".join(names))

    def _tell(self, name: str) -> None:
        """Note in words what a field held, and what the files say; before it takes that on."""
        kind, row, wanted = self.kind, self.row, self.wanted
        if name in REQUIREMENTS:
            films = {*self.films, *wanted.own_films}
            before, after = _spoils(row, row.required), _spoils(wanted, {film.pk for film in films})
        elif name == "films":
            before, after = (
                listing([str(film) for film in films]) for films in (row.films.all(), self.films)
            )
        elif name == DRAFT:
            before, after = standing(row.state, row.live_from), standing(*self._publishing())
        else:
            before, after = (_words(one, kind.column(name)) for one in (row, wanted))
        self.differences[name] = (before, after)

    def _is_an_editors(self, name: str, value: str) -> bool:
        """Former addresses come together, so nobody's are lost."""
        is_theirs = name != FORMER and not self.prints.fit(name, value)
        return is_theirs and not self.overwrites

    def _publishing(self) -> tuple[State, datetime | None]:
        """What the entry says. Without a moment it leaves to the row since when it is there, if it is."""
        moment = self.entry.values.get(LIVE_FROM)
        if self.entry.state == State.PUBLISHED and not moment and self.row.is_live:
            moment = self.row.live_from
        return self.entry.state, moment

    def _said(self) -> Facts:
        keys = {film.pk for film in self.films}
        is_harmless = self.kind.stamps and self.wanted.stamp == Stamp.NOTHING
        own = {film.pk for film in self.wanted.own_films} if self.kind.stamps else set()
        return facts(self.kind, self.wanted, set() if is_harmless else keys | own, keys)

    def _spoiled(self) -> list[models.Model]:
        if REQUIREMENTS.isdisjoint(self.changed):
            return list(Film.objects.filter(pk__in=self.row.required))
        return self.films


def in_words(entry: Entry, names: list[str]) -> str:
    """“notes low-water/the-ending: label, what is sealed”: which sealed text it is, no list tells."""
    sealed = {column.opens_as for column in sealed_fields(entry.kind.model)}
    plain = [_as_said(entry, name) for name in names if name not in sealed]
    words = plain if len(plain) == len(names) else [*plain, SEALED]
    return f"{entry.kind.table} {entry.uid}: {', '.join(words)}"


def prints_of(entry: Entry, row: models.Model) -> Prints:
    """Those of a row that was just loaded."""
    prints = Prints.read("")
    for name, value in facts_of(entry.kind, row).items():
        if name not in entry.changed:
            prints.take(name, value)
    return prints


def publish(entry: Entry, item: Publishable, by: str = "") -> None:
    """Publish the item, or let it wait, as its entry says; or tell the entry what is missing.

    `by` is the name of who decides so, where it is known.

    Where the entry names the moment, an echo may be published before what it stands on, as nobody
    meets it before: editors withdraw a note of a published echo, and a dump of that is loaded again.
    """
    moment = entry.values.get(LIVE_FROM)
    try:
        if entry.waits or moment:
            item.restore(entry.state, moment, by=by)
        else:
            item.publish(by=by)
    except ValidationError as error:
        is_early = error.error_list[0].code == "unpublished"
        entry.wrong(" ".join(error.messages), "" if is_early else "claim, evidence")


def standing(state: State, moment: datetime | None) -> str:
    """How far something has come on its way to readers, in words."""
    if state == State.PUBLISHED:
        return f"Published from {in_form(moment)} on" if moment else "Published at once"
    return str(State(state).label)


def _spoils(item: models.Model, films: Collection[int]) -> str:
    """What keeps it closed, as the forms have it."""
    stamp = Stamp(item.stamp)
    return str(stamp.label) if stamp == Stamp.NOTHING else f"{stamp.label}: {names_of(films)}"


def _words(item: models.Model, column: models.Field) -> str:
    value = unseal(getattr(item, column.name))
    if column.choices and value:
        return str(dict(column.flatchoices)[value])
    return "" if value is None else str(value)


def _as_said(entry: Entry, name: str) -> str:
    """Of the fields that say when readers meet it, the one that stands in the entry."""
    said = (field for field in PUBLISHING if field in entry.values)
    return next(said, name) if name == DRAFT else name
