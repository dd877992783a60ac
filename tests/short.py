"""Lists whose pages are short, so that a few rows fill several."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from unittest.mock import patch

from interviews import cards as interview_cards
from interviews import source_cards
from pages import (
    echo_lines,
    echoes,
    films,
    home,
    interviews,
    paging,
    people,
    programme,
    quotes,
    seen,
    universes,
)
from pages import timeline as timelines
from spoilers import timeline
from spoilers.cards import note

#: Where it stands how much a page holds.
SIZES: dict[ModuleType, tuple[str, ...]] = {
    echo_lines: ("ECHOES",),
    echoes: ("ECHOES", "BEATS", "EVIDENCE", "NEXT"),
    films: ("CREDITS", "FILMS", "NOTES", "PLACEMENTS"),
    home: ("ECHOES_LOOKED_AT", "ECHOES", "UNIVERSES", "FILMS"),
    interview_cards: ("FILMS",),
    interviews: ("FILMS", "INTERVIEWS", "SOURCES"),
    paging: ("MOST_COUNTED",),
    note: ("AT_ONCE", "ECHOES"),
    people: ("CREDITS", "FACTS", "PEOPLE"),
    programme: ("FILMS", "UNIVERSES"),
    quotes: ("QUOTES",),
    seen: ("FILMS",),
    timeline: ("CLAIMS",),
    timelines: ("CLAIMS",),
    source_cards: ("AT_ONCE", "SOURCES"),
    universes: ("ECHOES", "INTERVIEWS"),
}


@contextmanager
def short(module: ModuleType, **sizes: int) -> Iterator[None]:
    """Within it, the pages of a module hold as much as is said: `short(programme, FILMS=2)`."""
    with patch.multiple(module, **sizes):
        yield


@contextmanager
def short_pages(size: int = 2) -> Iterator[None]:
    """All pages, two entries each."""
    with ExitStack() as stack:
        for module, names in SIZES.items():
            stack.enter_context(short(module, **dict.fromkeys(names, size)))
        yield
