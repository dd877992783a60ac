"""The tests of the promise are judged by leaks that we plant: each must be found, as expected."""

import pytest

from .asking.questions import asks
from .asking.visitors import visitors
from .battery import Battery
from .leaks.checks import Check
from .leaks.leak import Leak
from .leaks.planted import LEAKS
from .leaks.site import patched
from .leaks.summary import TABLE, line
from .twins.rows import gated
from .whole_world import WholeWorld

#: Who asks what of which twins, as far as the battery is what finds the leaks there.
MET = {(leak.readers, leak.shows_in) for leak in LEAKS if not isinstance(leak.caught_by, Check)}
CHECKS = {leak.caught_by for leak in LEAKS if isinstance(leak.caught_by, Check)}


class Judge:
    """Asks what leaks are about."""

    def __init__(self, world: WholeWorld) -> None:
        self.world = world
        self.visitors = {visitor.name: visitor for visitor in visitors(world)}
        self.asks = asks(world)
        self.battery = Battery()
        gated()  # the oracle keeps what it has read of the declarations: before a leak changes one

    def found_of(self, leak: Leak) -> dict[str, str]:
        """The channels of what was found, each with one of its findings."""
        if isinstance(leak.caught_by, Check):
            return leak.caught_by.findings(self.world)
        return self._found(leak.readers, leak.shows_in, [leak])

    def found_where_others_are_met(
        self, readers: tuple[str, ...], twins: tuple[str, ...]
    ) -> dict[str, str]:
        met = [leak for leak in LEAKS if (leak.readers, leak.shows_in) == (readers, twins)]
        return self._found(readers, twins, met)

    def _found(
        self, readers: tuple[str, ...], twins: tuple[str, ...], leaks: list[Leak]
    ) -> dict[str, str]:
        asked = [ask for ask in self.asks if any(leak.concerns(ask, self.world) for leak in leaks)]
        report = self.battery.run([self.visitors[name] for name in readers], asked, twins)
        return {finding.channel: str(finding) for finding in report.findings}


@pytest.fixture(scope="module")
def judge(whole_world) -> Judge:
    """Once for all leaks."""
    return Judge(whole_world)


@pytest.mark.django_db
@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_the_leak_is_found(leak, judge, record_property):
    with patched(leak.plant, judge.world):
        found = judge.found_of(leak)

    assert leak.expected in found
    record_property(TABLE, line(leak.channel, leak.what, leak.expected))


@pytest.mark.django_db
@pytest.mark.parametrize(("readers", "twins"), sorted(MET), ids=" ".join)
def test_where_leaks_are_met_nothing_is_found_without_them(readers, twins, judge):
    assert judge.found_where_others_are_met(readers, twins) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("check", sorted(CHECKS, key=str), ids=lambda check: check.name)
def test_a_check_finds_nothing_without_a_leak(check, whole_world):
    assert check.stands_alone or check.findings(whole_world) == {}


def test_each_leak_has_a_channel_of_its_own():
    names = [leak.name for leak in LEAKS]

    assert sorted(names) == sorted(set(names))
