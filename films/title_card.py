"""The layout of a film's title card: which words share a line, how large, and the bars below.

The card is a printed cover, 240 by 320 units. Each line of the title fills the width; the space
that is left is filled with bars, one for five minutes of running time or one an episode.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Self
from unicodedata import combining, normalize

WIDTH, HEIGHT, MARGIN = 240, 320, 16
INNER = WIDTH - 2 * MARGIN
FOOT = 34  # for year and running time
GAP = 9
SMALLEST_BARS = 14
CAP_HEIGHT = 0.86  # of the type size
ACCENT_HEIGHT = 0.24  # of a mark above a capital
ABOVE = 230  # the combining class of marks that stand above their letter (Unicode, UAX 44)
BEARING = 0.06  # white beside the first and the last letter
LARGEST, LARGEST_LESSER, LARGEST_SMALL_WORD = 172, 30, 40
SMALL_WORDS = {"A", "AN", "AT", "FROM", "IN", "OF", "ON", "THE", "TO"}
MOST_WORDS = 8
MINUTES_ACROSS = 180

# Widths of Antonio Bold's capitals, in ems.
WIDTHS = {
    letter: width
    for letters, width in {
        "I'": 0.27,
        ",.!:": 0.26,
        "’": 0.29,
        "1-": 0.33,
        "T": 0.35,
        "LZ–": 0.37,
        "EF": 0.39,
        "SYX?": 0.44,
        "AVJP2456789C3": 0.46,
        "BKRDGOQU0": 0.49,
        "HN&": 0.52,
        "W": 0.66,
        "M": 0.69,
        " ": 0.18,
    }.items()
    for letter in letters
}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    size: float
    y: float  # of the base line
    lesser: bool

    @property
    def x(self) -> float:
        """Set back by the white before the first letter, so that all lines start alike."""
        return round(MARGIN - BEARING * self.size, 1)

    @property
    def length(self) -> float:
        return round(ems(self.text) * self.size, 1)


class TitleParts(NamedTuple):
    """A title, cut where its short title stands in it, so that this can stand large."""

    before: str
    main: str
    after: str

    @classmethod
    def of(cls, title: str, short_title: str) -> Self:
        found = short_title and re.search(rf"(?<!\w){re.escape(short_title)}(?!\w)", title)
        if not found:
            return cls("", title, "")
        return cls(title[: found.start()].strip(), short_title, title[found.end() :].strip())


@dataclass(frozen=True, slots=True)
class TitleCard:
    lines: tuple[Line, ...]
    bars: str  # a path's data, or nothing
    bars_width: float
    bars_dash: str

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, title: str, short_title: str, minutes: int | None, parts: int | None) -> Self:
        before, main, after = divided(title, short_title)
        set_lines = [(line, lesser_size(line), True) for line in before]
        room: float = HEIGHT - 2 * MARGIN - FOOT - SMALLEST_BARS - GAP
        room -= sum(size * height_of(line) + GAP for line, size, _ in set_lines)
        room -= sum(lesser_size(line) * height_of(line) + GAP for line in after)
        set_lines += [(line, big, False) for line, big in best_lines(main, room)]
        set_lines += [(line, lesser_size(line), True) for line in after]
        lines, y = [], float(MARGIN)
        for text, size, is_lesser in set_lines:
            y += size * height_of(text)
            lines.append(Line(text, round(size, 1), round(y, 1), is_lesser))
            y += GAP
        height = round(HEIGHT - MARGIN - FOOT - y, 1)
        length, dash = bars(minutes, parts)
        data = f"M{MARGIN} {round(y + height / 2, 1)}h{length}" if length else ""
        return cls(tuple(lines), data, height, dash)


def ems(text: str) -> float:
    return sum(WIDTHS.get(letter, 0.47) for letter in text)


def height_of(text: str) -> float:
    """Of a line of capitals, in ems."""
    has_accents = any(combining(sign) == ABOVE for sign in normalize("NFD", text))
    return CAP_HEIGHT + (ACCENT_HEIGHT if has_accents else 0)


def words_of(text: str) -> list[str]:
    """The words in capitals, without the marks that only join them."""
    words = (word.strip(":;,–—-/") for word in text.upper().split())
    return [word for word in words if word]


def divided(title: str, short_title: str) -> tuple[list[str], list[str], list[str]]:
    """The lines before the short title, the words of the short title, the lines after it."""
    parts = TitleParts.of(title, short_title)
    if parts.main == title:
        name = short_title or title
        return [], words_of(name) or [name.upper()], []
    joined = [" ".join(words_of(text)) for text in (parts.before, parts.after)]
    return (
        joined[:1] if joined[0] else [],
        words_of(short_title) or [short_title.upper()],
        joined[1:] if joined[1] else [],
    )


def fitting_size(text: str) -> float:
    return INNER / (ems(text) - 2 * BEARING)


def main_size(line: str) -> float:
    small = SMALL_WORDS.issuperset(line.split())
    return min(fitting_size(line), LARGEST_SMALL_WORD if small else LARGEST)


def lesser_size(text: str) -> float:
    return min(fitting_size(text), LARGEST_LESSER)


def best_lines(words: list[str], room: float) -> list[tuple[str, float]]:
    """The division into lines that fills `room` best, with the size of each line."""
    tall = []
    for lines in divisions(words):
        sizes = [main_size(line) for line in lines]
        height = sum(size * height_of(line) for line, size in zip(lines, sizes, strict=True))
        height += GAP * (len(lines) - 1)
        if height > room:
            sizes = [size * room / height for size in sizes]
        filled = sum(ems(line) * size * size for line, size in zip(lines, sizes, strict=True))
        tall.append((filled, -len(lines), list(zip(lines, sizes, strict=True))))
    return max(tall)[2]


def divisions(words: list[str]) -> Iterator[list[str]]:
    """Every way to break the words into lines."""
    words = [*words[: MOST_WORDS - 1], " ".join(words[MOST_WORDS - 1 :])]
    words = [word for word in words if word]
    for count in range(len(words)):
        for breaks in combinations(range(1, len(words)), count):
            edges = [0, *breaks, len(words)]
            yield [" ".join(words[a:b]) for a, b in zip(edges, edges[1:], strict=False)]


def bars(minutes: int | None, parts: int | None) -> tuple[float, str]:
    """Length and dash pattern of the stroke that draws the bars."""
    if minutes:
        step = INNER * 5 / MINUTES_ACROSS
        count = min(round(minutes / 5), MINUTES_ACROSS // 5) or 1
        return round(step * (count - 1) + 2, 1), f"2 {round(step - 2, 2)}"
    if parts:
        step = (INNER + GAP) / parts
        return INNER, f"{round(step - GAP, 2)} {GAP}" if step > 2 * GAP else f"{step / 2:.2f}"
    return 0, ""
