"""All planted leaks, in the order in which they are listed."""

from . import accounts, around, inside, on_pages, published, roads, rules, written
from .leak import Leak

#: The battery's.
LEAKS: list[Leak] = [
    *roads.ALL,
    *rules.ALL,
    *on_pages.PARTS,
    *on_pages.COUNTED,
    *on_pages.FOR_SOME,
    *inside.LISTS,
    *inside.ANSWERS,
    *inside.STATE,
    *around.HEADERS,
    *around.STATUSES,
    *around.FAULTS,
    *around.COOKIES,
    *around.ADDRESSES,
    *accounts.ALL,
]

#: With those that the tests in written/ and published/ meet.
TOTAL = len([*LEAKS, *written.ALL, *written.OF_EXISTENCE, *published.ALL])
