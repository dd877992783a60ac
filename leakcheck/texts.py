"""What is compared: plain values, made from rows (leakcheck/reading.py) or from labelled cases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property, lru_cache
from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit

from .words import IS_ORDINARY, NAMES_A_SCENE, NOTHING, Word, outcomes_in, stem, words_of

TITLE_PARTS = re.compile(r"(?:: | [–—-] )")

#: A row: its model, such as “spoilers.Note”, and its key; None for one that is not stored yet.
type Key = tuple[str, int | None]


class Sort(Enum):
    """How much a text may say before it is too much."""

    #: A few words that everybody reads, and that are to be neutral: a label, a headline.
    LABEL = "label"
    #: What a poster could say: a title, a logline, a description.
    POSTER = "poster"
    #: Part of an address, or the whole of one.
    ADDRESS = "address"
    #: Prose: what is sealed, or would be with another stamp.
    PROSE = "prose"


@dataclass(frozen=True)
class Text:
    """One column of one row, and who may read it."""

    item: Key
    #: The column, as the models name it and as editors do.
    column: str
    label: str
    sort: Sort
    words: str
    #: The films (their keys) of which all must be seen; none for what everybody reads.
    needs: frozenset[int] = frozenset()
    #: The films that it is about, those that it needs among them.
    about: frozenset[int] = frozenset()
    #: The rows on which its row hangs, itself among them.
    hangs_on: frozenset[Key] = frozenset()
    is_sealed: bool = False

    @cached_property
    def as_words(self) -> list[Word]:
        if self.is_url:
            # Which site it is says nothing; the last part says what the page is about.
            return words_of(unquote(urlsplit(self.words).path).rstrip("/").rpartition("/")[2])
        return words_of(self.words)

    @property
    def is_for_everybody(self) -> bool:
        return not (self.is_sealed or self.needs)

    @property
    def is_url(self) -> bool:
        return self.sort is Sort.ADDRESS and "://" in self.words

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.as_words)

    @cached_property
    def outcomes(self) -> dict[int, list[str]]:
        return outcomes_in(self.as_words)

    def places(self, name: tuple[str, ...]) -> Iterator[range]:
        """Where a name, given by its stems, stands in the text, one word after another."""
        if name and self.stems.issuperset(name):
            for start in range(len(self.as_words) - len(name) + 1):
                if all(self.as_words[start + place].stem == one for place, one in enumerate(name)):
                    yield range(start, start + len(name))

    def keeps_from(self, other: "Text") -> bool:
        """Somebody may read `other`, and not yet this."""
        return not self.needs <= other.needs


class Named(NamedTuple):
    """A character or a person, and the films (their keys) in which they are known to be."""

    item: Key
    name: str
    #: Everybody may know.
    shown: frozenset[int]
    #: Known to whoever has seen that film.
    hidden: frozenset[int]

    @property
    def is_character(self) -> bool:
        return self.item[0] == "people.Character"


class Title(NamedTuple):
    """A film by what it is called."""

    film: int
    names: tuple[str, ...]

    @property
    def parts(self) -> set[str]:
        """Also what stands before and after a colon."""
        return {part for name in self.names for part in (name, *TITLE_PARTS.split(name))}


@dataclass(frozen=True)
class Stage:
    """Who and what everybody knows."""

    named: list[Named] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    posters: list[Text] = field(default_factory=list)

    def as_everybody_knows_it(self) -> Self:
        """Without who takes part where that gives something away."""
        named = [
            one._replace(hidden=frozenset()) for one in self.named if one.shown or not one.hidden
        ]
        return replace(self, named=named)

    @cached_property
    def bearers(self) -> dict[str, list[Named]]:
        """Who is called so, by each word of their names that is not a common one."""
        found: dict[str, list[Named]] = {}
        for one in self.named:
            for word in distinct(one.name):
                found.setdefault(word, []).append(one)
        return found

    @cached_property
    def called(self) -> frozenset[str]:
        """What stands in the names and titles that everybody knows."""
        known = [one.name for one in self.named if one.shown]
        known += [name for title in self.titles for name in title.names]
        return frozenset(word.stem for name in known for word in words_of(name)) - NOTHING

    def bearers_in(self, text: Text) -> dict[str, frozenset[str]]:
        """Whom the text names and its readers know: the stems that stand for them, by their names."""
        if text not in self._bearers_in:
            known = [one for one in self.named if one.shown or one.item in text.hangs_on]
            found: dict[str, frozenset[str]] = {}
            for one in known:
                if words := text.stems.intersection(distinct(one.name)):
                    found[one.name] = words
                if any(text.places(phrase(one.name))):
                    found[one.name] = frozenset(phrase(one.name))
            self._bearers_in[text] = found
        return self._bearers_in[text]

    @cached_property
    def _bearers_in(self) -> dict[Text, dict[str, frozenset[str]]]:
        return {}

    @cached_property
    def has_cast(self) -> frozenset[int]:
        """The films of which some character is known."""
        return frozenset().union(*(one.shown for one in self.named if one.is_character))

    @cached_property
    def told_by(self) -> dict[str, set[Key]]:
        """The rows whose posters have a word, by its stem."""
        found: dict[str, set[Key]] = {}
        for text in self.posters:
            for one in text.stems:
                found.setdefault(one, set()).add(text.item)
        return found

    def is_told(self, word: str, item: Key) -> bool:
        """Everybody knows this word (its stem) already, from elsewhere than this row."""
        return word in self.called or bool(self.told_by.get(word, set()) - {item})

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], set[int]]:
        """The films that are called so, in whole or in part, by the words in their order."""
        found: dict[tuple[str, ...], set[int]] = {}
        for title in self.titles:
            for part in title.parts:
                found.setdefault(phrase(part), set()).add(title.film)
        return found

    @cached_property
    def with_article(self) -> frozenset[tuple[str, ...]]:
        """Films that one word calls so, and an article: “The Continental”."""
        parts = {part for title in self.titles for part in title.parts}
        return frozenset(
            phrase(part) for part in parts if len(words_of(part)) > len(phrase(part)) == 1
        )


@lru_cache(maxsize=4096)
def phrase(name: str) -> tuple[str, ...]:
    """The stems of a name, without its article."""
    stems = tuple(word.stem for word in words_of(name))
    return stems[1:] if stems[:1] == (stem("the"),) else stems


@lru_cache(maxsize=4096)
def distinct(name: str) -> list[str]:
    """The words of a name that stand for its bearer by themselves: “Wick”, not “the Director”."""
    common = NOTHING | NAMES_A_SCENE | IS_ORDINARY
    return [word for word in phrase(name) if word not in common and len(word) > 2]


class Warning(NamedTuple):
    """Words that may give something away: of which rule, where, why, and which words."""

    rule: str
    #: Where the words stand that somebody reads too early, or that need another film.
    where: Text
    why: str
    words: tuple[str, ...]
    #: What they give away, where that is a text.
    of: Text | None = None
