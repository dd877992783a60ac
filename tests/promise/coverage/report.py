"""Fails a run in which some part of the site never ran on twins, and says which.

No test could say so: several processes share the work, and only the one that started them hears
of all.
"""

from pathlib import Path

import pytest

from . import reached
from .parts import Part

HERE = Path(__file__).parents[1]


class Reach:
    """What the tests of one run tell."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.missed: list[Part] = []
        self.stale: list[str] = []
        self.count = "not counted in this run"

    def hear(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties if report.when == "teardown" else ():
            if name == reached.PROPERTY:
                self.told.append(value)

    def compare(self) -> None:
        self.missed, self.stale = reached.compared(reached.missed(self.told))
        self.count = str(len(self.missed))

    def write(self, terminal: pytest.TerminalReporter) -> None:
        if self.missed or self.stale:
            terminal.section("what no question reaches", red=True)
        for part in self.missed:
            terminal.write_line(str(part))
        for entry in self.stale:
            terminal.write_line(f"Delete from unreached.toml: {entry}")


HEARD = Reach()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    HEARD.hear(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    is_worker = hasattr(session.config, "workerinput")
    if is_worker or session.exitstatus != pytest.ExitCode.OK:
        return
    if is_whole(session.config):
        HEARD.compare()
    if HEARD.missed or HEARD.stale:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_whole(config: pytest.Config) -> bool:
    """No test was left out: then all that ask twins have told, or what they ask is missed."""
    option = config.option
    chosen = option.keyword or option.markexpr or option.deselect or option.ignore
    folders = {Path(argument).resolve() for argument in config.args}
    return not (chosen or getattr(option, "lf", False)) and folders <= {HERE, HERE.parent}
