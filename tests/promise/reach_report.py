"""Fails a run in which some part of the site never ran on twins, and says which; see reach.py.

No test could say so: several processes share the work, and only the one that started them hears
of all.
"""

from pathlib import Path

import pytest

from . import reach

HERE = Path(__file__).parent


class Reach:
    """What the tests of one run tell."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.missed: list[reach.Part] = []
        self.stale: list[reach.Part] = []
        self.count = "not counted in this run"

    def hear(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties if report.when == "teardown" else ():
            if name == reach.PROPERTY:
                self.told.append(value)

    def compare(self) -> None:
        self.missed, self.stale = reach.compared(self.told)
        self.count = str(len(self.missed))

    def write(self, terminal: pytest.TerminalReporter) -> None:
        if self.missed or self.stale:
            terminal.section("what no question reaches", red=True)
        for part in self.missed:
            terminal.write_line(f"Never ran on twins: {part.where}\n    {part.what}")
        for part in self.stale:
            terminal.write_line(f"Delete from unreached.toml: {part.where}\n    {part.what}")


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
    chosen = option.keyword or option.markexpr or option.deselect or option.lf or option.ignore
    folders = {Path(argument).resolve() for argument in config.args}
    return not chosen and folders <= {HERE, HERE.parent}
