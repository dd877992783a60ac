"""What earlier requests have left behind in this process, for later ones to find."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.core.cache import cache

from memory import parts


def forget() -> None:
    """As in a process that has just started, and in an empty cache."""
    cache.clear()
    parts.PARTS.clear()


@contextmanager
def made_anew() -> Iterator[None]:
    """Within it, all parts of pages are made anew; what is kept of them stays as it is."""
    with patch.object(parts, "PARTS", parts.Parts(size=0)):
        yield
