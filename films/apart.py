"""What stands beside the name of a film that another film has too."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gate.sorting import folded

from .dates import dated


def apart(names: Iterable[tuple[Any, str]]) -> dict[int, str]:
    """For each film, given with its name: what tells it from all others of that name, by its key.

    Its year; or, where another one is of the same year, the date as exactly as it is known; or,
    where that is the same as well, its slug. Empty where no other has the name.
    """
    groups: dict[str, list[Any]] = defaultdict(list)
    for film, name in names:
        groups[folded(name)].append(film)
    return {film.pk: _beside(film, group) for group in groups.values() for film in group}


def told_apart(name: str, beside: str) -> str:
    """“Ballerina (2025)”; the name alone where nothing stands beside it."""
    return f"{name} ({beside})" if beside else name


def _beside(film: Any, group: Sequence[Any]) -> str:
    if len(group) == 1:
        return ""
    ways: tuple[Callable[[Any], str], ...] = (_year, _date)
    for say in ways:
        said = [say(one) for one in group]
        if said.count(say(film)) == 1:
            return say(film)
    return f"{_date(film)}, {film.slug}"


def _year(film: Any) -> str:
    return str(film.released.year) if film.released else "announced"


def _date(film: Any) -> str:
    return dated(film.released, film.precision) if film.released else "announced"
