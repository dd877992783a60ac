"""Writes the content of the database as files that `load_content` reads.

Loaded into an empty database they bring back the same content, and dumped from there they are the
same byte for byte. Of what is published that takes the moment at which it was, which files written by
hand can leave out. Who decided on it, and when, stays behind.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import tomli_w
from django.db import models

from gate.models import PublicIdField, Stamp
from gate.publishing import State
from gate.sealed import unseal

from .format import (
    DRAFT,
    EDITORS,
    EXISTENCE,
    FILES,
    FILM_LISTS,
    KIND_OF,
    LIVE_FROM,
    STATE,
    UNIVERSE,
    Kind,
)
from .reading import Folder
from .stored import Stored

type Row = models.Model


def dump(folder: Path, all_edited: bool = False) -> list[Path]:
    """Write a folder for each universe into `folder`, and return them.

    Raises NoUniverse, NeverCompared unless `all_edited` (content/stored.py), and FileExistsError
    where such a folder is there.
    """
    written = []
    for universe in dumped(all_edited):
        target = folder / universe.name
        target.mkdir(parents=True)
        for name, text in universe.texts.items():
            (target / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(target)
    return written


def dumped(all_edited: bool = False) -> list[Folder]:
    """The files of each universe, which are called by its slug. Raises NoUniverse, NeverCompared."""
    stored = Stored(all_edited)
    # What is removed is of no universe any more.
    removed = [stored.removed(), *({} for _other in stored.rows[UNIVERSE][1:])]
    return [
        Folder(universe.slug, dict(_files(stored, universe, gone)))
        for universe, gone in zip(stored.rows[UNIVERSE], removed, strict=False)
    ]


def _files(stored: Stored, universe: Row, removed: dict[str, list[str]]) -> Iterator[tuple]:
    for name, kinds in FILES.items():
        rows = [(kind, row) for kind in kinds for row in stored.of(kind, universe)]
        entries = [_entry(stored, kind, row, f"[[{kind.table}]]") for kind, row in rows]
        yield name, "\n".join(entries)
    deeds = {"removed": removed, "changed": stored.changed(universe)}
    if said := {deed: found for deed, found in deeds.items() if found}:
        yield EDITORS, tomli_w.dumps(said, multiline_strings=True)


def _entry(stored: Stored, kind: Kind, row: Row, header: str) -> str:
    """One entry as TOML, with its parts."""
    header = "[universe]" if kind is UNIVERSE else header
    fields = dict(_fields(stored, kind, row))
    parts = [
        _entry(stored, part, found, f"{header[:-2]}.{part.table}]]")
        for part in kind.parts
        for found in stored.parts(part, row)
    ]
    return "\n".join([f"{header}\n{tomli_w.dumps(fields, multiline_strings=True)}", *parts])


def _fields(stored: Stored, kind: Kind, row: Row) -> Iterator[tuple[str, Any]]:
    """What the entry says; of what may be left out, only what does not go without saying."""
    for name, is_required in kind.fields.items():
        value, unsaid = _value(stored, kind, row, name)
        if is_required or value not in unsaid:
            yield name, value


def _value(stored: Stored, kind: Kind, row: Row, name: str) -> tuple[Any, tuple]:
    """The value of a field, and those which it has where the entry does not say it."""
    if name == "uid":
        return row.uid, (getattr(row, kind.named_by),)
    if name in FILM_LISTS:
        return stored.names_of_films(_films(stored, row, name)), ([],)
    if name == EXISTENCE:
        return row.stamp == Stamp.EXISTENCE, (False,)
    if name == DRAFT:
        return row.state == State.DRAFT, (False,)
    if name == STATE:
        return row.state, (State.DRAFT, State.PUBLISHED)
    if name == LIVE_FROM:
        return row.live_from, (None,)
    if name == "position":
        return row.position, (row.position,) if stored.is_counted(kind, row) else ()
    column = kind.column(name)
    value = unseal(getattr(row, column.attname))
    if value is not None and column.related_model:
        value = stored.name(KIND_OF[column.related_model], value)
    if isinstance(value, str) and not isinstance(column, PublicIdField):
        return value, ("", column.get_default())
    return value, (None,)


def _films(stored: Stored, row: Row, name: str) -> Collection[int]:
    match name:
        case "films":
            return stored.talks[row.pk]
        case "also_spoils":
            return row.required - {row.film_id}
    return row.required
