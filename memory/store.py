"""Finished pages of one content version, as many as fit."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from .page import Page

#: In bytes, for each process. Strangers' pages are as many as the site has; those of readers have
#: no end, and a place of their own.
FOR_STRANGERS = 32 * 1024 * 1024
FOR_READERS = 32 * 1024 * 1024


class Store:
    """Forgets what was asked for the longest ago; and all of it, once the version is another one."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.held = 0
        self._version = ""
        self._pages: OrderedDict[Hashable, tuple[Page, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, version: str, key: Hashable) -> Page | None:
        with self._lock:
            self._turn_to(version)
            if key not in self._pages:
                return None
            self._pages.move_to_end(key)
            return self._pages[key][0]

    def put(self, version: str, key: Hashable, page: Page, weight: int) -> None:
        """`weight` is that of the key, in bytes."""
        size = page.size + weight
        if size > self.size // 8:
            return
        with self._lock:
            self._turn_to(version)
            self._drop(key)
            self._pages[key] = page, size
            self.held += size
            while self.held > self.size:
                self._drop(next(iter(self._pages)))

    def _turn_to(self, version: str) -> None:
        # Whoever comes late, with an earlier version, empties it once more, and does no other harm.
        if version != self._version:
            self._pages.clear()
            self.held, self._version = 0, version

    def _drop(self, key: Hashable) -> None:
        if key in self._pages:
            _page, size = self._pages.pop(key)
            self.held -= size
