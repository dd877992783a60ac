"""From entries to values that fit the models, or to messages for whoever wrote the files.

No message repeats the text of a field: the files hold what spoils.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from typing import Any

from django.db import models

from gate.publishing import State

from .format import (
    DRAFT,
    ECHO,
    EXISTENCE,
    FILM,
    FILM_LISTS,
    KIND_OF,
    LIVE_FROM,
    PUBLISHING,
    STATE,
    Kind,
    Ref,
)
from .reading import Editors, Entry

NAMES = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number with decimals",
    date: "a date",
    datetime: "a date with a time",
    time: "a time",
    list: "a list",
    dict: "a table",
}
#: To find what was meant takes time: it is told of so many.
MOST_HINTS = 100
NUL = "\0"


class Wrong(Exception):
    """A value that cannot stand in its field."""


def check(universes: list[list[Entry]], editors: Editors) -> dict[Ref, Entry]:
    """Fill `values` and `ref` of every entry, or its `errors`. Returns the entries by name."""
    entries: dict[Ref, Entry] = {}
    uids: dict[tuple[Kind, str], Entry] = {}
    counted: Counter = Counter()
    for universe in universes:
        for entry in _flat(universe):
            _read_values(entry)
            _read_requirement(entry)
            _read_publishing(entry)
            if entry.kind is FILM:
                entry.values["universe"] = universe[0].ref
            entry.place_in_order = _place(entry, counted)
            if name := entry.values.get(entry.kind.named_by):
                entry.ref = Ref(entry.kind, name)
                entry.values.setdefault("uid", name)
            entry.changed = editors.changed.get(entry.key, frozenset())
            first = _first(entries, entry.ref, entry) or _first(uids, _uid(entry), entry)
            if first:
                entry.wrong(f"stands here a second time, after {first.place}")
    hints = iter(range(MOST_HINTS))
    for universe in universes:
        for entry in _flat(universe):
            _check_references(entry, entries, hints)
            _check_published(entry, entries)
    return entries


def _first(
    found: dict[Any, Entry], name: Ref | tuple[Kind, str] | None, entry: Entry
) -> Entry | None:
    """The one that has this name already; None where it is the first, or has no name."""
    first = found.setdefault(name, entry) if name else entry
    return None if first is entry else first


def _uid(entry: Entry) -> tuple[Kind, str] | None:
    return (entry.kind, entry.uid) if "uid" in entry.values else None


def references(entry: Entry) -> Iterator[tuple[str, Ref]]:
    """What the entry refers to, with the name of the field."""
    for name, value in entry.values.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Ref):
                yield name, item


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean “{close[0]}”?" if close else ""


def _flat(universe: list[Entry]) -> Iterator[Entry]:
    for entry in universe:
        yield from entry.with_parts()


def _read_values(entry: Entry) -> None:
    fields, parts = entry.kind.fields, entry.kind.part_tables
    for name in entry.data:
        if name not in fields and name not in parts:
            entry.wrong(f"unknown field{did_you_mean(name, [*fields, *parts])}", name)
    for name, required in fields.items():
        if name not in entry.data:
            if required:
                entry.wrong("missing", name)
            continue
        try:
            entry.values[name] = _parsed(entry.kind, name, entry.data[name])
        except Wrong as error:
            entry.wrong(str(error), name)


def _read_requirement(entry: Entry) -> None:
    values = entry.values
    if values.get(EXISTENCE) and "spoils" in entry.kind.fields and "spoils" not in values:
        entry.wrong("needs “spoils” beside it", EXISTENCE)
    if {"spoils", "film"} <= values.keys() and values["film"] not in values["spoils"]:
        entry.wrong("must name the film of the entry itself, too", "spoils")


def _read_publishing(entry: Entry) -> None:
    said = [name for name in PUBLISHING if entry.values.get(name)]
    for name in said[1:]:
        entry.wrong(f"cannot stand beside “{said[0]}”", name)


def _place(entry: Entry, counted: Counter) -> int:
    if entry.parent:
        return entry.number
    within = (entry.kind, *map(entry.values.get, entry.kind.counted_within))
    counted[within] += 1
    return counted[within]


def _check_references(entry: Entry, entries: dict[Ref, Entry], hints: Iterator[int]) -> None:
    for name, ref in references(entry):
        if ref not in entries and not ref.find():
            known = [other for other in entries if other.kind is ref.kind]
            hint = _close(ref, known) if next(hints, None) is not None else ""
            entry.wrong(f"unknown {ref.kind.model._meta.verbose_name} “{ref}”{hint}", name)


def _check_published(entry: Entry, entries: dict[Ref, Entry]) -> None:
    """Refuse an echo that readers are to meet now, while these files hold back what it stands on."""
    echo = entry.parent or entry
    if echo.kind is not ECHO or LIVE_FROM in echo.values or echo.waits:
        return
    for name, ref in references(entry):
        if ref in entries and entries[ref].waits:
            entry.wrong(f"“{ref}” is not published, and the echo is", name)


def _close(ref: Ref, known: Iterable[Ref]) -> str:
    names = ref.kind.model._default_manager.values_list(ref.kind.named_by, flat=True)
    return did_you_mean(str(ref), [*map(str, known), *names])


def _parsed(kind: Kind, name: str, value: Any) -> Any:
    if name in FILM_LISTS:
        return _films(value)
    if name in (EXISTENCE, DRAFT):
        return _of_type(bool, value)
    if name == STATE:
        return _choice([State.REVIEW, State.WITHDRAWN], value)
    if name == LIVE_FROM:
        return _moment(value)
    if name in ("uid", kind.named_by):
        return _name(value)
    return _for_column(kind.column(name), value)


def _films(value: Any) -> list[Ref]:
    films = [Ref(FILM, _name(slug)) for slug in _of_type(list, value)]
    if not films:
        raise Wrong("names no film")
    if len(set(films)) < len(films):
        raise Wrong("names a film twice")
    return films


def _for_column(column: models.Field, value: Any) -> Any:
    if column.related_model:
        return Ref(KIND_OF[column.related_model], _name(value))
    if column.choices:
        return _choice([choice for choice, _label in column.flatchoices], value)
    if isinstance(column, models.DateField):
        return _of_type(date, value)
    if isinstance(column, models.IntegerField):
        return _of_type(int, value)
    return _text(value)


def _moment(value: Any) -> datetime:
    """In UTC, whatever the offset in the file."""
    moment = _of_type(datetime, value)
    if moment.tzinfo is None:
        raise Wrong("needs an offset from UTC, such as the Z of 2027-01-05T18:00:00Z")
    if not datetime.min.year < moment.year < datetime.max.year:
        raise Wrong("lies too far away")
    return moment.astimezone(UTC).replace(microsecond=0)


def _choice(choices: list[str], value: Any) -> str:
    if value in choices:
        return value
    hint = did_you_mean(_text(value), choices)
    raise Wrong(f"unknown choice{hint or f'; expected one of {", ".join(choices)}'}")


def _text(value: Any) -> str:
    text = _of_type(str, value).strip()
    if not text:
        raise Wrong("is empty")
    return text


def _name(value: Any) -> str:
    """By which rows are looked for: PostgreSQL cannot be asked for NUL."""
    name = _text(value)
    if NUL in name:
        raise Wrong("holds a character that no name has")
    return name


def _of_type(expected: type, value: Any) -> Any:
    # Not isinstance: true is no number, and a date with a time is no date.
    if type(value) is not expected:
        raise Wrong(f"expected {NAMES[expected]}, found {NAMES[type(value)]}")
    return value
