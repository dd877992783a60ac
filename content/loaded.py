"""What came of content files that were loaded, and how much of them is taken at once."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models

from .format import Kind
from .reading import Entry
from .updating import Newer


@dataclass(frozen=True)
class Limits:
    """How much is taken at once, where somebody waits for the answer."""

    #: That stand in the files; and that are new, or change something.
    entries: int
    written: int
    #: After so many mistakes, the rest is not looked at.
    mistakes: int


@dataclass
class Loaded:
    """What happened to the entries of one universe."""

    universe: str
    added: Counter[Kind] = field(default_factory=Counter)
    there: Counter[Kind] = field(default_factory=Counter)
    #: Removed by an editor, or hanging on what was.
    left_out: Counter[Kind] = field(default_factory=Counter)
    #: “notes low-water/the-ending: label”: what took on something newer; and what did not, although
    #: the files say something else, as an editor had changed it.
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    #: The rows that were added, and those beside which something newer stands, with their entries.
    new: list[tuple[Entry, models.Model]] = field(default_factory=list)
    newer: list[Newer] = field(default_factory=list)
    #: “notes low-water/the-ending”: removed where the files were written, and noted as that here.
    removed: list[str] = field(default_factory=list)
