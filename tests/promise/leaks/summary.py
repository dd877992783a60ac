"""Lists the planted leaks, and what found each, at the end of a run that planted them."""

import json
from pathlib import Path

#: The name under which a test keeps its line of the list.
TABLE = "planted leak"
FILE = Path(__file__).parents[1] / "output" / "leaks.md"

FOUND_AS = {
    "canary": "a sealed word in an answer",
    "cookie": "a cookie for a stranger who only reads",
    "difference": "a difference between twins",
    "log": "a sealed word in the log",
    "input": "a part of the request that nobody varies",
    "sql": "a sealed value, or another row, at the database cursor",
    "write": "a row changed by reading",
}


def line(channel: str, what: str, expected: str) -> str:
    """What a test keeps."""
    return json.dumps([channel, what, FOUND_AS.get(expected, f"`{expected}`")])


def pytest_terminal_summary(terminalreporter) -> None:
    found = sorted(
        json.loads(value)
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == TABLE
    )
    if found:
        FILE.parent.mkdir(exist_ok=True)
        rows = [f"| {' | '.join(cells)} |" for cells in found]
        head = ["| channel | leak | found as |", "|---|---|---|"]
        FILE.write_text("\n".join([f"{len(found)} planted leaks found", "", *head, *rows, ""]))
        terminalreporter.section(f"{len(found)} planted leaks found")
        terminalreporter.write_line(f"Listed in {FILE}")
