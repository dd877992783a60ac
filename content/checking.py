"""From entries to values that fit the models, or to messages for whoever wrote the files.

No message repeats the text of a field: the files hold what spoils.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from django.db import models

from .format import EXISTENCE, FILM, FILM_LISTS, KIND_OF, Kind, Ref
from .reading import Entry

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


class Wrong(Exception):
    """A value that cannot stand in its field."""


def check(universes: list[list[Entry]]) -> dict[Ref, Entry]:
    """Fill `values` and `ref` of every entry, or its `errors`. Returns the entries by key."""
    entries: dict[Ref, Entry] = {}
    counted: Counter = Counter()
    for universe in universes:
        for entry in _flat(universe):
            _read_values(entry)
            _read_requirement(entry)
            if entry.kind is FILM:
                entry.values["universe"] = universe[0].ref
            if entry.kind.has_position:
                entry.values["position"] = _position(entry, counted)
            entry.ref = _own_ref(entry)
            if entry.ref in entries:
                entry.wrong(f"stands here a second time, after {entries[entry.ref].place}")
            elif entry.ref:
                entries[entry.ref] = entry
    for universe in universes:
        for entry in _flat(universe):
            _check_references(entry, entries)
    return entries


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


def _position(entry: Entry, counted: Counter) -> int:
    if entry.parent:
        return entry.number
    within = (entry.kind, *map(entry.values.get, entry.kind.counted_within))
    counted[within] += 1
    return counted[within]


def _own_ref(entry: Entry) -> Ref | None:
    values = {**entry.values}
    if entry.parent:
        values[entry.parent.kind.model._meta.model_name] = entry.parent.ref
    needed = [name for name in entry.kind.key if entry.kind.fields.get(name, True)]
    if not needed or any(values.get(name) is None for name in needed):
        return None
    return Ref(entry.kind, tuple(map(values.get, entry.kind.key)))


def _check_references(entry: Entry, entries: dict[Ref, Entry]) -> None:
    for name, ref in references(entry):
        if ref not in entries and not ref.find():
            known = [str(other) for other in entries if other.kind is ref.kind]
            entry.wrong(unknown(ref, known), name)


def unknown(ref: Ref, known: Iterable[str] = ()) -> str:
    paths = [path for path, _value in ref.lookups()]
    rows = ref.kind.model._default_manager.values_list(*paths)
    stored = [" / ".join(map(str, row)) for row in rows]
    noun = ref.kind.model._meta.verbose_name
    return f"unknown {noun} “{ref}”{did_you_mean(str(ref), [*known, *stored])}"


def _parsed(kind: Kind, name: str, value: Any) -> Any:
    if name in FILM_LISTS:
        return _films(value)
    if name == EXISTENCE:
        return _of_type(bool, value)
    return _for_column(kind.column(name), value)


def _films(value: Any) -> list[Ref]:
    films = [_reference(FILM, slug) for slug in _of_type(list, value)]
    if not films:
        raise Wrong("names no film")
    if len(set(films)) < len(films):
        raise Wrong("names a film twice")
    return films


def _for_column(column: models.Field, value: Any) -> Any:
    if column.related_model:
        return _reference(KIND_OF[column.related_model], value)
    if column.choices:
        return _choice([choice for choice, _label in column.flatchoices], value)
    if isinstance(column, models.DateField):
        return _of_type(date, value)
    if isinstance(column, models.IntegerField):
        return _of_type(int, value)
    return _text(value)


def _reference(kind: Kind, value: Any) -> Ref:
    names = kind.referred_by or kind.key
    if len(names) == 1:
        return Ref(kind, (_text(value),))
    if type(value) is not dict or value.keys() != set(names):
        raise Wrong(f"expected {{ {', '.join(f'{name} = …' for name in names)} }}")
    key = zip(kind.key, names, strict=True)
    return Ref(kind, tuple(_for_column(kind.column(own), value[name]) for own, name in key))


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


def _of_type(expected: type, value: Any) -> Any:
    # Not isinstance: true is no number, and a date with a time is no date.
    if type(value) is not expected:
        raise Wrong(f"expected {NAMES[expected]}, found {NAMES[type(value)]}")
    return value
