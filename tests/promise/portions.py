"""Who asks what of which twins: a frugal choice inside `make test`, nearly all in `make promise`."""

import json
import os
from contextlib import nullcontext
from dataclasses import dataclass

from tests.short import short_pages

from .asking import questions as asking
from .asking import visitors as cast
from .battery import Battery, Report
from .twins.twin import AT_ONCE, VARIANTS
from .whole_world import WholeWorld

DEEP = bool(os.environ.get("PROMISE_DEEP"))

#: Readers who differ in what they have unlocked, and those who come to the same as a stranger.
DIFFERENT = (
    "stranger",
    "some films",
    "other films",
    "two films",
    "one film",
    "one reveal",
    "three reveals",
    "films and reveals",
    "all films",
)
LIKE_STRANGERS = ("nothing seen", "locked again", "forged", "film gone")


def signed_in(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}, signed in" for name in names)


STAFF = signed_in("staff")
EVERYBODY = DIFFERENT + LIKE_STRANGERS + signed_in(*DIFFERENT, *LIKE_STRANGERS) + STAFF


@dataclass(frozen=True)
class Portion:
    name: str
    visitors: tuple[str, ...]
    kinds: tuple[str, ...]
    variants: tuple[str, ...] = (AT_ONCE,)
    #: One ask in so many; for each visitor others.
    every: int = 1

    def run(self, world: WholeWorld) -> Report:
        # Where pages are turned they are short, or the little that there is would fill one.
        with short_pages() if "leafing" in self.kinds else nullcontext():
            return self._run(world)

    def _run(self, world: WholeWorld) -> Report:
        asks = asking.asks(world, deep=DEEP, kinds=self.kinds)
        visitors = cast.visitors(world, *self.visitors)
        battery = Battery()
        if self.every == 1:
            return battery.run(visitors, asks, self.variants)
        report = Report()
        for visitor in visitors:
            some = asks[EVERYBODY.index(visitor.name) % self.every :: self.every]
            report.add(battery.run([visitor], some, self.variants))
        return report


def portions() -> list[Portion]:
    return _deep() if DEEP else _fast()


def _fast() -> list[Portion]:
    few = ("some films", *signed_in("films and reveals"))
    return [
        Portion("pages, little unlocked", DIFFERENT[1:5], ("reading",), every=3),
        # The stranger comes last: caches may keep what others have unlocked.
        Portion("pages, more unlocked", ("stranger", *DIFFERENT[5:]), ("reading",)),
        Portion("pages, signed in", signed_in(*DIFFERENT), ("reading",), every=10),
        Portion(
            "pages, as a stranger in all but name",
            LIKE_STRANGERS + signed_in(*LIKE_STRANGERS) + STAFF,
            ("reading",),
            every=10,
        ),
        # Of everything hidden to nothing hidden: what depends on whether there is any.
        Portion(
            "pages without anything hidden", ("stranger", *few), ("reading",), ("none",), every=3
        ),
        Portion("every twin", ("stranger", *few), ("reading",), VARIANTS, every=12),
        Portion("odd questions", ("stranger", *few), ("oddly",), every=10),
        Portion("further pages", ("stranger", *few), ("leafing",)),
        Portion("notices", ("stranger", "some films", "all films"), ("telling",), every=4),
        Portion("accounts and editors", ("stranger", *few, *STAFF), ("elsewhere",), every=2),
        Portion("actions", ("stranger", "one reveal"), ("acting",), every=3),
        Portion("actions, more unlocked", few, ("acting",), every=4),
        Portion("actions without anything hidden", few[:1], ("acting",), ("none",), every=3),
        Portion("A and A again", few, ("reading", "acting"), ("same",), every=10),
    ]


def _deep() -> list[Portion]:
    """By visitor, so that the work spreads; in full for those who differ in what they unlocked."""
    return [portion for name in EVERYBODY for portion in _of(name, in_full=name in DIFFERENT)]


def _of(name: str, *, in_full: bool) -> list[Portion]:
    all_twins, some = ("same", AT_ONCE, *VARIANTS), (AT_ONCE, "none")
    pages, one_in = (VARIANTS, 1) if in_full else (some, 4)
    return [
        Portion(f"pages, {name}", (name,), ("reading",), pages),
        Portion(f"odd questions, {name}", (name,), ("oddly",), every=one_in),
        Portion(f"further pages, {name}", (name,), ("leafing",), pages),
        Portion(f"notices, searches, {name}", (name,), ("telling",), every=one_in),
        Portion(f"actions, {name}", (name,), ("acting",), some if in_full else (AT_ONCE,)),
        Portion(f"accounts and editors, {name}", (name,), ("elsewhere",), all_twins),
    ]


def facts(report: Report) -> str:
    """What one test has to say to tests/promise/report.py, as a property of its own report."""
    return json.dumps(
        {
            "pairs": report.pairs,
            "findings": [finding.channel for finding in report.findings],
            "words": len(report.canaries_seen),
            "routes": sorted(report.routes),
        }
    )
