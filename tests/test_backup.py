"""A backup is whole, and only a backup of this site is restored."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from readers.models import Seen

from .factories import SeenFactory
from .promise.shared_cache.processes import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def run(world, tmp_path):
    """Runs it on the test's own database; on SQLite, on a copy in a file."""
    SeenFactory(film=world.first)
    environment = os.environ | {"DATABASE_URL": database_url(tmp_path)}

    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "config.backup", *arguments]
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def forget_all_marks(folder: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            database.execute("DELETE FROM seen")
            database.commit()
    else:
        Seen.objects.all().delete()


def marks(folder: Path) -> int:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            return database.execute("SELECT count(*) FROM seen").fetchone()[0]
    return Seen.objects.count()


def test_what_was_saved_comes_back_and_what_was_there_is_kept(run, tmp_path):
    saved = run("save", f"{tmp_path}/kept")
    forget_all_marks(tmp_path)

    asked = run("restore", f"{tmp_path}/kept")
    untouched = marks(tmp_path)
    done = run("restore", f"{tmp_path}/kept", "1")

    assert (saved[0], asked[0], untouched, done[0], marks(tmp_path)) == (0, 1, 0, 0, 1), done
    assert "seen: 0 now, 1 in the copy" in asked[1]
    assert "Nothing was changed." in asked[1]
    assert len(list(tmp_path.glob("before-restore-*"))) == 1
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing(run, tmp_path):
    (tmp_path / "kept").write_text("precious")

    code, said = run("save", f"{tmp_path}/kept")

    assert (code, (tmp_path / "kept").read_text()) == (1, "precious")
    assert "is there already" in said


@pytest.mark.parametrize("kind", ["nothing", "text", "another database", "cut short"])
def test_what_is_no_backup_of_this_site_is_refused_and_changes_nothing(run, tmp_path, kind):
    file = tmp_path / "kept"
    match kind:
        case "text":
            file.write_text("Dear diary")
        case "another database":
            with closing(sqlite3.connect(file)) as database:
                database.execute("CREATE TABLE django_migrations (app, name)")
                database.commit()
        case "cut short":
            run("save", str(file))
            os.truncate(file, file.stat().st_size // 3)

    code, said = run("restore", str(file), "1")

    assert code == 1
    assert "Traceback" not in said
    assert marks(tmp_path) == 1
    assert list(tmp_path.glob("before-restore-*")) == []


@contextmanager
def newer(folder: Path, app: str) -> Iterator[None]:
    """The database says of itself that it has a migration which is not written yet."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (?, '9999_later', '')",
                [app],
            )
            database.commit()
            yield
    else:
        MigrationRecorder(connection).record_applied(app, "9999_later")
        yield
        MigrationRecorder(connection).record_unapplied(app, "9999_later")


@pytest.mark.parametrize("app", ["spoilers", "editing", "content", "leakcheck"])
def test_a_copy_of_what_a_newer_version_has_made_is_good_for_nothing_here(run, tmp_path, app):
    with newer(tmp_path, app):
        code, said = run("save", f"{tmp_path}/kept")

    assert (code, (tmp_path / "kept").exists()) == (1, False)
    assert f"was made by a newer version of this site, with ('{app}', '9999_later')" in said


@contextmanager
def unconfirmed(folder: Path) -> Iterator[None]:
    """Somebody has unmarked all films, and the database has not confirmed it."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            database.execute("DELETE FROM seen")
            yield
            return
    with transaction.atomic():
        Seen.objects.all().delete()
        yield
        transaction.set_rollback(True)


def test_a_copy_waits_for_no_writer_and_holds_what_was_confirmed(run, tmp_path):
    with unconfirmed(tmp_path):
        saved = run("save", f"{tmp_path}/kept")

    told = run("restore", f"{tmp_path}/kept")

    assert saved[0] == 0, saved
    assert "seen: 1 now, 1 in the copy" in told[1]


@contextmanager
def later(folder: Path) -> Iterator[None]:
    """The database has got a table by a version that comes after the copy."""
    table = "CREATE TABLE later (id integer, user_id integer REFERENCES auth_user (id))"
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            database.execute(table)
            yield
            return
    with connection.cursor() as cursor:
        cursor.execute(table)
        yield
        cursor.execute("DROP TABLE IF EXISTS later")


def tables(folder: Path) -> set[str]:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as database:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {name for (name,) in found if not name.startswith("sqlite_")}
    return set(connection.introspection.table_names())


def test_of_what_a_later_version_has_made_a_restore_leaves_nothing(run, tmp_path):
    """Or the migration that comes next would find its tables there already."""
    before = tables(tmp_path)
    run("save", f"{tmp_path}/kept")

    with later(tmp_path):
        done = run("restore", f"{tmp_path}/kept", "1")
        after = tables(tmp_path)

    assert (done[0], after) == (0, before), done
