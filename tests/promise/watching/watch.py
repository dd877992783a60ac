"""What one request does besides answering: statements, rows that leave the database, log lines."""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.views.debug import ExceptionReporter

from .inputs import reading

#: Named by the connection, anew each time; they say nothing about the request.
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
#: In a query around another one Django numbers the columns.
NUMBERED = re.compile(r'"(\w+)" AS "(col\d+)"')


@dataclass
class Watched:
    statements: list[str] = field(default_factory=list)
    #: Every row that was fetched, as pairs of a column's name and its value.
    rows: list[tuple[tuple[str, object], ...]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    #: What of the request was looked at.
    read: set[str] = field(default_factory=set)

    @property
    def wrote(self) -> list[str]:
        return [statement for statement in self.statements if statement.startswith(WRITES)]

    @property
    def fetched(self) -> str:
        return "\n".join(
            value for row in self.rows for _column, value in row if isinstance(value, str)
        )


class WatchingCursor(CursorWrapper):
    """Notes down every row that is fetched."""

    def __init__(self, cursor, db, watched: Watched) -> None:
        super().__init__(cursor, db)
        self._watched = watched
        self._columns: dict[str, str] = {}

    def execute(self, sql, params=None):
        self._columns = {alias: column for column, alias in NUMBERED.findall(sql)}
        return super().execute(sql, params)

    def __iter__(self):
        for row in super().__iter__():
            self._note(row)
            yield row

    def fetchone(self):
        row = self.cursor.fetchone()
        if row is not None:
            self._note(row)
        return row

    def fetchmany(self, *args):
        return self._noted(self.cursor.fetchmany(*args))

    def fetchall(self):
        return self._noted(self.cursor.fetchall())

    def _noted(self, rows):
        for row in rows:
            self._note(row)
        return rows

    def _note(self, row) -> None:
        named = (column[0] for column in self.cursor.description)
        names = (self._columns.get(name, name) for name in named)
        self._watched.rows.append(tuple(zip(names, row, strict=True)))


class _Log(logging.Handler):
    def __init__(self, watched: Watched) -> None:
        super().__init__()
        self._log = watched.log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append(f"{record.name} {record.getMessage()}")
        if record.exc_info:
            self._log.append("".join(traceback.format_exception(*record.exc_info)))
            if record.levelno >= logging.ERROR:
                # As it can be sent to whoever runs the site, with local variables.
                self._log.append(ExceptionReporter(None, *record.exc_info).get_traceback_html())


@contextmanager
def watching() -> Iterator[Watched]:
    watched = Watched()

    def note_down(execute, sql, params, many, context):
        if not sql.startswith(SAVEPOINTS):
            watched.statements.append(sql)
        return execute(sql, params, many, context)

    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers = [_Log(watched)]
    root.setLevel(logging.INFO)
    connection.make_cursor = lambda cursor: WatchingCursor(cursor, connection, watched)
    try:
        with connection.execute_wrapper(note_down), reading(watched.read):
            yield watched
    finally:
        del connection.make_cursor
        root.handlers = handlers
        root.setLevel(level)
