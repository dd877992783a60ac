"""Fails a run in which some part of the site never ran on twins, and says which; see reach.py.

No test could say so: several processes share the work, and only the one that started them hears
of all.
"""

from pathlib import Path

import pytest

from . import reach

FIXTURE = "on_twins"
ASKING = "asking twins"


class Reach:
    """What the tests of one run tell."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.tests: set[str] = set()
        self.expected = 0
        self.missed: list[reach.Part] = []
        self.stale: list[reach.Part] = []
        self.count = "not counted in this run"

    def hear(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties if report.when == "teardown" else ():
            if name == reach.PROPERTY:
                self.told.append(value)
                self.tests.add(report.nodeid)
            elif name == ASKING:
                self.expected = value

    def is_complete(self, config: pytest.Config) -> bool:
        """All tests that ask twins have told, and none was left out by a file, a name or a mark."""
        files = {Path(test.partition("::")[0]).name for test in self.tests}
        chosen = config.option.keyword or config.option.markexpr or "::" in "".join(config.args)
        return not chosen and files == _files() and len(self.tests) == self.expected

    def compare(self) -> None:
        self.missed, self.stale = reach.compared(self.told)
        self.count = str(len(self.missed))

    def write(self, terminal: pytest.TerminalReporter) -> None:
        if not self.told:
            return
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
    if HEARD.is_complete(session.config):
        HEARD.compare()
    if HEARD.missed or HEARD.stale:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _files() -> set[str]:
    here = Path(__file__).parent
    return {file.name for file in here.glob("test_*.py") if FIXTURE in file.read_text()}
