import shutil
from pathlib import Path

import pytest

from .changing import HARBOUR


@pytest.fixture
def harbour(tmp_path) -> Path:
    """A copy of the files, to be changed."""
    return shutil.copytree(HARBOUR, tmp_path / "harbour")
