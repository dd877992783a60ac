"""The programme: universes with their films, a page at a time, or the first few films of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from films.cards import FilmCard, counting, film_cards
from films.models import RELEASE_ORDER, Film, FilmQuerySet, Universe
from gate.among import Among
from gate.keyset import beyond
from gate.prepared import prepared
from spoilers.models import Note

from .paging import Position, address_after

#: On the page of a universe: a film's card, which is drawn, is the largest entry of any list. A browser
#: lays out all that is near in one task, which should take it no more than 50 ms.
FILMS = 36
#: On a page of universes, and of each of them so many films.
UNIVERSES = 5
FIRST_FILMS = 12

#: Before the first film of a universe, in release order.
BEFORE_FILMS: Position = (date.min, "", "")
#: Before the first universe.
START: Position = (0, "")


@dataclass(frozen=True, slots=True)
class Listed:
    film: FilmCard
    #: How many of its notes have a public label.
    labelled: int

    @property
    def in_words(self) -> str:
        return counting(self.labelled, "note") if self.film.is_released else "Announced"


@dataclass(frozen=True, slots=True)
class UniverseCard:
    slug: str
    url: str
    name: str
    studio: str
    blurb: str
    accent: str
    listed: tuple[Listed, ...]  # in release order
    #: It has more films than are shown.
    goes_on: bool = False

    @property
    def films(self) -> list[FilmCard]:
        return [one.film for one in self.listed]

    @property
    def further(self) -> str:
        """The page of the films that come after these."""
        return address_after(self.url, self.films[-1].release_key)


def programme(
    after: Position = START, most: int = 0, films_each: int = FIRST_FILMS
) -> tuple[list[UniverseCard], Position | None]:
    """Universes with their first films; and after what the next page begins, if there is one."""
    most = most or UNIVERSES
    found = list(_universes_after(*after)[: most + 1])
    universes = found[:most]
    films = by_universe(film_cards(_first_of_each([one.pk for one in universes])))
    longer = {page for page, cards in films.items() if len(cards) > films_each}
    first = {page: cards[:films_each] for page, cards in films.items()}
    end = _place(universes[-1]) if len(found) > most else None
    return _cards(universes, first, longer=longer), end


def universe_card(slug: str, after: Position) -> tuple[UniverseCard, Position | None] | None:
    """A universe with a page of its films, and after which film the next one begins, if any.

    None where no universe has this slug.
    """
    for universe in _universe(slug):
        films = film_cards(_films_after(universe.pk, *after)[: FILMS + 1])
        (card,) = _cards([universe], by_universe(films[:FILMS]))
        return card, card.films[-1].release_key if len(films) > FILMS else None
    return None


def by_universe(films: Iterable[FilmCard]) -> dict[str, list[FilmCard]]:
    """Films by the page of their universe."""
    found: dict[str, list[FilmCard]] = defaultdict(list)
    for film in films:
        found[film.universe.url].append(film)
    return found


def _place(universe: Universe) -> Position:
    return universe.position, universe.sort_key


def _cards(
    universes: Iterable[Universe],
    films: Mapping[str, Sequence[FilmCard]],
    longer: Collection[str] = (),
) -> list[UniverseCard]:
    keys = [film.pk for cards in films.values() for film in cards]
    labelled = dict(iter(_labelled(keys)))  # asked for its keys, it would be an ordinary query
    pages = [(universe, universe.get_absolute_url()) for universe in universes]
    return [
        UniverseCard(
            slug=universe.slug,
            url=page,
            name=universe.name,
            studio=universe.studio,
            blurb=universe.blurb,
            accent=universe.accent,
            listed=tuple(Listed(film, labelled.get(film.pk, 0)) for film in films.get(page, ())),
            goes_on=page in longer,
        )
        for universe, page in pages
    ]


UNIVERSE = ("slug", "name", "studio", "blurb", "accent", "position", "sort_key")


@prepared
def _universe(slug: str) -> QuerySet[Universe]:
    return Universe.objects.filter(slug=slug).only(*UNIVERSE).order_by()


@prepared
def _universes_after(position: int, key: str) -> QuerySet[Universe]:
    """A sort key holds the name, which is unique."""
    after = beyond(("position", position), ("sort_key", key))
    return Universe.objects.filter(after).only(*UNIVERSE)


@prepared
def _films_after(universe: int, day: date, key: str, slug: str) -> FilmQuerySet:
    films = Film.objects.filter(universe=universe).after(day, key, slug)
    return films.for_cards().in_release_order()


@prepared
def _first_of_each(universes: Collection[int]) -> FilmQuerySet:
    """One more of each than is shown."""
    place = Window(RowNumber(), partition_by=F("universe_id"), order_by=RELEASE_ORDER)
    films = Film.objects.filter(Among("universe_id", universes)).alias(place=place)
    return films.filter(place__lte=FIRST_FILMS + 1).for_cards().in_release_order()


@prepared
def _labelled(films: Collection[int]) -> QuerySet[Note, tuple[int, int]]:
    return Note.objects.filter(Among("film_id", films)).labelled()
