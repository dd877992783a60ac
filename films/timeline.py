"""The order of release beside the order of the story, from the placements a reader may read."""

from collections import defaultdict
from dataclasses import dataclass

from gate.reader import Reader
from interviews.models import Cited

from .models import Film, Placement, Universe
from .story import story_order


@dataclass(frozen=True, slots=True)
class Position:
    """One place in the story, and all who claim it."""

    words: str
    placements: list[Placement]


@dataclass(frozen=True, slots=True)
class Claims:
    film: Film
    placements: list[Placement]

    @property
    def positions(self) -> list[Position]:
        by_place = defaultdict(list)
        for placement in self.placements:
            by_place[placement.place].append(placement)
        return [Position(listed[0].place_in_words, listed) for listed in by_place.values()]

    @property
    def differ(self) -> bool:
        """Sources name different places in the story."""
        return len(self.positions) > 1


@dataclass(frozen=True, slots=True)
class Timeline:
    universe: Universe
    release_order: list[Film]
    story_order: list[Film]
    claims: list[Claims]

    @property
    def rows(self) -> list[dict]:
        """One row a film: its index in either order, and whether its place is disputed."""
        story_index = {film.pk: index for index, film in enumerate(self.story_order)}
        disputed = {claims.film.pk for claims in self.claims if claims.differ}
        return [
            {
                "film": film,
                "release_index": index,
                "story_index": story_index[film.pk],
                "disputed": film.pk in disputed,
            }
            for index, film in enumerate(self.release_order)
        ]


def timelines(reader: Reader) -> list[Timeline]:
    placements = defaultdict(list)
    for placement in cited_placements(reader):
        placements[placement.placed_id].append(placement)
    return [_timeline(universe, placements) for universe in Universe.objects.with_films()]


def cited_placements(reader: Reader, **filters: Film) -> list[Placement]:
    """The claims that this reader may read, each with `cited`: who makes it, or None."""
    placements = Placement.objects.for_reader(reader).filter(**filters)
    related = ("source", "anchor", "second_anchor")
    found = list(placements.select_related(*related).with_opened("source", reader))
    for placement in found:
        placement.cited = Cited.of(placement) if placement.source else None
    return found


def _timeline(universe: Universe, placements: dict[int, list[Placement]]) -> Timeline:
    films = [film for film in universe.film_list if film.released]
    return Timeline(
        universe=universe,
        release_order=films,
        story_order=story_order(films, placements),
        claims=[Claims(film, placements[film.pk]) for film in films if placements[film.pk]],
    )
