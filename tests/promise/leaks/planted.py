"""All planted leaks, in the order in which they are listed."""

from . import (
    accounts,
    around,
    editors,
    history,
    inside,
    kept,
    on_pages,
    previews,
    published,
    roads,
    rules,
    sections,
    unpublished,
    written,
)
from .leak import Leak

#: The battery's.
LEAKS: list[Leak] = [
    *roads.ALL,
    *rules.ALL,
    *unpublished.ALL,
    *on_pages.PARTS,
    *on_pages.COUNTED,
    *on_pages.FOR_SOME,
    *inside.LISTS,
    *sections.ALL,
    *inside.ANSWERS,
    *inside.STATE,
    *around.HEADERS,
    *around.STATUSES,
    *around.FAULTS,
    *around.COOKIES,
    *around.ADDRESSES,
    *accounts.ALL,
    *kept.ALL,
    *previews.ALL,
    *editors.ALL,
    *history.ALL,
]

#: With those that the tests in written/ and published/ meet.
TOTAL = len([*LEAKS, *written.ALL, *written.OF_EXISTENCE, *published.ALL])
