"""`python -m config.backup save FILE`, or `restore FILE`: the whole database, of either kind.

A copy is taken while the site runs, is whole, and is looked through before it gets its name. What
is no copy of this site's database, or one of a newer version, is not restored; and before anything
is replaced, what is there now is saved beside it.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import django
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

#: What is counted, for whoever is about to lose it.
COUNTED = ("auth.User", "readers.Seen", "films.Film", "spoilers.Note", "spoilers.Echo")
#: By these a copy is known, however old it is; the others came later.
OURS = {"films", "gate", "interviews", "people", "readers", "spoilers"}
LATER = {"content", "editing", "leakcheck"}
#: Drops all tables of this site's PostgreSQL, those too that came after the copy.
EMPTY = """DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
    END LOOP;
END $$"""


class Refused(Exception):
    """With the sentence that says why."""


class Sqlite:
    """Copies by SQLite's own backup, which sees a database as it was at one moment."""

    suffix = ".sqlite3"

    def __init__(self, database: dict) -> None:
        self.file = Path(database["NAME"])

    def save(self, target: Path) -> None:
        with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(target)) as to:
            source.backup(to)
            to.execute("PRAGMA journal_mode=DELETE")

    def restore(self, copy: Path) -> None:
        to = sqlite3.connect(self.file, timeout=30)
        with closing(sqlite3.connect(copy)) as source, closing(to):
            source.backup(to)

    def migrations(self, copy: Path) -> set[tuple[str, str]]:
        with closing(_opened(copy)) as database:
            try:
                (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
                found = set(database.execute("SELECT app, name FROM django_migrations"))
            except sqlite3.DatabaseError as error:
                raise Refused(f"{copy} is no copy of this site's database: {error}.") from error
        if verdict != "ok":
            raise Refused(f"{copy} is damaged: {verdict}.")
        return found

    def count(self, copy: Path, table: str) -> int:
        with closing(_opened(copy)) as database:
            (number,) = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        return number


class Postgresql:
    """Copies by PostgreSQL's own programs: pg_dump, pg_restore and psql."""

    suffix = ".dump"

    def __init__(self, database: dict) -> None:
        names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
        account = {names[key]: str(database[key]) for key in names if database.get(key)}
        # Nobody who has a table locked is waited for longer than this.
        options = {"PGOPTIONS": "-c lock_timeout=60s", "PGCONNECT_TIMEOUT": "10"}
        self.environment = os.environ | account | options | {"PGDATABASE": database["NAME"]}

    def save(self, target: Path) -> None:
        self._run("pg_dump", "--format=custom", "--lock-wait-timeout=60s", f"--file={target}")

    def restore(self, copy: Path) -> None:
        # pg_restore drops what is in the copy alone, and fails where a later table refers to it.
        script = self._run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--file=-", str(copy)
        )
        options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        self._run("psql", *options, f"--command={EMPTY}", "--file=-", script=script)

    def migrations(self, copy: Path) -> set[tuple[str, str]]:
        lines = self._rows(copy, "django_migrations")
        return {(app, name) for _, app, name, *_ in (line.split("\t") for line in lines)}

    def count(self, copy: Path, table: str) -> int:
        return len(self._rows(copy, table))

    def _rows(self, copy: Path, table: str) -> list[str]:
        listed = self._run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(copy))
        _, _, rows = listed.partition("FROM stdin;\n")
        return rows.partition("\\.\n")[0].splitlines()

    def _run(self, *command: str, script: str = "") -> str:
        """`script` is what it reads; gives what it writes."""
        try:
            done = subprocess.run(
                command,
                env=self.environment,
                input=script,
                capture_output=True,
                text=True,
                check=True,
            )
        except FileNotFoundError as error:
            raise Refused(f"{command[0]} is not installed; it comes with PostgreSQL.") from error
        except subprocess.CalledProcessError as error:
            raise Refused(f"{command[0]} failed: {error.stderr.strip()}") from error
        return done.stdout


Kind = Sqlite | Postgresql


def save(kind: Kind, target: Path) -> None:
    """Makes `target`, readable for this user alone. Raises Refused where it is there already."""
    if target.exists():
        raise Refused(f"{target} is there already.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        kind.save(part)
        check(kind, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def check(kind: Kind, copy: Path) -> None:
    """Raises Refused where this version of the site cannot live on `copy`."""
    if not copy.is_file():
        raise Refused(f"There is no file {copy}.")
    there = {(app, name) for app, name in kind.migrations(copy) if app in OURS | LATER}
    if not {app for app, _ in there} >= OURS:
        raise Refused(f"{copy} is no copy of this site's database.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()
    if newer := sorted(there - known):
        raise Refused(f"{copy} was made by a newer version of this site, with {newer[0]}.")


def differences(kind: Kind, copy: Path) -> list[str]:
    """What is counted now and in the copy, a line each."""
    lines = []
    for label in COUNTED:
        model = apps.get_model(label)
        now, then = model._base_manager.count(), kind.count(copy, model._meta.db_table)
        lines.append(f"  {model._meta.verbose_name_plural}: {now} now, {then} in the copy")
    return lines


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)


def _kind() -> Kind:
    database = settings.DATABASES["default"]
    return Sqlite(database) if "sqlite3" in database["ENGINE"] else Postgresql(database)


def main(what: str, file: str = "", sure: str = "") -> None:
    django.setup()
    kind = _kind()
    now = f"{datetime.now():%Y-%m-%d-%H%M%S}{kind.suffix}"
    copy = Path(file or f"callback-{now}")
    if what == "save":
        save(kind, copy)
        _say(f"Saved and checked: {copy}")
        return
    check(kind, copy)
    _say(f"{copy} takes the place of what is there now:", *differences(kind, copy))
    if not sure:
        raise Refused("Nothing was changed. To go on, say so: make restore FILE=… SURE=1")
    before = copy.with_name(f"before-restore-{now}")
    save(kind, before)
    kind.restore(copy)
    _say(f"Restored. What was there before is in {before}")


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        main(*sys.argv[1:])
    except Refused as refusal:
        sys.exit(str(refusal))
