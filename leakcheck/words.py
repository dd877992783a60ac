"""A text as words that can be compared: without accents, capitals, plurals and other endings.

A stemmer would be a library more for what a few endings do here: the words of a label are few, and
each of them is looked at by an editor in the end. What is alike in the order of two texts is found by
the standard library (difflib); RapidFuzz is for texts by the hundred thousand.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gate.sorting import folded

from .vocabulary import FUNCTION, IRREGULAR, MARKERS, ORDINARY, OUTCOMES, SCENERY

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
#: After these signs a capital says nothing.
SENTENCE = re.compile(r"(?:^|[.!?:\n“\"(–])\s*[“\"(]?$")
TIMECODE = re.compile(r"(?<![\d:])(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])(?![\d:])")


class Word(NamedTuple):
    """One word of a text: its stem, how it stands there, and whether its capital means a name."""

    stem: str
    written: str
    is_name: bool

    @property
    def is_small_number(self) -> bool:
        """Such as those of a time or a chapter: two texts share one by chance."""
        return self.written.isdigit() and len(self.written) < 4


def words_of(text: str) -> list[Word]:
    """The words of a text in their order."""
    return list(_words(text))


def _words(text: str) -> Iterator[Word]:
    for found in WORD.finditer(text):
        written = POSSESSIVE.sub("", found.group())
        begins = bool(SENTENCE.search(text[max(0, found.start() - 3) : found.start()]))
        is_name = written[:1].isupper() and not begins
        yield Word(stem(written), written, is_name)


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """“Lamps” and “lamp’s” are “lamp”, “lighting” and “lit” are “light”."""
    plain = folded(word).replace(" ", "")
    return _bare(IRREGULAR.get(plain, plain))


def _bare(word: str) -> str:
    for ending, instead, shortest in (
        ("ies", "y", 5),
        ("ied", "y", 5),
        ("sses", "ss", 5),
        ("shes", "sh", 5),
        ("ches", "ch", 5),
        ("ingly", "", 8),
        ("edly", "", 7),
        ("ing", "", 6),
        ("ed", "", 5),
        ("ly", "", 6),
        ("s", "", 4),
    ):
        if (
            word.endswith(ending)
            and len(word) >= shortest
            and not word.endswith(("ss", "us", "is"))
        ):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lseo":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


NOTHING = _stems(FUNCTION)
NAMES_A_SCENE = _stems(SCENERY) - NOTHING
IS_ORDINARY = _stems(ORDINARY) - NAMES_A_SCENE - NOTHING
#: The number of what it tells, by stem.
OUTCOME = {one: number for number, line in enumerate(OUTCOMES) for one in _stems(line)}


def outcomes_in(words: list[Word]) -> dict[int, list[str]]:
    """What the words tell of how a story goes: the words by the number of what they tell."""
    found: dict[int, list[str]] = {}
    for word in words:
        if word.stem in OUTCOME:
            found.setdefault(OUTCOME[word.stem], []).append(word.written)
    return found


def markers_in(text: str) -> list[str]:
    """The turns of speech in it that announce a turn of the story."""
    plain = f" {folded(text)} "
    return [marker for marker in MARKERS if f" {marker} " in plain]


def timecodes_in(text: str) -> dict[range, str]:
    """Times within a film, as they are written, by the seconds that each may mean.

    “16:50” may be minutes and seconds, or hours and minutes: then any second of that minute.
    """
    found: dict[range, str] = {}
    for match in TIMECODE.finditer(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        exact = hours * 3600 + minutes * 60 + seconds
        found[range(exact, exact + 1)] = match.group()
        if match.group(1) is None:
            minute = minutes * 3600 + seconds * 60
            found[range(minute, minute + 60)] = match.group()
    return found
