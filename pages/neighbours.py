"""What comes before and after a page, at its foot."""

from collections.abc import Sequence
from typing import NamedTuple


class Neighbour(NamedTuple):
    how: str  # “Released before”
    url: str
    name: str


class Turning(NamedTuple):
    before: Neighbour | None
    after: Neighbour | None


type Page = tuple[str, str]  # address and name


def turning(
    before: Page | None, after: Page | None, how: tuple[str, str] = ("Before", "After")
) -> Turning:
    return Turning(
        Neighbour(how[0], *before) if before else None, Neighbour(how[1], *after) if after else None
    )


def beside(
    pages: Sequence[Page], index: int, how: tuple[str, str] = ("Before", "After")
) -> Turning:
    """The neighbours of the page at `index` among `pages`."""
    around = [None, *pages, None]
    return turning(around[index], around[index + 2], how)
