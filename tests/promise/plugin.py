"""What pytest calls at the end of a run; named in tests/conftest.py, from where it is always found.

The rest of the battery needs Django set up and tests/conftest.py loaded, so it comes in late.
"""

import pytest

from .coverage.report import pytest_runtest_logreport, pytest_sessionfinish

__all__ = ["pytest_runtest_logreport", "pytest_sessionfinish", "pytest_terminal_summary"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    from . import report
    from .coverage.report import HEARD
    from .leaks import summary

    summary.pytest_terminal_summary(terminalreporter)
    HEARD.write(terminalreporter)
    report.write(terminalreporter)
