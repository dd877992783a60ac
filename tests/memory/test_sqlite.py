"""The database of one machine, asked past Django: the file itself, and who else writes to it."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from math import inf
from pathlib import Path

import pytest
from django.db import connection

from memory.database import SqliteFile, Unreachable
from memory.triggers import TABLE

#: One more piece of content.
WRITE = "INSERT INTO requirement (key) VALUES (hex(randomblob(9)))"


@pytest.fixture
def file(db, tmp_path: Path) -> Path:
    """A database with the tables of the site, their triggers, and no content."""
    if connection.vendor != "sqlite":
        pytest.skip("Is about SQLite alone.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid"
        )
        statements = [sql for (sql,) in cursor.fetchall() if sql]
    path = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(";".join(["BEGIN", *statements, WRITE, "COMMIT"]))
    return path


@pytest.fixture
def database(file: Path) -> Iterator[SqliteFile]:
    with closing(SqliteFile(str(file))) as database:
        yield database


@pytest.fixture(params=["DELETE", "WAL"])
def journal(request, file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"PRAGMA journal_mode={request.param}")
    return request.param


def write(file: Path, sql: str = WRITE) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute(sql)
        database.commit()


def to_come(seconds: int) -> str:
    """One more item, which readers meet from then on."""
    return f"""
        INSERT INTO placement (uid, state, live_from, state_set_by, placed_id, relation, anchor_id,
            sealed_claim, stamp) VALUES (hex(randomblob(9)), 'published',
            datetime('now', '{seconds} seconds'), '', 1, 'after', {seconds} + 1000, 'it', 'nothing')"""


def version(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(f"SELECT version FROM {TABLE}").fetchone()[0]


def test_each_change_of_content_is_seen_at_once(file, database, journal):
    seen, true = [], []

    for _ in range(4):
        seen += [database.state(None).version for _ in range(2)]
        true += [version(file)] * 2
        write(file)

    assert seen == true
    assert len(set(true)) == 4


def test_a_change_of_anything_else_is_another_moment_of_the_same_version(file, database, journal):
    before, same = database.state(None), database.state(None)

    write(file, "DELETE FROM auth_user")
    nothing_changed = database.state(None)
    write(file, "INSERT INTO django_session VALUES ('x', '', '2099-01-01')")
    after = database.state(None)

    assert before == same
    assert len({before.version, nothing_changed.version, after.version}) == 1
    assert before.moment != after.moment


def test_it_says_when_the_first_item_comes(file, database, journal):
    nothing = database.comes()
    for seconds in (90, 60, -60):
        write(file, to_come(seconds))

    comes = database.comes()

    assert nothing == inf
    assert comes == pytest.approx(time.time() + 60, abs=2)
    assert comes == int(comes)


def test_a_change_to_write_ahead_logging_is_noticed(file, database):
    seen, true = [], []

    for mode in ("DELETE", "DELETE", "WAL", "WAL"):
        with closing(sqlite3.connect(file)) as other:
            other.execute(f"PRAGMA journal_mode={mode}")
        write(file)
        seen.append(database.state(None).version)
        true.append(version(file))

    assert seen == true


def test_what_is_written_and_not_committed_is_not_seen(file, database):
    before = database.state(None)

    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA cache_size = 1")  # so that it spills into the file at once
        other.execute("BEGIN EXCLUSIVE")
        other.execute(WRITE)
        during = outcome(database)
        other.rollback()
        rolled_back = database.state(None)
        other.execute(WRITE)
        other.commit()
        after = database.state(None)

    assert during in (before, Unreachable)
    assert rolled_back.version == before.version != after.version == version(file)


def outcome(database: SqliteFile) -> object:
    try:
        return database.state(None)
    except Unreachable:
        return Unreachable


def copied(file: Path) -> None:
    shutil.copy(file, f"{file}.new")
    write(Path(f"{file}.new"))
    os.replace(f"{file}.new", file)


def restored(file: Path) -> None:
    with closing(sqlite3.connect(f"{file}.old")) as kept, closing(sqlite3.connect(file)) as now:
        now.backup(kept)
    write(file)
    with closing(sqlite3.connect(f"{file}.old")) as kept, closing(sqlite3.connect(file)) as now:
        kept.backup(now)
    write(file)


@pytest.mark.parametrize("restore", [copied, restored])
def test_a_restored_copy_is_noticed(file, database, journal, restore):
    before = database.state(None)

    restore(file)

    after = database.state(None)
    assert before.version != after.version == version(file)


@pytest.mark.parametrize("loss", ["no file", "no table", "no row", "no database"])
def test_nothing_is_known_of_a_database_that_is_not_there(file, database, loss):
    database.state(None)

    match loss:
        case "no file":
            file.unlink()
        case "no table":
            write(file, f"DROP TABLE {TABLE}")
        case "no row":
            write(file, f"DELETE FROM {TABLE}")
        case "no database":
            file.write_bytes(b"x" * 9000)

    assert [outcome(database), outcome(database)] == [Unreachable, Unreachable]


@pytest.mark.parametrize("loss", ["no file", "no table", "no database"])
def test_nor_when_the_first_item_comes(file, database, loss):
    database.state(None)

    match loss:
        case "no file":
            file.unlink()
        case "no table":
            write(file, "DROP TABLE quote")
        case "no database":
            file.write_bytes(b"x" * 9000)

    with pytest.raises(Unreachable):
        database.comes()


def test_it_answers_again_when_the_database_does(file, database):
    database.state(None)
    file.rename(f"{file}.away")
    gone = outcome(database)

    os.rename(f"{file}.away", file)

    assert gone is Unreachable
    assert database.state(None).version == version(file)
