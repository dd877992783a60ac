"""A copy of the project with content of our own, started as `make run` starts it."""

import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from tests.canaries import canaries_in
from tests.promise.cold.processes import LEFT_OUT, migrated, run
from tests.promise.written.hands import Hand
from tests.promise.written.roads import HARBOUR, rewrite

#: A label whose existence spoils. In its place stands a word that is nowhere else.
HIDDEN, WORD = "The letter", "kanarihiddenlabels"
DATABASE = "site.sqlite3"
BRIEF = Hand("a brief hand", "[kanaritheshorttext].", 1)
LENGTHY = Hand("a hand at length", "\n\n".join(["It [all] ends. kanariatlengthtext"] * 9), 2)


@dataclass(frozen=True)
class Published:
    #: What each command prints, the log included.
    printed: dict[str, str]
    #: What is in each file that the start has written, but for the database.
    files: dict[str, bytes]

    def findings(self, other: "Published") -> list[str]:
        """Sealed words and hidden names, and what differs from a start with other sealed texts."""
        here, there = self.places, other.places
        words = [f"a word in {place}" for place in here if canaries_in(place, here[place])]
        differing = {place for place in here | there if here.get(place) != there.get(place)}
        return words + [f"a difference in {place}" for place in sorted(differing)]

    @property
    def places(self) -> dict[str, str | bytes]:
        return self.files | {f"what {name} prints": text for name, text in self.printed.items()}


def started(text: Callable[[Any], str], changes: Iterable[tuple[str, str]] = ()) -> Published:
    """With these texts in the sealed fields of the content, and `changes`: code added to files."""
    with TemporaryDirectory() as folder:
        tree = Path(folder, "callback")
        shutil.copytree(settings.BASE_DIR, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
        _write_content(tree, text)
        (tree / DATABASE).write_bytes(migrated())
        for name, code in changes:
            with (tree / name).open("a") as file:
                file.write(f"\n\n{code}\n")
        before = _files(tree)
        commands = (["-m", "tests.promise.published.start"], ["-c", "import config.wsgi"])
        printed = "".join(_run(tree, command) for command in commands).replace(str(tree), ".")
        written = {name: held for name, held in _files(tree).items() if held != before.get(name)}
        return Published(_by_command(printed), written)


def _by_command(printed: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in f"start\n{printed}".split("\n$ "):
        name, _, text = part.partition("\n")
        found[name] = f"{found.get(name, '')}{text}\n"
    return found


def _write_content(tree: Path, text: Callable[[Any], str]) -> None:
    starter = tree / "content" / "starter"
    shutil.rmtree(starter)
    (starter / "harbour").mkdir(parents=True)
    rewrite(HARBOUR, starter / "harbour", text)
    notes = starter / "harbour" / "notes.toml"
    notes.write_text(notes.read_text().replace(HIDDEN, WORD))


def _files(tree: Path) -> dict[str, bytes]:
    return {
        file.relative_to(tree).as_posix(): file.read_bytes()
        for file in tree.rglob("*")
        if file.is_file() and file.suffix != ".pyc" and not file.name.startswith(DATABASE)
    }


def _run(tree: Path, command: list[str]) -> str:
    named = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    how = {"more": named, "stderr": subprocess.STDOUT, "text": True}
    return run(tree, tree / DATABASE, *command, **how).stdout
