"""The files of a small universe, changed in one place; and what is then wrong with them."""

from pathlib import Path

import pytest

from content.loader import load
from content.reading import ContentError

from .snapshot import snapshot

HARBOUR = Path(__file__).parent / "harbour"
CREDIT = "harbour/people.toml, credits 3 (low-water/ben-lund/actor/the-keeper)"
ECHO = "harbour/echoes.toml, echoes 1 (high-water/the-ending--low-water/the-ending)"
INTERVIEW = "harbour/interviews.toml, interviews 1 (gazette-moor)"
NOTE = "harbour/notes.toml, notes 1 (low-water/the-ending)"
FILM = "harbour/universe.toml, films 2 (high-water)"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def errors_of(*paths: Path) -> list[str]:
    before = snapshot()
    with pytest.raises(ContentError) as raised:
        load(*paths)
    assert snapshot() == before
    return raised.value.errors


def told(folder: Path) -> tuple[list[str], list[str]]:
    """What the loader says that it has updated, and kept as it was."""
    (loaded,) = load(folder)
    return loaded.updated, loaded.kept
