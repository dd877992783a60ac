"""The order of release beside the order of the story, from the placements a reader may read."""

from collections import defaultdict
from dataclasses import dataclass

from gate.reader import Reader

from .models import Film, Placement, Universe


@dataclass(frozen=True, slots=True)
class Claims:
    film: Film
    placements: list[Placement]

    @property
    def disagree(self) -> bool:
        """Sources name different places in the story."""
        return len({(p.relation, p.anchor_id, p.second_anchor_id) for p in self.placements}) > 1


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
        disputed = {claims.film.pk for claims in self.claims if claims.disagree}
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
    for placement in Placement.objects.for_reader(reader).select_related("source"):
        placements[placement.placed_id].append(placement)
    return [_timeline(universe, placements) for universe in Universe.objects.with_films()]


def _timeline(universe: Universe, placements: dict[int, list[Placement]]) -> Timeline:
    films = [film for film in universe.film_list if film.released]
    return Timeline(
        universe=universe,
        release_order=films,
        story_order=story_order(films, placements),
        claims=[Claims(film, placements[film.pk]) for film in films if placements[film.pk]],
    )


def story_order(films: list[Film], placements: dict[int, list[Placement]]) -> list[Film]:
    """Every claim obeyed where that is possible; else, and where nothing is claimed, by release.

    `films` come in release order. Where claims contradict each other in a circle, the film
    that was released first goes first.
    """
    before = defaultdict(set)
    for film in films:
        for claim in placements[film.pk]:
            if claim.relation in (Placement.Relation.AFTER, Placement.Relation.BETWEEN):
                before[film.pk].add(claim.anchor_id)
            if claim.relation == Placement.Relation.BEFORE:
                before[claim.anchor_id].add(film.pk)
            if claim.second_anchor_id is not None:  # "between"
                before[claim.second_anchor_id].add(film.pk)
    ordered, waiting = [], list(films)
    while waiting:
        pending = {film.pk for film in waiting}
        free = [film for film in waiting if not before[film.pk] & pending - {film.pk}]
        chosen = (free or waiting)[0]
        waiting.remove(chosen)
        ordered.append(chosen)
    return ordered
