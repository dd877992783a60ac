"""What the check of the editors' forms says of the words that come in by an import."""

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

from django.db import models

from editing.forms import Editing
from editing.suspecting import Suspicion, checks, may_change

from .loaded import Loaded

#: Each row takes as long as a form of it, and others wait to write meanwhile.
MOST = 10


class Suspected(NamedTuple):
    """A row that was loaded, and words that may give something away."""

    row: models.Model
    suspicion: Suspicion


def suspected(results: Iterable[Loaded], editor: Any) -> list[Suspected] | None:
    """In the rows that were loaded, after they were; None where there are too many to look at."""
    rows = [
        row
        for loaded in results
        for row in (
            *(item for _entry, item in loaded.new),
            *(one.row for one in loaded.newer if one.changed),
        )
    ]
    if len(rows) > MOST:
        return None
    editing = Editing(None, "", False, lambda row: [], partial(may_change, editor))
    return [
        Suspected(row, one) for row in rows for check in checks for one in check(row, None, editing)
    ]
