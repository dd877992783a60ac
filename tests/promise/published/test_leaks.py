"""What is published is judged by leaks that we plant; without them, test_start.py finds nothing."""

import pytest

from tests.promise.leaks import published
from tests.promise.leaks.summary import TABLE, line

from .project import BRIEF, LENGTHY, started


@pytest.fixture(scope="module")
def found() -> list[str]:
    """With all leaks at once, for a start takes its time: each tells where it is."""
    changes = [(file, code) for _what, file, code, _found in published.ALL.values()]
    brief, lengthy = (started(hand.text, changes) for hand in (BRIEF, LENGTHY))
    return brief.findings(lengthy)


@pytest.mark.parametrize("name", published.ALL)
def test_the_leak_is_found(name, found, record_property):
    what, *_code, expected = published.ALL[name]

    assert expected in found
    record_property(TABLE, line(f"Published: {name}", what, f"published/test_start.py: {expected}"))
