"""Requirements, as an editor's change makes them."""

from collections.abc import Iterable

from .rows import Rows
from .writing import insert


def key_of(films: Iterable[int]) -> str:
    return ".".join(map(str, sorted(set(films))))


def require(sets: Iterable[Iterable[int]], rows: Rows) -> list[str]:
    """The keys of the requirements to have seen all films of each set; new ones join the rows."""
    wanted = {key_of(films): sorted(films) for films in map(set, sets)}
    new = {key: films for key, films in wanted.items() if key not in rows["Requirement"]}
    last = max(rows["RequiredFilm"], default=0)
    pairs = ((key, film) for key, films in new.items() for film in films)
    films = {
        pk: {"id": pk, "requirement_id": key, "film_id": film, "size": len(new[key])}
        for pk, (key, film) in enumerate(pairs, start=last + 1)
    }
    insert("Requirement", [{"key": key} for key in new])
    insert("RequiredFilm", films.values())
    rows["Requirement"].update((key, {"key": key}) for key in new)
    rows["RequiredFilm"].update(films)
    return list(wanted)
