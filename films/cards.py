"""What a page says of films: plain values, made from rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils.formats import date_format

from gate.models import Gated

from .models import Film
from .title_card import TitleCard, TitleParts

FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}


@dataclass(frozen=True, slots=True)
class FilmLink:
    """What names a film, and leads to it."""

    pk: int
    slug: str
    url: str
    title: str
    short_title: str
    released: date | None
    is_released: bool
    accent: str

    @property
    def name(self) -> str:
        """The short title where there is one."""
        return self.short_title or self.title

    @property
    def year(self) -> int | None:
        return self.released.year if self.released else None

    @property
    def release_key(self) -> tuple[date, str]:
        """Sorts cards as `in_release_order` does rows."""
        return (self.released or date.max, self.title)


@dataclass(frozen=True, slots=True)
class FilmCard(FilmLink):
    """All that is public of a film."""

    kind: str
    kind_label: str
    minutes: int | None
    parts: int | None
    logline: str

    @property
    def style(self) -> str:
        """How its title card is drawn."""
        return self.kind if self.released else "announced"

    @property
    def title_card(self) -> TitleCard:
        return TitleCard.of(self.title, self.short_title, self.minutes, self.parts)

    @property
    def title_parts(self) -> TitleParts:
        return TitleParts.of(self.title, self.short_title)

    @property
    def facts(self) -> str:
        """“Film · 6 June 2025 · 125 minutes”, as far as each is known."""
        counted = [
            counting(self.minutes, "minute") if self.minutes else "",
            counting(self.parts, "part") if self.parts else "",
        ]
        released = dated(self.released, "day") if self.released else "Announced"
        return " · ".join(filter(None, [self.kind_label, released, *counted]))


def film_link(film: Film) -> FilmLink:
    return FilmLink(**_link(film))


def film_card(film: Film) -> FilmCard:
    return FilmCard(
        **_link(film),
        kind=film.kind,
        kind_label=film.get_kind_display(),
        minutes=film.minutes,
        parts=film.parts,
        logline=film.logline,
    )


def _link(film: Film) -> dict[str, Any]:
    return {
        "pk": film.pk,
        "slug": film.slug,
        "url": film.get_absolute_url(),
        "title": film.title,
        "short_title": film.short_title,
        "released": film.released,
        "is_released": film.is_released,
        "accent": film.universe.accent,
    }


class Films:
    """The links of films by their keys, each looked up once: for what stands on one page."""

    def __init__(self, known: Iterable[FilmLink] = ()) -> None:
        self._links = {film.pk: film for film in known}

    def look_up(self, *keys: Iterable[int]) -> None:
        """Fetches the films of these keys, in one query, as far as they are not known yet."""
        if missing := {key for some in keys for key in some} - self._links.keys():
            fields = ("slug", "title", "short_title", "released", "universe__accent")
            films = Film.objects.filter(pk__in=missing).select_related("universe").only(*fields)
            self._links |= {film.pk: film_link(film) for film in films.order_by()}

    def look_up_required(self, items: Iterable[Gated]) -> None:
        self.look_up(*(item.required for item in items))

    def __getitem__(self, key: int) -> FilmLink:
        return self._links[key]

    def required(self, *items: Gated) -> tuple[FilmLink, ...]:
        """The films that these items spoil, in release order. Public by decision."""
        keys = frozenset[int]().union(*(item.required for item in items))
        return tuple(sorted((self._links[key] for key in keys), key=attrgetter("release_key")))


def names(films: Iterable[FilmLink]) -> str:
    """“Chapter 2”, “Chapter 2 and Ballerina”, “John Wick, Chapter 2 and Ballerina”."""
    *others, last = [film.name for film in films] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def dated(day: date, precision: str) -> str:
    """The date as exactly as it is known; `precision` is “day”, “month” or “year”."""
    return date_format(day, FORMATS[precision])


def counting(number: int, noun: str) -> str:
    """“1 note”, “2 notes”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
