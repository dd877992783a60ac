"""What a planted leak is: a row that says what it does, who meets it where, and what finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.text import slugify

from tests.world import World

from .checks import Check
from .site import Site

type Plant = Callable[[Site], None]


class Asked(Protocol):
    """A question of the battery's."""

    route: str
    method: str
    path: str
    headers: tuple
    data: tuple


type Asking = Callable[[Asked], bool]


def plainly(ask: Asked) -> bool:
    """As a browser without JavaScript asks for a page, with nothing odd about it."""
    return ask.method == "GET" and not ask.headers and "?" not in ask.path


def by(method: str) -> Asking:
    return lambda ask: ask.method == method and not ask.headers


def at(path: str) -> Asking:
    return lambda ask: (ask.method, ask.path, ask.headers) == ("GET", path, ())


def told(done: str) -> Asking:
    """With `?done=`, as after an action."""
    return lambda ask: ask.method == "GET" and not ask.headers and f"?done={done}" in ask.path


def leafing(ask: Asked) -> bool:
    """For a further page of a list."""
    return ask.method == "GET" and not ask.headers and "?after=" in ask.path


def by_form(ask: Asked) -> bool:
    """A button of our own page is pressed."""
    return ask.method == "POST" and [name for name, _ in ask.headers] == ["Sec-Fetch-Site"]


def by_htmx(ask: Asked) -> bool:
    return ask.method == "POST" and ("HX-Request", "true") in ask.headers


def from_page(path: str) -> Asking:
    """A button of the page of this path is pressed."""
    referer = ("Referer", f"http://testserver{path}")
    return lambda ask: ask.method == "POST" and referer in ask.headers


@dataclass(frozen=True)
class Leak:
    channel: str
    what: str
    plant: Plant
    #: Where it can be met: a route, something in the world whose address is asked for (or
    #: nothing in particular), and which of the battery's questions there.
    at: str = ""
    of: str = ""
    asking: Asking = plainly
    #: Who meets it, by the names of the battery's visitors; in which twins it shows.
    readers: tuple[str, ...] = ("stranger",)
    twins: tuple[str, ...] = ("texts",)
    #: What must find it: a channel of the battery's findings, or another test.
    caught_by: str | Check = "difference"

    @property
    def name(self) -> str:
        return slugify(self.channel)

    @property
    def shows_in(self) -> tuple[str, ...]:
        """The twins that it takes to find it; none where A alone gives it away."""
        return self.twins if self.caught_by in ("difference", "sql") else ()

    @property
    def expected(self) -> str:
        """The finding that there must be."""
        return self.caught_by if isinstance(self.caught_by, str) else self.caught_by.name

    def concerns(self, ask: Asked, world: World) -> bool:
        return ask.route == self.at and self._key(world) in ask.path and self.asking(ask)

    def _key(self, world: World) -> str:
        if not self.of:
            return ""
        item = getattr(world, self.of)
        return getattr(item, "public_id", None) or item.slug
