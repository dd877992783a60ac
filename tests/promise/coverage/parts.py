"""A part of the site: where it stands, and what it says there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

ALL = "all of it"
NEVER_RUNS = "never runs"


class Part(NamedTuple):
    where: str  # "pages/seen.py: picker", "parts/note.html"
    what: str  # in its own words, or ALL
    how: str = NEVER_RUNS  # or "never true", "never false"

    def __str__(self) -> str:
        return f"{self.where}\n    {self.how}: {self.what}"


class Note(NamedTuple):
    """That a part has run. `key` is the same in every process; `value` is that of an operand."""

    kind: str
    key: str
    value: bool | None = None


def one_sided(part: Part, values: set[bool | None]) -> Iterator[Part]:
    """The part, as far as it has been only true or only false, or neither."""
    if values <= {None}:
        yield part
        return
    for value in {True, False} - values:
        yield part._replace(how=f"never {str(value).lower()}")


@dataclass(frozen=True)
class Site:
    """Where the code is that has to run: this site's, or one that a test makes."""

    root: Path

    @cached_property
    def files(self) -> dict[str, Path]:
        """All Python of the packages, by its path from the root."""
        packages = [init.parent for init in self.root.glob("*/__init__.py")]
        found = {
            file.relative_to(self.root).as_posix(): file
            for package in packages
            for file in package.rglob("*.py")
            if package.name != "tests" and file.parent.name != "migrations"
        }
        return dict(sorted(found.items()))

    @cached_property
    def templates(self) -> list[str]:
        """The names of all templates."""
        folder = self.root / "templates"
        found = (file for file in folder.rglob("*") if file.is_file())
        return sorted(file.relative_to(folder).as_posix() for file in found)

    def load(self) -> None:
        """Imports all of it, so that what runs then does not count."""
        for path in self.files:
            import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


SITE = Site(settings.BASE_DIR)


def in_one_line(text: str) -> str:
    return " ".join(text.split())
