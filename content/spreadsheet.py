"""Films, credits and quotes as tables for a spreadsheet, and back into content files.

What is loaded from a table goes the way of all content files: a row is an entry, and a column one of
its fields. A column that is left out leaves its field alone; an empty cell takes it away.
"""

import csv
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any, NamedTuple

import tomli_w
from django.db import models

from gate.models import new_public_id

from .checking import did_you_mean
from .format import CREDIT, DRAFT, EXISTENCE, FILES, FILM, FILM_LISTS, LIVE_FROM, QUOTE, Kind
from .reading import ContentError, Folder

#: A cell that begins so is a formula to some spreadsheet, also as these are written in Japanese.
FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
#: In front of such a text, and of one that begins with it: what comes back loses one.
MARK = "'"
DELIMITERS = ",;\t"
#: Far more than any table has: to say what is wrong with each takes time.
MOST_COLUMNS = 100
NO_TABLE = "This is no table of films, credits or quotes: its first line names their columns."


class Sheet(NamedTuple):
    """A kind of entry that has a table, and the file in which its entries stand."""

    kind: Kind
    file: str
    #: The column that says what a row is part of; none where a row says so itself.
    within: str
    #: By which columns the table is known.
    known_by: frozenset[str]

    @property
    def name(self) -> str:
        return self.kind.table

    @property
    def columns(self) -> list[str]:
        return [*([self.within] if self.within else []), *self.kind.fields]


SHEETS = (
    Sheet(FILM, "universe.toml", "universe", frozenset({"universe", "slug"})),
    Sheet(CREDIT, "people.toml", "", frozenset({"film", "person", "job"})),
    Sheet(QUOTE, "interviews.toml", "interview", frozenset({"interview", "speaker"})),
)

type Data = dict[str, Any]


def written(sheet: Sheet, folders: Iterable[Folder]) -> bytes:
    """The table of all such entries in these content files, which spreadsheets know for UTF-8."""
    text = StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    table.writerow(sheet.columns)
    for folder in folders:
        for within, entry in _entries(sheet, folder):
            said = entry | {"uid": _uid(sheet, entry)} | ({sheet.within: within} if within else {})
            table.writerow(_cell(said.get(column, "")) for column in sheet.columns)
    return text.getvalue().encode("utf-8-sig")


def read(data: bytes, folders: list[Folder]) -> list[Folder]:
    """The content files that say what a table says; `folders` are those of all content that is there.

    Raises ContentError where it is no such table, or a row is part of nothing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(["This is not UTF-8 text: save the table as “CSV UTF-8”."]) from error
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ContentError([f"This is no table: {error}."]) from error
    header, *cells = rows or [[]]
    sheet = next((one for one in SHEETS if one.known_by <= set(header)), None)
    if sheet is None:
        raise ContentError([NO_TABLE])
    return _Reading(sheet, folders).folders(_checked(sheet, header, cells))


def _checked(sheet: Sheet, header: list[str], cells: list[list[str]]) -> Iterator[tuple[int, Data]]:
    """The filled rows, by their numbers, as text by column."""
    if len(header) > MOST_COLUMNS:
        raise ContentError(
            [f"There are {len(header)} columns; at most {MOST_COLUMNS} are looked at."]
        )
    errors = [
        f"{name}: unknown column{did_you_mean(name, sheet.columns)}"
        for name in header
        if name not in sheet.columns
    ]
    errors += [f"{name}: is there twice" for name, met in Counter(header).items() if met > 1]
    errors += [
        f"row {number}: has {len(row)} cells, and there are {len(header)} columns"
        for number, row in enumerate(cells, start=2)
        if row and len(row) != len(header)
    ]
    if errors:
        raise ContentError(errors)
    for number, row in enumerate(cells, start=2):
        if any(cell.strip() for cell in row):
            yield number, dict(zip(header, map(_text, row), strict=True))


class _Reading:
    """Puts entries into files beside what else must stand there: universes and interviews."""

    def __init__(self, sheet: Sheet, folders: list[Folder]) -> None:
        self.sheet = sheet
        self.found: dict[str, tuple[str, Data]] = {}
        self.wholes: dict[str, tuple[str, Data]] = {}
        self.universes = {one.name: _tables(one, "universe.toml")["universe"] for one in folders}
        for folder in folders:
            for within, entry in _entries(sheet, folder):
                self.found[_uid(sheet, entry)] = (within, entry)
            for interview in _tables(folder, "interviews.toml").get("interviews", []):
                self.wholes[interview["slug"]] = (folder.name, interview | {"quotes": []})

    def folders(self, rows: Iterable[tuple[int, Data]]) -> list[Folder]:
        tables: dict[str, dict[str, list[Data]]] = {}
        places: dict[str, dict[str, int]] = {}
        errors = []
        for number, cells in rows:
            name = cells.get("uid") or cells.get(self.sheet.kind.named_by, "")
            known, before = self.found.get(name, ("", {}))
            within = cells.pop(self.sheet.within, "") or known
            entry = _changed(self.sheet.kind, before, cells)
            place = self._place(within)
            if place is None:
                errors.append(f"row {number}: {self.sheet.within}: unknown: “{within}”")
            elif known and known != within:
                errors.append(f"row {number}: {self.sheet.within}: stays as it is: “{known}”")
            else:
                universe, whole = place
                where = self._put(tables.setdefault(universe, {}), whole, entry)
                there = f"{universe}/{self.sheet.file}, {where}"
                places.setdefault(universe, {})[there] = number
        if errors:
            raise ContentError(errors)
        return [self._folder(name, found, places[name]) for name, found in tables.items()]

    def _place(self, within: str) -> tuple[str, Data | None] | None:
        """In the files of which universe, and in which interview, if in any."""
        if self.sheet.kind is QUOTE:
            return self.wholes.get(within)
        if self.sheet.kind is FILM:
            return (within, None) if within in self.universes else None
        return next(((universe, None) for universe in self.universes), None)

    def _put(self, tables: dict[str, list[Data]], whole: Data | None, entry: Data) -> str:
        """Gives its place in the file, as Entry.place names it."""
        if whole is None:
            entries = tables.setdefault(self.sheet.name, [])
            entries.append(entry)
            return f"{self.sheet.name} {len(entries)}"
        whole["quotes"].append(entry)
        interviews = tables.setdefault("interviews", [])
        if not any(one is whole for one in interviews):
            interviews.append(whole)
        number = next(n for n, one in enumerate(interviews, start=1) if one is whole)
        return f"interviews {number} ({whole['slug']}), quotes {len(whole['quotes'])}"

    def _folder(
        self, universe: str, tables: dict[str, list[Data]], places: dict[str, int]
    ) -> Folder:
        files: dict[str, Data] = {name: {} for name in FILES}
        files["universe.toml"]["universe"] = self.universes[universe]
        files[self.sheet.file] |= tables
        return Folder(universe, {name: tomli_w.dumps(file) for name, file in files.items()}, places)


def _entries(sheet: Sheet, folder: Folder) -> Iterator[tuple[str, Data]]:
    """What each is part of, by name, and the entry."""
    tables = _tables(folder, sheet.file)
    if sheet.kind is QUOTE:
        for interview in tables.get("interviews", []):
            yield from ((interview["slug"], one) for one in interview.get("quotes", []))
    else:
        within = folder.name if sheet.kind is FILM else ""
        yield from ((within, one) for one in tables.get(sheet.name, []))


def _tables(folder: Folder, file: str) -> dict[str, Any]:
    return tomllib.loads(folder.texts[file] or "")


def _uid(sheet: Sheet, entry: Data) -> str:
    return entry.get("uid") or entry[sheet.kind.named_by]


def _changed(kind: Kind, before: Data, cells: Data) -> Data:
    """The entry as the row says it; a new one has an id of its own."""
    entry = before | {name: _value(kind, name, cell) for name, cell in cells.items() if cell}
    for name in [name for name, cell in cells.items() if not cell]:
        entry.pop(name, None)
    if not entry.get("uid"):
        if uid := before.get("uid"):
            entry["uid"] = uid
        elif kind.named_by == "uid":
            entry["uid"] = new_public_id()
    return entry


def _cell(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return " ".join(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
    text = str(value)
    return f"{MARK}{text}" if text.startswith((*FORMULAS, MARK)) else text


def _text(cell: str) -> str:
    """What a cell says, without the mark of a text that could be a formula."""
    text = cell.replace("\r\n", "\n")
    is_marked = text.startswith(MARK) and text[1:].startswith((*FORMULAS, MARK))
    return text[1:] if is_marked else text


def _value(kind: Kind, name: str, cell: str) -> Any:
    """As it stands in content files; a text where it is nothing else, which they then refuse."""
    if name in FILM_LISTS:
        return cell.split()
    if name in (EXISTENCE, DRAFT):
        return {"true": True, "false": False}.get(cell.strip().lower(), cell)
    with suppress(ValueError):
        if name == LIVE_FROM:
            return datetime.fromisoformat(cell)
        column = kind.column(name)
        if isinstance(column, models.DateField):
            return date.fromisoformat(cell)
        if isinstance(column, models.IntegerField):
            return int(cell)
    return cell
