"""Two texts beside each other: which words, or lines, have gone, and which have come."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

#: With so many words each, or lines where there are more words, two texts are compared; what is
#: longer still is shown as it was and as it is.
MOST = 600
#: What has less in common than this is another text.
ALIKE = 0.4

WORDS = re.compile(r"\S+\s*|\s+")


class Piece(NamedTuple):
    """A part of a text: in both of them, or in one alone."""

    text: str
    is_gone: bool = False
    is_new: bool = False


def compared(before: str, after: str) -> list[Piece]:
    """The pieces of both texts, in order: what has gone before what has come in its place."""
    for parts in (WORDS.findall, _lines):
        old, new = parts(before), parts(after)
        if max(len(old), len(new)) <= MOST:
            matcher = SequenceMatcher(None, old, new, autojunk=False)
            if matcher.ratio() >= ALIKE:
                return [*_pieces(matcher, old, new)]
    return replaced(before, after)


def replaced(before: str, after: str) -> list[Piece]:
    """One value in place of the other; there may be nothing of either."""
    pieces = [Piece(before, is_gone=True), Piece(after, is_new=True)]
    return [piece for piece in pieces if piece.text]


def _pieces(matcher: SequenceMatcher, old: list[str], new: list[str]) -> Iterator[Piece]:
    for act, start, end, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[from_new:to_new])
        if act == "equal":
            yield Piece(gone)
            continue
        # The space after both is neither gone nor new.
        space = gone[len(gone.rstrip()) :]
        if act == "replace" and space == come[len(come.rstrip()) :]:
            gone, come = gone.rstrip(), come.rstrip()
            yield from replaced(gone, come)
            yield Piece(space)
        else:
            yield from replaced(gone, come)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
