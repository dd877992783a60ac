"""The tests of the promise are judged by leaks that we plant: each must be found, as expected."""

import pytest
from django.conf import settings
from django.test import override_settings

from . import battery
from .asking.questions import Ask, asks
from .asking.visitors import visitors
from .leaks.checks import Check
from .leaks.leak import Leak
from .leaks.planted import LEAKS
from .leaks.site import patched
from .leaks.summary import TABLE, line
from .whole_world import WholeWorld

EVERY_LEAK = pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)


class Judge:
    """Asks what a leak is about; what is found without any leak is kept for the next one."""

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
        if isinstance(leak.caught_by, Check):
            return leak.caught_by.findings(self.world)
        report = battery.run(
            self.world,
            visitors=[self.visitors[name] for name in leak.readers],
            asks=self._asked(leak),
            variants=leak.twins,
        )
        return {finding.channel: str(finding) for finding in report.findings}

    def _asked(self, leak: Leak) -> list[Ask]:
        return [ask for ask in self.asks if leak.concerns(ask, self.world)]


@pytest.fixture(scope="module")
def judge(whole_world) -> Judge:
    """Once for all, in front of what tests/conftest.py does for each test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        return Judge(whole_world)


@pytest.mark.django_db
@EVERY_LEAK
def test_the_leak_is_found_and_nothing_without_it(leak, judge, record_property):
    without = judge.without(leak)
    with patched(leak.plant, judge.world):
        found = judge.found(leak)

    assert without == {}
    assert leak.expected in found
    record_property(TABLE, line(leak.channel, leak.what, leak.expected))


def test_each_leak_has_a_channel_of_its_own():
    names = [leak.name for leak in LEAKS]

    assert sorted(names) == sorted(set(names))
