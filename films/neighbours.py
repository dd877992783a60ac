"""The films before and after another one in the release order of its universe.

Each is found in an index, however many films there are. Those without a date come last.
"""

from datetime import date

from gate.keyset import beyond
from gate.prepared import prepared

from .cards import LINK_COLUMNS, FilmLink, film_links
from .models import NO_DATE, Film, FilmQuerySet


def next_to(film: FilmLink, universe: int) -> tuple[FilmLink | None, FilmLink | None]:
    """Those before and after this one; `universe` is the key of its universe."""
    _day, key, slug = film.release_key
    if film.released is None:
        before = _first(_undated_before(universe, key, slug)) or _first(
            _dated_before(universe, NO_DATE, "", "")
        )
        return before, _first(_undated_after(universe, key, slug))
    after = _first(_dated_after(universe, film.released, key, slug))
    return (
        _first(_dated_before(universe, film.released, key, slug)),
        after or _first(_undated_after(universe, "", "")),
    )


def _first(films: FilmQuerySet) -> FilmLink | None:
    return next(iter(film_links(films)), None)


@prepared
def _dated_before(universe: int, day: date, key: str, slug: str) -> FilmQuerySet:
    place = beyond(("-released", day), ("-sort_key", key), ("-slug", slug))
    return _one(universe).filter(place).order_by("-released", "-sort_key", "-slug")[:1]


@prepared
def _dated_after(universe: int, day: date, key: str, slug: str) -> FilmQuerySet:
    place = beyond(("released", day), ("sort_key", key), ("slug", slug))
    return _one(universe).filter(place).order_by("released", "sort_key", "slug")[:1]


@prepared
def _undated_before(universe: int, key: str, slug: str) -> FilmQuerySet:
    undated = _one(universe).filter(beyond(("-sort_key", key), ("-slug", slug)), released=None)
    return undated.order_by("-sort_key", "-slug")[:1]


@prepared
def _undated_after(universe: int, key: str, slug: str) -> FilmQuerySet:
    undated = _one(universe).filter(beyond(("sort_key", key), ("slug", slug)), released=None)
    return undated.order_by("sort_key", "slug")[:1]


def _one(universe: int) -> FilmQuerySet:
    return Film.objects.filter(universe=universe).select_related("universe").only(*LINK_COLUMNS)
