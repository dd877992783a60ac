"""The programme: every universe with its films. Home, the list of films and the picker show it."""

from dataclasses import dataclass

from django.db.models import Prefetch

from films.cards import FilmCard, counting, film_card
from films.models import Film, Universe
from spoilers.models import Note


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
    name: str
    studio: str
    blurb: str
    accent: str
    listed: tuple[Listed, ...]  # in release order

    @property
    def films(self) -> list[FilmCard]:
        return [one.film for one in self.listed]


def programme() -> list[UniverseCard]:
    labelled = Note.objects.labelled()
    films = Prefetch("films", Film.objects.for_cards().in_release_order())
    return [
        UniverseCard(
            slug=universe.slug,
            name=universe.name,
            studio=universe.studio,
            blurb=universe.blurb,
            accent=universe.accent,
            listed=tuple(
                Listed(film_card(film), labelled.get(film.pk, 0)) for film in universe.films.all()
            ),
        )
        for universe in Universe.objects.prefetch_related(films)
    ]
