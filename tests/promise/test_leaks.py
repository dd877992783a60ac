"""The battery is judged by leaks that we plant: each must be caught, by what should catch it."""

import pytest

from . import battery
from .asking import asks
from .leaks.elsewhere import Elsewhere
from .leaks.planted import LEAKS, Leak
from .leaks.site import patched
from .leaks.summary import TABLE
from .leaks.table import FILE, line, page
from .visitors import visitors
from .whole_world import WholeWorld

EVERY_LEAK = pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)


class Judge:
    """Runs the part of the battery that a leak is about; what it finds without a leak is kept."""

    def __init__(self, world: WholeWorld) -> None:
        self.world = world
        self.visitors = {visitor.name: visitor for visitor in visitors(world)}
        self.asks = asks(world)
        self._clean: dict[tuple, dict[str, str]] = {}

    def without(self, leak: Leak) -> dict[str, str]:
        key = (leak.readers, leak.twins, tuple(self._asked(leak)), leak.caught_by)
        if key not in self._clean:
            self._clean[key] = self.found(leak)
        return self._clean[key]

    def found(self, leak: Leak) -> dict[str, str]:
        """The channels of what was found, each with one of its findings."""
        if isinstance(leak.caught_by, Elsewhere):
            return leak.caught_by.findings(self.world)
        report = battery.run(
            self.world,
            visitors=[self.visitors[name] for name in leak.readers],
            asks=self._asked(leak),
            variants=leak.twins,
        )
        return {finding.channel: str(finding) for finding in report.findings}

    def _asked(self, leak: Leak) -> list:
        return [ask for ask in self.asks if leak.concerns(ask, self.world)]


@pytest.fixture(scope="module")
def judge(whole_world) -> Judge:
    return Judge(whole_world)


@pytest.mark.django_db
@EVERY_LEAK
def test_the_leak_is_found_and_nothing_without_it(leak, judge, record_property):
    without = judge.without(leak)
    with patched(leak.apply, judge.world):
        found = judge.found(leak)

    assert without == {}
    assert leak.expected in found
    record_property(TABLE, line(leak))


def test_each_leak_has_a_channel_of_its_own():
    channels = [leak.channel for leak in LEAKS]

    assert sorted(channels) == sorted(set(channels))


def test_the_table_in_the_documents_is_current():
    assert FILE.read_text() == page(), "write it again: python -m tests.promise.leaks"
