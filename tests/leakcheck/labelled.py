"""The labelled cases, and how well the rules tell leaks from what is honest."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from leakcheck.rules import warnings
from leakcheck.texts import Named, Sort, Stage, Text, Title, Warning

HERE = Path(__file__).parent
#: The rules were made while looking at the first; the second was laid aside until then.
FILES = ("tuned", "held")


class Case(NamedTuple):
    """Some texts, and whether one of them gives something away."""

    name: str
    texts: list[Text]
    is_leak: bool


class Measure(NamedTuple):
    cases: int
    leaks: int
    precision: float
    recall: float
    missed: list[str]
    false_alarms: list[str]

    def __str__(self) -> str:
        return (
            f"{self.cases} cases, {self.leaks} of them leaks: "
            f"precision {self.precision:.3f}, recall {self.recall:.3f}"
        )


def measure(name: str) -> Measure:
    """How the rules do on a file of cases."""
    cases = list(cases_of(name))
    found = {case.name for case in cases if found_in(case)}
    leaks = {case.name for case in cases if case.is_leak}
    return Measure(
        len(cases),
        len(leaks),
        len(found & leaks) / len(found),
        len(found & leaks) / len(leaks),
        sorted(leaks - found),
        sorted(found - leaks),
    )


def found_in(case: Case) -> list[Warning]:
    return warnings(case.texts, stage())


@cache
def stage() -> Stage:
    read = _read("stage")
    numbers = _numbers()
    named, people = [], {}
    for number, one in enumerate(read["characters"], 1):
        shown = frozenset(numbers[slug] for slug in one["films"])
        hidden = frozenset(numbers[slug] for slug in one.get("hidden", ()))
        named.append(Named(("people.Character", number), one["name"], shown, hidden))
        if player := one.get("played"):
            people[player] = Named(("people.Person", number), player, shown, hidden)
    for number, one in enumerate(read["people"], 100):
        shown = frozenset(numbers[slug] for slug in one["films"])
        people[one["name"]] = Named(("people.Person", number), one["name"], shown, frozenset())
    titles = [
        Title(numbers[film["slug"]], tuple(filter(None, (film["title"], film.get("short_title")))))
        for film in read["films"]
    ]
    described = [one for one in read["characters"] if "description" in one]
    posters = [
        Text(
            ("people.Character", 1_000 + number), "description", "", Sort.POSTER, one["description"]
        )
        for number, one in enumerate(described)
    ]
    return Stage([*named, *people.values()], titles, posters)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text())


@cache
def _numbers() -> dict[str, int]:
    return {film["slug"]: number for number, film in enumerate(_read("stage")["films"], 1)}


def cases_of(name: str) -> Iterator[Case]:
    kinds = {
        "notes": _note,
        "films": _film,
        "facts": _fact,
        "interviews": _interview,
        "sources": _source,
        "requirements": _requirement,
    }
    for table, scenes in _read(name).items():
        for number, scene in enumerate(scenes, 1):
            for key in ("leaks", "honest", "slug_leaks", "slug_honest"):
                for words in scene.get(key, ()):
                    texts = kinds[table](scene, words, key.startswith("slug"))
                    yield Case(f"{table} {number}: {words}", texts, key.endswith("leaks"))


def _films(*slugs: str) -> frozenset[int]:
    return frozenset(_numbers()[slug] for slug in slugs)


def _note(scene: dict, words: str, is_slug: bool) -> list[Text]:
    films = _films(scene["film"], *scene.get("also_spoils", ()))
    item = ("spoilers.Note", 1)
    label = Text(item, "label", "label", Sort.LABEL, words, frozenset(), films, frozenset([item]))
    sealed = [_sealed(item, scene["text"], films)]
    if timecode := scene.get("timecode"):
        sealed.append(_sealed(item, timecode, films))
    return [label, *sealed]


def _film(scene: dict, words: str, is_slug: bool) -> list[Text]:
    films = _films(scene["film"])
    item = ("films.Film", min(films))
    logline = Text(
        item, "logline", "logline", Sort.POSTER, words, frozenset(), films, frozenset([item])
    )
    return [
        logline,
        *(
            _sealed(("spoilers.Note", number), text, films)
            for number, text in enumerate(scene["sealed"], 1)
        ),
    ]


def _fact(scene: dict, words: str, is_slug: bool) -> list[Text]:
    who = next(one for one in _read("stage")["characters"] if one["name"] == scene["character"])
    character = next(one.item for one in stage().named if one.name == who["name"])
    fact = ("people.CharacterFact", 1)
    films = _films(*who["films"])
    description = Text(
        character, "description", "description", Sort.POSTER, words, frozenset(), films,
        frozenset([character]),
    )  # fmt: skip
    relative = [one.item for one in stage().named if one.name == scene.get("relative")]
    sealed = _sealed(fact, scene["text"], _films(*scene["spoils"]), character, *relative)
    return [description, sealed]


def _interview(scene: dict, words: str, is_slug: bool) -> list[Text]:
    films = _films(*scene["films"])
    interview = ("interviews.Interview", 1)
    sort, column = (Sort.ADDRESS, "slug") if is_slug else (Sort.LABEL, "label")
    label = Text(interview, column, column, sort, words, frozenset(), films, frozenset([interview]))
    return [
        label,
        *(
            _sealed(("interviews.Quote", number), text, films, interview)
            for number, text in enumerate(scene["sealed"], 1)
        ),
    ]


def _source(scene: dict, words: str, is_slug: bool) -> list[Text]:
    films = _films(*scene["spoils"])
    harmless, sealed = ("interviews.Source", 1), ("interviews.Source", 2)
    sort = Sort.ADDRESS if "://" in words else Sort.LABEL
    public = Text(
        harmless, "url", "address", sort, words, frozenset(), films,
        frozenset([harmless, ("interviews.Quote", 1)]), is_sealed=True,
    )  # fmt: skip
    return [public, *(_sealed(sealed, text, films, harmless) for text in scene["sealed"])]


def _requirement(scene: dict, words: str, is_slug: bool) -> list[Text]:
    return [_sealed(("spoilers.Note", 1), words, _films(*scene["spoils"]))]


def _sealed(item: tuple, text: str, films: frozenset[int], *others: tuple) -> Text:
    sort = Sort.ADDRESS if "://" in text else Sort.PROSE
    return Text(
        item, "sealed_text", "text", sort, text, films, films, frozenset([item, *others]), True
    )
