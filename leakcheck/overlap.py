"""How much of a sealed text stands in words that somebody reads before they may read it."""

from difflib import SequenceMatcher
from typing import NamedTuple

from .texts import Sort, Stage, Text
from .vocabulary import IRREGULAR
from .words import (
    IS_ORDINARY,
    NAMES_A_SCENE,
    NOTHING,
    OUTCOME,
    Word,
    markers_in,
    stem,
)

COPY, OUTCOMES, WORDS = "copy", "outcome", "words"


class Weights(NamedTuple):
    """What each kind of shared word counts, and how much is too much."""

    name: float
    scenery: float
    ordinary: float
    rare: float
    outcome: float
    run: float
    marker: float
    enough: float


#: Of a text that names a thing in a few words, each counts.
LABEL = Weights(0.5, 0.5, 1, 3, 3, 0.75, 0.5, 1.5)
#: A poster tells what a film is about, and so has words in common with its texts.
POSTER = Weights(1, 0, 0.5, 1, 2, 0.5, 1, 3)
#: It tells of the very thing that is sealed.
CLOSE_POSTER = Weights(0.25, 0, 0.75, 1.5, 3, 0.5, 1, 2.5)
#: Prose has much in common with other prose.
PROSE = Weights(0.1, 0, 0.25, 1, 1, 0.75, 0, 3.5)

PRONOUNS = frozenset(map(stem, ("he", "she", "who", "they", "it")))


class Shared(NamedTuple):
    rule: str
    words: tuple[str, ...]
    score: float


def shared(public: Text, sealed: Text, stage: Stage) -> Shared | None:
    """What the two have in common, where it is too much; else None."""
    common = (public.stems & sealed.stems) - NOTHING
    outcomes = public.outcomes.keys() & sealed.outcomes.keys()
    if not (common or outcomes):
        return None
    mine, theirs = public.as_words, sealed.as_words
    weights = _weights(public, sealed)
    bearers = stage.bearers_in(public)
    names = stage.called.union(*bearers.values())
    told = {word for number in outcomes for word in public.outcomes[number]}
    kinds: dict[str, dict[str, str]] = {"scenery": {}, "ordinary": {}, "rare": {}, "named": {}}
    for number, word in enumerate(mine):
        if word.stem in common and word.written not in told:
            kind = _kind(word, mine[number - 1] if number else None, names, public, stage)
            kinds[kind][word.stem] = word.written
    run = _run(mine, theirs, names)
    parts = {
        OUTCOMES: len(outcomes) * weights.outcome,
        WORDS: len(kinds["rare"]) * weights.rare,
        COPY: len(kinds["ordinary"]) * weights.ordinary + max(0, len(run) - 2) * weights.run,
    }
    score = sum(parts.values())
    if score:
        both = [one for one, words in bearers.items() if not words.isdisjoint(sealed.stems)]
        score += len(both) * weights.name + len(kinds["scenery"]) * weights.scenery
        score += len(markers_in(public.words)) * weights.marker
    if score < weights.enough:
        return None
    rule = max(parts, key=lambda part: parts[part])
    if rule == COPY and len(run) > 2:
        return Shared(rule, (" ".join(word.written for word in run),), score)
    found = told.union(*(kinds[kind].values() for kind in ("rare", "ordinary", "named")))
    return Shared(rule, (*(word for word in _written(mine) if word in found),), score)


def _kind(
    word: Word, before: Word | None, names: frozenset[str], public: Text, stage: Stage
) -> str:
    is_told = stage.is_told(word.stem, public.item)
    if word.stem in names or (is_told and word.is_name):
        return "named"
    if word.is_small_number:
        return "scenery"
    if word.stem in NAMES_A_SCENE:
        return "ordinary" if _is_verb(word, before, names) else "scenery"
    if word.stem in IS_ORDINARY or is_told:
        return "ordinary"
    return "rare"


def _is_verb(word: Word, before: Word | None, names: frozenset[str]) -> bool:
    """“Hanne lights”, “who lights”, “lit”: not the thing that is called so."""
    if word.written.lower() in IRREGULAR:
        return True
    has_subject = before is not None and (before.stem in names or before.stem in PRONOUNS)
    return has_subject and word.written.endswith("s") and word.written.islower()


def _written(words: list[Word]) -> list[str]:
    return [*dict.fromkeys(word.written for word in words)]


def _weights(public: Text, sealed: Text) -> Weights:
    is_close = bool(public.hangs_on & sealed.hangs_on)
    if public.sort is Sort.PROSE:
        return PROSE
    if public.sort is Sort.POSTER:
        return CLOSE_POSTER if is_close else POSTER
    return LABEL if is_close else POSTER


def _run(mine: list[Word], theirs: list[Word], names: frozenset[str]) -> list[Word]:
    """The longest row of words that stands in both, if it says anything."""
    stems = [word.stem for word in mine], [word.stem for word in theirs]
    match = SequenceMatcher(None, *stems, autojunk=False).find_longest_match()
    run = mine[match.a : match.a + match.size]
    says_something = any(
        word.stem in OUTCOME
        or _is_verb(word, run[number - 1] if number else None, names)
        or not (word.is_small_number or word.stem in NOTHING | NAMES_A_SCENE | names)
        for number, word in enumerate(run)
    )
    return run if says_something else []
