"""Asks the database what changes a page: the content version, and the state of an account.

Past the ORM and, where it pays, past Django's connections, for this is asked before every answer.
What cannot be asked at once and in full raises Unreachable, and Django answers: nothing is served
on a guess.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from math import inf
from threading import Lock
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from readers.models import Seen

from .moments import next_moment
from .triggers import TABLE

SECONDS_TO_WAIT = 0.2
VERSION = f"SELECT version FROM {TABLE}"
#: The bytes from 18 on of a SQLite file with a rollback journal: who may write, who may read it.
#: What SQLite itself looks at to see whether the file has changed stands from 24 to 39.
ROLLBACK = b"\1\1"


class Unreachable(Exception):
    """The database does not answer, or not now."""


class Owner(NamedTuple):
    """Who is signed in, as far as this process has learnt it (memory/accounts.py)."""

    session: str
    user: int


class State(NamedTuple):
    version: str
    #: All that the database knows of the owner which an answer may depend on: the session, the
    #: account, and what it has seen. None where there is no such session any more.
    account: tuple[Any, ...] | None
    #: As long as it is the same, nothing at all was committed.
    moment: object


class Database(Protocol):
    #: Whether it answers without waiting for anything.
    is_quick: bool

    def state(self, owner: Owner | None) -> State:
        """Raises Unreachable."""
        ...

    def comes(self) -> float:
        """When the next item is there for readers that is not yet: seconds since the epoch, as this
        machine's clock has it, at the latest; infinity where none is to come. Raises Unreachable.
        """
        ...


def default_database() -> Database:
    """As settings.DATABASES has it."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        return Postgresql()
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return InMemory()
    return SqliteFile(str(connection.settings_dict["NAME"]))


def _account_sql(seen: str, placeholder: str) -> str:
    """One row: the session, the whole account, and the rows of films seen; keys never come again."""
    session, user = Session._meta.db_table, User._meta.db_table
    return (
        f"SELECT s.session_data, s.expire_date, u.*, "
        f"(SELECT {seen} FROM {Seen._meta.db_table} f WHERE f.user_id = u.id) "
        f"FROM {session} s JOIN {user} u ON u.id = {placeholder} "
        f"WHERE s.session_key = {placeholder}"
    )


class SqliteFile:
    """By a connection of its own, and `PRAGMA data_version`.

    It tells whether any other connection has committed since, so nobody may write by this one. With
    the rollback journal, it need not be asked while the header of the file is the same: every
    commit counts on there.
    """

    is_quick = True
    account_sql = _account_sql("group_concat(f.id || '.' || f.film_id)", "?")
    # Its clock is this machine's.
    comes_sql = next_moment("CURRENT_TIMESTAMP", "CAST(strftime('%s', min(moment)) AS integer)")

    _connection: sqlite3.Connection
    _descriptor: int

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = Lock()
        self._file: tuple[int, int] | None = None
        self._header = b""
        self._commits: int | None = None
        self._version = ""

    def state(self, owner: Owner | None) -> State:
        return self._asked(partial(self._state, owner))

    def comes(self) -> float:
        moment = self._asked(lambda: self._connection.execute(self.comes_sql).fetchone()[0])
        return inf if moment is None else moment

    def _asked[Answer](self, question: Callable[[], Answer]) -> Answer:
        if not self._lock.acquire(timeout=SECONDS_TO_WAIT):
            raise Unreachable
        try:
            self._turn_to_the_file_of_this_name()
            return question()
        except (sqlite3.Error, OSError) as error:
            # A writer who is in the way for a moment, as a rule.
            self._header = b""
            raise Unreachable from error
        finally:
            self._lock.release()

    def _state(self, owner: Owner | None) -> State:
        if not self._is_unchanged():
            self._read()
        account = None
        if owner:
            parameters = (owner.user, owner.session)
            account = self._connection.execute(self.account_sql, parameters).fetchone()
        if not self._version:
            raise Unreachable
        return State(self._version, account, (self._file, self._commits))

    def close(self) -> None:
        if self._file:
            self._connection.close()
            self._file = None

    def _is_unchanged(self) -> bool:
        header = self._header_of_the_file()
        if header.startswith(ROLLBACK):
            return header == self._header
        return self._commits == self._count_commits()

    def _read(self) -> None:
        # In one transaction: while it reads, nobody writes to the file, and so the header belongs
        # to what is read.
        self._connection.execute("BEGIN")
        try:
            (self._version,) = self._connection.execute(VERSION).fetchone() or ("",)
            self._commits, self._header = self._count_commits(), self._header_of_the_file()
        finally:
            self._connection.execute("COMMIT")

    def _count_commits(self) -> int:
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def _header_of_the_file(self) -> bytes:
        return os.pread(self._descriptor, 22, 18)

    def _turn_to_the_file_of_this_name(self) -> None:
        """A copy may have taken its place."""
        found = os.stat(self.name)
        if (found.st_dev, found.st_ino) == self._file:
            return
        self.close()
        self._connection = sqlite3.connect(
            f"file:{quote(self.name)}?mode=rw",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        self._connection.execute("PRAGMA query_only = ON")
        # Never closed: that would drop the locks that this process has on the file elsewhere.
        self._descriptor = os.open(self.name, os.O_RDONLY)
        self._file, self._header, self._commits = (found.st_dev, found.st_ino), b"", None


class _ByDjango:
    """By a connection of Django's."""

    is_quick = False
    connection: BaseDatabaseWrapper
    version_sql: str
    account_sql: str
    comes_sql: str

    def state(self, owner: Owner | None) -> State:
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(self.version_sql)
                row = cursor.fetchone()
                account = None
                if owner:
                    cursor.execute(self.account_sql, [owner.user, owner.session])
                    account = cursor.fetchone()
        except Error as error:
            raise Unreachable from error
        if row is None or row[0] is None:
            raise Unreachable
        return State(row[0], account, row[1])

    def comes(self) -> float:
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(self.comes_sql)
                (moment,) = cursor.fetchone()
        except Error as error:
            raise Unreachable from error
        return inf if moment is None else float(moment)


class InMemory(_ByDjango):
    """In tests: the one connection there is, in a transaction that nobody else sees."""

    version_sql = f"SELECT version, total_changes() FROM {TABLE}"
    account_sql = _account_sql("group_concat(f.id || '.' || f.film_id)", "%s")
    comes_sql = SqliteFile.comes_sql

    @property
    def connection(self) -> BaseDatabaseWrapper:  # type: ignore[override]
        return connections[DEFAULT_DB_ALIAS]


class Postgresql(_ByDjango):
    """By a connection of its own for each process, outside the pool; one query for a stranger."""

    # A mark that was taken back has moved the sequence on; a transaction elsewhere has not, as it
    # would the snapshot, which all databases of a server share.
    version_sql = f"""
        SELECT string_agg(version::text, ' ' ORDER BY version), pg_sequence_last_value(
            pg_get_serial_sequence('{Seen._meta.db_table}', '{Seen._meta.pk.column}')::regclass)
        FROM {TABLE}"""
    comes_sql = next_moment(
        "STATEMENT_TIMESTAMP()", "extract(epoch FROM min(moment) - STATEMENT_TIMESTAMP())"
    )
    account_sql = _account_sql("string_agg(f.id || '.' || f.film_id, ' ' ORDER BY f.id)", "%s")

    def __init__(self) -> None:
        self._lock = Lock()
        self._own: BaseDatabaseWrapper | None = None

    @property
    def connection(self) -> BaseDatabaseWrapper:  # type: ignore[override]
        if self._own is None:
            self._own = connections[DEFAULT_DB_ALIAS].copy()
            self._own.inc_thread_sharing()
            self._own.settings_dict["OPTIONS"].pop("pool", None)
        return self._own

    def state(self, owner: Owner | None) -> State:
        return self._asked(partial(super().state, owner))

    def comes(self) -> float:
        # It says in how many seconds: its clock may be another one. Counted from before it is
        # asked, so that nothing is kept for too long.
        begun = time.time()
        return begun + self._asked(super().comes)

    def _asked[Answer](self, question: Callable[[], Answer]) -> Answer:
        if not self._lock.acquire(timeout=SECONDS_TO_WAIT):
            raise Unreachable
        try:
            return question()
        except Unreachable:
            self.close()
            raise
        finally:
            self._lock.release()

    def close(self) -> None:
        self.connection.close()
