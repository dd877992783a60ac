"""From folders to entries: only the shape of the files, not yet what they say."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gate.models import UID_LENGTH, is_uid
from gate.publishing import State

from .format import ALL, DRAFT, EDITORS, FILES, PUBLISHING, STATE, UNIVERSE, Kind, Ref


class ContentError(Exception):
    """All that is wrong with the files, one line each."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Folder:
    """The files of one universe, wherever they come from."""

    name: str
    #: The text of each file, by its name; None where it is no text.
    texts: Mapping[str, str | None]
    #: Where the texts were made of a table: the number of each row, by the place of its entry.
    rows: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(eq=False)
class Entry:
    kind: Kind
    file: str
    number: int
    data: dict[str, Any]
    parent: "Entry | None" = None
    parts: list["Entry"] = field(default_factory=list)
    #: Filled by content/checking.py: what the data says, and what others call the entry.
    values: dict[str, Any] = field(default_factory=dict)
    ref: Ref | None = None
    #: Where it stands among those with which it is counted, from 1.
    place_in_order: int = 0
    errors: list[str] = field(default_factory=list)
    #: The fields that an editor had changed in the database from which the files were written.
    changed: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """Where it stands: “john-wick/notes.toml, notes 3”."""
        before = f"{self.parent}, " if self.parent else f"{self.file}, "
        return f"{before}{self.kind.table} {self.number}"

    def __str__(self) -> str:
        return f"{self.place} ({self.ref})" if self.ref and not self.parent else self.place

    @property
    def uid(self) -> str:
        return self.values["uid"]

    @property
    def state(self) -> State:
        """The state of what may wait: published, where the entry does not say another one.

        What is part of something that waits, and says nothing itself, waits with it.
        """
        if self.values.get(DRAFT):
            return State.DRAFT
        if self.parent and self.parent.kind.carries_its_parts and not self._says_when:
            return self.parent.state
        return State(self.values.get(STATE, State.PUBLISHED))

    @property
    def _says_when(self) -> bool:
        return any(self.values.get(name) for name in PUBLISHING)

    @property
    def waits(self) -> bool:
        return self.state != State.PUBLISHED

    def wrong(self, message: str, name: str = "") -> None:
        self.errors.append(f"{name}: {message}" if name else message)

    @property
    def key(self) -> tuple[str, str]:
        """What it is remembered by."""
        return (self.kind.table, self.values.get("uid", ""))

    def with_parts(self) -> Iterator["Entry"]:
        yield self
        for part in self.parts:
            yield from part.with_parts()


@dataclass
class Editors:
    """What editors did in the database from which the files were written; by table and uid."""

    removed: set[tuple[str, str]] = field(default_factory=set)
    changed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)


def read(folders: Iterable[Folder]) -> tuple[list[list[Entry]], Editors]:
    """The entries of each universe, in the order of the files; and what editors did.

    Raises ContentError where a file cannot be read as what it should be.
    """
    errors: list[str] = []
    editors = Editors()
    folders = list(folders)
    universes = [list(_universe(folder, errors)) for folder in folders]
    for folder in folders:
        _read_editors(folder, editors, errors)
    if errors:
        raise ContentError(errors)
    return universes, editors


def folders_at(path: Path) -> list[Folder]:
    """That of one universe, or those in a folder that holds such folders. Raises ContentError."""
    if any(path.glob("*.toml")):
        return [_folder(path.resolve())]
    found = sorted(file.parent for file in path.glob("*/universe.toml"))
    if not found:
        expected = ", ".join(FILES)
        raise ContentError([f"{path}: no universe here; expected folders with {expected}"])
    return [_folder(one) for one in found]


def _folder(path: Path) -> Folder:
    return Folder(path.name, {file.name: _text(file) for file in path.glob("*.toml")})


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def _universe(folder: Folder, errors: list[str]) -> Iterator[Entry]:
    for name in sorted(folder.texts.keys() - {*FILES, EDITORS}):
        errors.append(f"{folder.name}/{name}: unknown file; expected {', '.join(FILES)}")
    for name, kinds in FILES.items():
        tables = _tables(folder, name, errors)
        if tables is not None:
            yield from _entries(f"{folder.name}/{name}", tables, kinds, errors)


def _tables(folder: Folder, name: str, errors: list[str]) -> dict[str, Any] | None:
    file = f"{folder.name}/{name}"
    if name not in folder.texts:
        errors.append(f"{file}: missing")
        return None
    text = folder.texts[name]
    if text is None:
        errors.append(f"{file}: not UTF-8 text")
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        errors.append(f"{file}: {error}")
    except ValueError:
        errors.append(f"{file}: a number of too many digits")
    except RecursionError:
        errors.append(f"{file}: lists or tables within each other, too many")
    return None


def _read_editors(folder: Folder, editors: Editors, errors: list[str]) -> None:
    tables = _tables(folder, EDITORS, errors) if EDITORS in folder.texts else {}
    for deed, by_table in (tables or {}).items():
        place = f"{folder.name}/{EDITORS}: {deed}"
        if deed not in ("removed", "changed"):
            errors.append(f"{place}: unknown; expected removed, changed")
        elif not isinstance(by_table, dict):
            errors.append(f"{place}: expected a table")
        else:
            for table, said in by_table.items():
                _read_deed(f"{place}.{table}", deed, table, said, editors, errors)


def _read_deed(
    place: str, deed: str, table: str, said: Any, editors: Editors, errors: list[str]
) -> None:
    kind = next((kind for kind in ALL if kind.table == table), None)
    if kind is None:
        errors.append(f"{place}: unknown; expected {', '.join(kind.table for kind in ALL)}")
    elif deed == "removed" and _is_texts(said) and all(map(_is_uid, said)):
        editors.removed |= {(table, uid) for uid in said}
    elif deed == "removed":
        errors.append(f"{place}: expected a list of uids")
    elif isinstance(said, dict) and all(_is_texts(names) for names in said.values()):
        for uid, names in said.items():
            if unknown := set(names) - kind.fields.keys():
                errors.append(f"{place}.{uid}: unknown field {', '.join(sorted(unknown))}")
            editors.changed[table, uid] = frozenset(names)
    else:
        errors.append(f"{place}: expected a list of fields for each uid")


def _entries(
    file: str, tables: dict[str, Any], kinds: tuple[Kind, ...], errors: list[str]
) -> Iterator[Entry]:
    by_table = {kind.table: kind for kind in kinds}
    if UNIVERSE in kinds:
        # The one entry that stands alone, as a plain table. The films look for it in front.
        tables = {"universe": None} | tables
        tables["universe"] = [tables["universe"]]
    for table, rows in tables.items():
        if rows == [None]:
            errors.append(f"{file}: [{table}]: missing")
        elif table not in by_table:
            errors.append(f"{file}: {table}: unknown; expected {', '.join(by_table)}")
        elif not _is_rows(rows):
            expected = (
                "[universe], once" if table == "universe" else f"[[{table}]], each under its own"
            )
            errors.append(f"{file}: {table}: expected {expected}")
        else:
            for number, row in enumerate(rows, start=1):
                yield _entry(by_table[table], file, number, row)


def _entry(
    kind: Kind, file: str, number: int, data: dict[str, Any], parent: Entry | None = None
) -> Entry:
    entry = Entry(kind, file, number, data, parent)
    for table, part in kind.part_tables.items():
        rows = data.get(table, [])
        if _is_rows(rows):
            entry.parts += [_entry(part, file, n, row, entry) for n, row in enumerate(rows, 1)]
        else:
            entry.wrong(f"write each one under its own [[{kind.table}.{table}]]", table)
    return entry


def _is_uid(text: str) -> bool:
    return len(text) <= UID_LENGTH and bool(is_uid.regex.search(text))


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)
