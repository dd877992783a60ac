"""From folders to entries: only the shape of the files, not yet what they say."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .format import FILES, UNIVERSE, Kind, Ref


class ContentError(Exception):
    """All that is wrong with the files, one line each."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(eq=False)
class Entry:
    kind: Kind
    file: str
    number: int
    data: dict[str, Any]
    parent: "Entry | None" = None
    parts: list["Entry"] = field(default_factory=list)
    #: Filled by content/checking.py: what the data says, and the entry's own natural key.
    values: dict[str, Any] = field(default_factory=dict)
    ref: Ref | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where it stands: “john-wick/notes.toml, notes 3”."""
        before = f"{self.parent}, " if self.parent else f"{self.file}, "
        return f"{before}{self.kind.table} {self.number}"

    def __str__(self) -> str:
        return f"{self.place} ({self.ref})" if self.ref and not self.parent else self.place

    def wrong(self, message: str, name: str = "") -> None:
        self.errors.append(f"{name}: {message}" if name else message)

    def with_parts(self) -> Iterator["Entry"]:
        yield self
        for part in self.parts:
            yield from part.with_parts()


def read(paths: Iterable[Path]) -> list[list[Entry]]:
    """The entries of each universe, in the order of the files.

    A path is the folder of one universe, or a folder that holds such folders. Raises
    ContentError where a file cannot be read as what it should be.
    """
    errors: list[str] = []
    universes = [
        list(_universe(folder, errors)) for path in paths for folder in _folders(path, errors)
    ]
    if errors:
        raise ContentError(errors)
    return universes


def _folders(path: Path, errors: list[str]) -> list[Path]:
    if any(path.glob("*.toml")):
        return [path.resolve()]
    found = sorted(file.parent for file in path.glob("*/universe.toml"))
    if not found:
        errors.append(f"{path}: no universe here; expected folders with {', '.join(FILES)}")
    return found


def _universe(folder: Path, errors: list[str]) -> Iterator[Entry]:
    for name in sorted(file.name for file in folder.glob("*.toml") if file.name not in FILES):
        errors.append(f"{folder.name}/{name}: unknown file; expected {', '.join(FILES)}")
    for name, kinds in FILES.items():
        file = f"{folder.name}/{name}"
        try:
            tables = tomllib.loads((folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            errors.append(f"{file}: missing")
        except UnicodeDecodeError:
            errors.append(f"{file}: not UTF-8 text")
        except tomllib.TOMLDecodeError as error:
            errors.append(f"{file}: {error}")
        else:
            yield from _entries(file, tables, kinds, errors)


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


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)
