"""What a page says of films: plain values, made from rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.urls import get_script_prefix
from django.utils import timezone

from gate.addresses import address
from gate.among import Among
from gate.models import Gated
from gate.prepared import prepared
from gate.reader import Reader
from gate.texts import listing

from .apart import told_apart
from .dates import DatePrecision, dated, is_past
from .models import NO_DATE, Film, FilmQuerySet
from .title_card import TitleCard, TitleParts


class UniverseLink(NamedTuple):
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class FilmLink:
    """What names a film, and leads to it."""

    pk: int
    slug: str
    url: str
    title: str
    short_title: str
    sort_key: str
    released: date | None
    precision: str
    is_released: bool
    #: What tells it from another film with the same one; else empty.
    beside_title: str
    beside_name: str
    accent: str

    @property
    def name(self) -> str:
        """The short title where there is one; told apart where another film has the same."""
        return told_apart(self.short_title or self.title, self.beside_name)

    @property
    def full_title(self) -> str:
        """Told apart where another film has the same title."""
        return told_apart(self.title, self.beside_title)

    @property
    def year(self) -> int | None:
        return self.released.year if self.released else None

    @property
    def release_key(self) -> tuple[date, str, str]:
        """Sorts cards as `in_release_order` does rows, and says after which films one comes."""
        return (self.released or NO_DATE, self.sort_key, self.slug)


@dataclass(frozen=True, slots=True)
class FilmCard(FilmLink):
    """All that is public of a film."""

    kind: str
    kind_label: str
    minutes: int | None
    parts: int | None
    logline: str
    universe: UniverseLink

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
        """“Film · 6 June 2025 · 125 minutes”, as far and as exactly as each is known."""
        counted = [
            counting(self.minutes, "minute") if self.minutes else "",
            counting(self.parts, "part") if self.parts else "",
        ]
        released = dated(self.released, self.precision) if self.released else "Announced"
        return " · ".join(filter(None, [self.kind_label, released, *counted]))

    @property
    def coming(self) -> str:
        """“It comes out on 6 June 2027.”, “It comes out in 2027.”: of a film that is not out."""
        if self.released is None:
            return "It has no date yet."
        on = "on" if self.precision == DatePrecision.DAY else "in"
        return f"It comes out {on} {dated(self.released, self.precision)}."


#: What `film_link` asks of a row.
LINK_COLUMNS = (
    *("id", "slug", "title", "short_title", "sort_key", "released", "precision"),
    *("beside_title", "beside_name", "universe__accent"),
)
CARD_COLUMNS = (
    *LINK_COLUMNS,
    *("kind", "minutes", "parts", "logline", "universe__slug", "universe__name"),
)
#: Cards of so many films are kept in each process, by all that goes into them: the values of the
#: row, the day, and the address below which the site stands.
KEPT = 2048

type Values = tuple[Any, ...]

_for_link, _for_card = (
    attrgetter(*(name.replace("__", ".") for name in columns))
    for columns in (LINK_COLUMNS, CARD_COLUMNS)
)


def film_link(film: Film) -> FilmLink:
    return film_links([film])[0]


def film_card(film: Film) -> FilmCard:
    return film_cards([film])[0]


def film_links(films: Iterable[Film]) -> list[FilmLink]:
    today, site = timezone.localdate(), get_script_prefix()
    return [_link(today, site, _for_link(film)) for film in films]


def film_cards(films: Iterable[Film]) -> list[FilmCard]:
    today, site = timezone.localdate(), get_script_prefix()
    return [_card(today, site, _for_card(film)) for film in films]


@lru_cache(maxsize=KEPT)
def _link(today: date, site: str, values: Values) -> FilmLink:
    return FilmLink(**_named(today, values))


@lru_cache(maxsize=KEPT)
def _card(today: date, site: str, values: Values) -> FilmCard:
    more = len(LINK_COLUMNS)
    kind, minutes, parts, logline, universe, name = values[more:]
    return FilmCard(
        **_named(today, values[:more]),
        kind=kind,
        kind_label=Film.Kind(kind).label,
        minutes=minutes,
        parts=parts,
        logline=logline,
        universe=UniverseLink(address("universe", universe), name),
    )


def _named(today: date, values: Values) -> dict[str, Any]:
    named = dict(zip(LINK_COLUMNS, values, strict=True))
    return named | {
        "pk": named.pop("id"),
        "url": address("film", named["slug"]),
        "is_released": is_past(named["released"], named["precision"], today),
        "accent": named.pop("universe__accent"),
    }


@dataclass(frozen=True, slots=True)
class Spoiled:
    """The films that an item gives away, as far as its reader is told their names.

    Two names together can tell what answers what. So until one of the films is seen, only the
    item's own film is named; the others are counted, and named once the reader asks.
    """

    #: In release order.
    films: tuple[FilmLink, ...]
    named: tuple[FilmLink, ...]
    unseen: tuple[FilmLink, ...]

    @property
    def markable(self) -> list[FilmLink]:
        """Those of which a button may say “I have seen it”: named, out, and not seen yet."""
        return [film for film in self.named if film in self.unseen and film.is_released]

    @property
    def unnamed(self) -> int:
        return len(self.films) - len(self.named)

    @property
    def in_words(self) -> str:
        """“Chapter 2 and Ballerina”, or “Chapter 2 and another film”, or “2 films”."""
        words = [film.name for film in self.named]
        if self.unnamed:
            words.append(another(self.unnamed) if words else counting(self.unnamed, "film"))
        return listing(words)

    @property
    def in_full(self) -> str:
        """With every name: for the question that follows the button."""
        return names(self.films)

    def among(self, films: Iterable[FilmLink]) -> "Spoiled":
        """The same of these films only."""
        kept = frozenset(films)
        parts = (self.films, self.named, self.unseen)
        return Spoiled(*(tuple(film for film in part if film in kept) for part in parts))


def spoiled(films: Iterable[FilmLink], own: Collection[int], reader: Reader) -> Spoiled:
    """How `reader` is told of `films`; `own` are the keys of the item's own among them."""
    films = tuple(films)
    unseen = reader.unseen(films)
    is_told = len(films) < 2 or len(unseen) < len(films)
    named = films if is_told else tuple(film for film in films if film.pk in own)
    return Spoiled(films, named, unseen=tuple(unseen))


class Films:
    """The links of films by their keys, each looked up once: for what stands on one page."""

    def __init__(self, known: Iterable[FilmLink] = ()) -> None:
        self._links = {film.pk: film for film in known}
        self._required: dict[frozenset[int], tuple[FilmLink, ...]] = {}

    def look_up(self, *keys: Iterable[int]) -> None:
        """Fetches the films of these keys, in one query, as far as they are not known yet."""
        if missing := {key for some in keys for key in some} - self._links.keys():
            self._links |= {film.pk: film for film in film_links(_linked(missing))}

    def look_up_required(self, items: Iterable[Gated]) -> None:
        self.look_up(*(item.required for item in items))

    def __getitem__(self, key: int) -> FilmLink:
        return self._links[key]

    def required(self, *items: Gated) -> tuple[FilmLink, ...]:
        """The films that these items spoil, in release order. Public by decision."""
        keys = frozenset[int]().union(*(item.required for item in items))
        if keys not in self._required:
            films = (self._links[key] for key in keys)
            self._required[keys] = tuple(sorted(films, key=attrgetter("release_key")))
        return self._required[keys]


@prepared
def _linked(keys: Collection[int]) -> FilmQuerySet:
    films = Film.objects.filter(Among("pk", keys)).select_related("universe")
    return films.only(*LINK_COLUMNS).order_by()


def names(films: Iterable[FilmLink]) -> str:
    """“Chapter 2”, “Chapter 2 and Ballerina”, “John Wick, Chapter 2 and Ballerina”."""
    return listing([film.name for film in films])


def another(number: int) -> str:
    """“another film”, “2 other films”."""
    return "another film" if number == 1 else f"{number} other films"


def counting(number: int, noun: str) -> str:
    """“1 note”, “2 notes”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
