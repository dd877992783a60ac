"""The table of planted leaks: for docs/leaks.md, and for the end of a test run."""

from django.conf import settings

from .planted import LEAKS, Leak

FILE = settings.BASE_DIR / "docs" / "leaks.md"

CAUGHT_BY = {
    "canary": "a sealed word in an answer",
    "cookie": "a cookie for a stranger who only reads",
    "difference": "a difference between twins",
    "log": "a sealed word in the log",
    "input": "a part of the request that nobody varies",
    "sql": "a sealed value, or another row, at the database cursor",
    "write": "a row changed by reading",
}

INTRODUCTION = """\
# Planted leaks

A test of the promise is worth as much as the leaks that it catches. So we plant some. Each line \
below is a small patch to the running site, put in by the test run and taken out behind it. \
`tests/promise/test_leaks.py` holds of each that the battery finds nothing without it, and with \
it finds what the third column says.

`python -m tests.promise.leaks` writes this page; a test fails while it is not current. When you \
think of a new way to give something away, plant it first, in `tests/promise/leaks/`.

"""


def page() -> str:
    rows = [f"| {leak.channel} | {leak.what} | {caught_by(leak)} |" for leak in LEAKS]
    head = [f"{len(LEAKS)} leaks:", "", "| channel | leak | caught by |", "|---|---|---|"]
    return INTRODUCTION + "\n".join([*head, *rows]) + "\n"


def caught_by(leak: Leak) -> str:
    if isinstance(leak.caught_by, str):
        return CAUGHT_BY[leak.caught_by]
    return f"`{leak.caught_by.name}`"


def line(leak: Leak) -> str:
    """For a terminal."""
    return f"{leak.channel}: {leak.what} [{caught_by(leak)}]"
