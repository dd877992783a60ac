"""The readers of an editor's preview: nobody who visits the site, but somebody like them."""

from collections.abc import Iterable

from gate.reader import Reader


def somebody_like(
    seen: Iterable[int], *, meets_drafts: bool, meets_waiting: bool = False
) -> Reader:
    """Who has seen the films with these keys and revealed nothing.

    With `meets_drafts`, all that is not withdrawn is live for them: an editor asks so to whom
    forms show all of that (pages/preview.py). With `meets_waiting` drafts are, and what waits for a
    review.
    """
    return Reader(seen=frozenset(seen), meets_drafts=meets_drafts, meets_waiting=meets_waiting)
