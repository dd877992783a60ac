"""The short report at the end of a run: what was compared, found, planted and caught.

It is kept in tests/promise/output/. The numbers come from the tests themselves, as properties of
their reports, so they add up over several processes.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings

from tests.routes import route_names

from .coverage.report import HEARD
from .leaks.summary import TABLE

PROPERTY = "promise"
FILE = Path(__file__).parent / "output" / "promise.md"
#: Neither a route of ours: what is lost, and what Django and allauth bring.
NOT_OURS = {"none", "borrowed"}

PAGE = """\
# Report on the promise

Database A and its twins were asked the same questions.

| | |
|---|---|
| pairs of answers compared | {pairs:,} |
| differences between twins | {difference} |
| sealed words outside their place | {canary} |
| sealed values at the database cursor for a locked reader, other statements, other rows | {sql} |
| sealed words in the log | {log} |
| parts of requests that the site reads and nobody varies | {input} |
| parts of the site's code and templates that run on no twin | {unreached} |
| rows changed, or cookies set, by reading | {writing} |
| sealed words met by those who may read them | {words:,} |
| planted leaks caught | {caught} of {planted} |
| routes covered | {covered} of {routes} |
| lines of code that could break it (the gate, and who reads) | {trusted:,} of {lines:,}, {share:.1%} |

A twin agrees with A on what is public (`gate/declassified.py`) and on what the reader has \
unlocked, and differs in the rest. docs/promise.md tells what else holds the promise.
"""


def write(terminal: pytest.TerminalReporter) -> None:
    reports = [r for state in ("passed", "failed") for r in terminal.getreports(state)]
    told = list(_properties(reports, PROPERTY))
    if not told:
        return
    caught = len(list(_properties(terminal.getreports("passed"), TABLE)))
    page = _page([json.loads(line) for line in told], caught)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(page)
    terminal.section("the promise")
    for line in page.splitlines():
        if line.count("|") == 3 and "-|" not in line and line.strip("| "):
            terminal.write_line(line.strip("| ").replace(" | ", ": "))


def _properties(reports: Iterable, name: str) -> Iterable[str]:
    for report in reports:
        yield from (value for key, value in report.user_properties if key == name)


def _page(told: list[dict], caught: int) -> str:
    from .leaks.planted import TOTAL  # brings in half of the battery, which other runs do without

    found = [channel for facts in told for channel in facts["findings"]]
    routes = {route for facts in told for route in facts["routes"]} - NOT_OURS
    trusted, lines = _lines(_trusted()), _lines(_site())
    return PAGE.format(
        pairs=sum(facts["pairs"] for facts in told),
        writing=found.count("write") + found.count("cookie"),
        # Words are random, so several processes cannot add them up: the most of one of them.
        words=max(facts["words"] for facts in told),
        caught=caught,
        planted=TOTAL,
        covered=len(routes & route_names()),
        routes=len(route_names()),
        trusted=trusted,
        unreached=HEARD.count,
        lines=lines,
        share=trusted / lines,
        **{name: found.count(name) for name in ("difference", "canary", "sql", "log", "input")},
    )


def _trusted() -> list[Path]:
    """Whatever reads a sealed text, or decides for whom it opens."""
    readers = settings.BASE_DIR / "readers"
    deciding = [readers / f"{name}.py" for name in ("cookies", "middleware", "origin")]
    return [*(settings.BASE_DIR / "gate").glob("*.py"), *deciding]


def _site() -> list[Path]:
    """All Python and templates of the site, without tests and what makemigrations wrote."""
    packages = [file.parent for file in settings.BASE_DIR.glob("*/__init__.py")]
    site = [package for package in packages if package.name != "tests"]
    python = [file for package in site for file in package.rglob("*.py")]
    ours = [file for file in python if "migrations" not in file.parts]
    return [*ours, *(settings.BASE_DIR / "templates").rglob("*.html")]


def _lines(files: Iterable[Path]) -> int:
    return sum(1 for file in files for line in file.read_text().splitlines() if line.strip())
