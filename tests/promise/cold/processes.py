"""A copy of the project, in which all runs as in production, and the processes that run there."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from tests.promise.watching.answers import Answer

Answers = dict[tuple[str, str], Answer]

#: But what Python has compiled comes along.
LEFT_OUT = (".*", "*.sqlite3*", "staticfiles", "output")
#: Other packages' files. No page that is asked for names them, and to compress them takes long.
UNUSED = ("--ignore", "admin", "--ignore", "django_htmx")
SECONDS = 180
ENVIRONMENT = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "Vd3mQxZ8kTf6RbYw1nLhPs9Gc4JuEa7XoKi2MtNvBqWz5HyDrU",
    "ALLOWED_HOSTS": "callback.example",
    "TRUST_PROXY": "1",
    "EMAIL_HOST": "mail.callback.example",
}
#: From outside: where programs are, and how much is to be asked.
KEPT = ("PATH", "HOME", "PROMISE_DEEP")


def run(
    folder: Path, database: Path, *command: str, more: dict[str, str], **how: Any
) -> subprocess.CompletedProcess:
    """In this folder, on this file of SQLite's, with nothing from outside but what is KEPT."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        # What differs with a given seed comes from the database.
        env=environment | {"DATABASE_URL": f"sqlite:///{database}", "PYTHONHASHSEED": "0"} | more,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=SECONDS,
        check=True,
        **how,
    )


@cache
def migrated() -> bytes:
    """A file of SQLite's with all tables and no row. Made once, as it takes two seconds of CPU."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "empty.sqlite3")
        run(settings.BASE_DIR, file, "manage.py", "migrate", "--verbosity", "0", more={})
        return file.read_bytes()


class Project:
    """The copy shows what is written beside the database, whatever other tests do meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = folder / "callback"
        self.questions = folder / "questions.json"
        shutil.copytree(settings.BASE_DIR, self.tree, ignore=shutil.ignore_patterns(*LEFT_OUT))

    def collect(self) -> None:
        self._run("A", "manage.py", "collectstatic", "--no-input", "--verbosity", "0", *UNUSED)

    def make(self, visitors: list[str]) -> None:
        """A, and for each visitor the twin of that name. Their files are years apart."""
        twins = {name: self._file(name) for name in visitors}
        named = [f"{name}={file}" for name, file in twins.items()]
        self._file("A").write_bytes(migrated())
        self._run("A", "-m", "tests.promise.cold.make", str(self.questions), *named)
        _date(self._file("A"), 2001)
        for file in twins.values():
            _date(file, 2021)

    def answers(self, database: str, visitors: list[str], command: str = "serve") -> Answers:
        module = f"tests.promise.cold.{command}"
        written = self._run(database, "-m", module, str(self.questions), *visitors)
        return {
            tuple(answer["asked"]): Answer(
                answer["status"],
                answer["reason"],
                tuple(map(tuple, answer["headers"])),
                answer["body"].encode("latin-1"),
            )
            for answer in json.loads(written)
        }

    def files(self) -> dict[str, str]:
        """All files of the copy, but for Python's bytecode, each with a hash of what is in it."""
        return {
            file.relative_to(self.tree).as_posix(): sha256(file.read_bytes()).hexdigest()
            for file in self.tree.rglob("*")
            if file.is_file() and file.parent.name != "__pycache__"
        }

    def _file(self, database: str) -> Path:
        return self.folder / f"{database.replace(' ', '-')}.sqlite3"

    def _run(self, database: str, *command: str) -> bytes:
        return run(self.tree, self._file(database), *command, more=ENVIRONMENT).stdout


def _date(file: Path, year: int) -> None:
    time = datetime(year, 1, 1).timestamp()
    os.utime(file, (time, time))
