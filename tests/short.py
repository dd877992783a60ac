"""Lists whose pages are short, so that a few rows fill several."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from unittest.mock import patch

from pages import (
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

#: Where it stands how much a page holds.
SIZES: dict[ModuleType, tuple[str, ...]] = {
    echoes: ("ECHOES",),
    films: ("CREDITS", "FILMS", "NOTES"),
    home: ("ECHOES_LOOKED_AT", "ECHOES", "UNIVERSES", "FILMS"),
    interviews: ("INTERVIEWS",),
    paging: ("MOST_COUNTED",),
    people: ("CREDITS", "ECHOES", "FACTS", "PEOPLE"),
    programme: ("FILMS", "UNIVERSES"),
    quotes: ("QUOTES",),
    seen: ("FILMS",),
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
