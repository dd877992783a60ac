"""What a planted leak is: one way to give something away, and what must notice it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tests.world import World

from .elsewhere import Elsewhere
from .site import Site

#: Every planted leak, in the order of the table in docs/leaks.md.
LEAKS: list["Leak"] = []


class Asked(Protocol):
    """tests/promise/asking.py has the real ones."""

    route: str
    method: str
    path: str
    headers: tuple
    data: tuple


def plainly(ask: Asked) -> bool:
    """As a browser without JavaScript asks for a page, with nothing odd about it."""
    return ask.method == "GET" and not ask.headers and "?" not in ask.path


def by(method: str) -> Callable[[Asked], bool]:
    return lambda ask: ask.method == method and not ask.headers


def by_form(ask: Asked) -> bool:
    """A button of our own page is pressed."""
    return ask.method == "POST" and [name for name, _ in ask.headers] == ["Sec-Fetch-Site"]


def by_htmx(ask: Asked) -> bool:
    return ask.method == "POST" and ("HX-Request", "true") in ask.headers


def told(done: str) -> Callable[[Asked], bool]:
    """With `?done=`, as after an action."""
    return lambda ask: ask.method == "GET" and not ask.headers and f"?done={done}" in ask.path


@dataclass(frozen=True)
class Leak:
    channel: str
    what: str
    apply: Callable[[Site], None]
    #: Where it can be met: a route, something in the world whose address is asked for (or
    #: nothing in particular), and which of the battery's asks of it.
    at: str
    of: str
    asking: Callable[[Asked], bool]
    #: Who meets it, by the names of the battery's visitors; in which twins it shows.
    readers: tuple[str, ...]
    twins: tuple[str, ...]
    #: What must notice it: a channel of the battery's findings, or a test that stands elsewhere.
    caught_by: str | Elsewhere

    @property
    def name(self) -> str:
        return self.apply.__name__

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


def leak(
    channel: str,
    what: str,
    *,
    at: str = "",
    of: str = "",
    asking: Callable[[Asked], bool] = plainly,
    readers: str | tuple[str, ...] = "stranger",
    twins: str | tuple[str, ...] = "texts",
    caught_by: str | Elsewhere = "difference",
) -> Callable[[Callable[[Site], None]], Callable[[Site], None]]:
    """Plants what the decorated function does to the site."""

    def keep(apply: Callable[[Site], None]) -> Callable[[Site], None]:
        LEAKS.append(
            Leak(channel, what, apply, at, of, asking, _all(readers), _all(twins), caught_by)
        )
        return apply

    return keep


def _all(names: str | tuple[str, ...]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
