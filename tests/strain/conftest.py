"""The site's own server, with two workers, on what a test has put into its database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.promise.shared_cache.processes import site


@pytest.fixture
def serving(tmp_path: Path) -> AbstractContextManager[str]:
    """Gives "host:port"; its database is that of the test as it is when the block begins."""
    return site(tmp_path, workers=2)


@pytest.fixture
def served(transactional_db, world, serving) -> Iterator[str]:
    with serving as address:
        yield address
