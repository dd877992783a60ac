"""The order of release beside the order of the story, from the placements a reader may read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from films.cards import FilmCard

from .cards import PlacementCard
from .story import Claimed, story_order

#: Of the claims on one film, so many are laid beside each other; its page has all.
CLAIMS = 12


@dataclass(frozen=True, slots=True)
class Position:
    """One place in the story, and all who claim it."""

    place: str
    placements: tuple[PlacementCard, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """What is claimed about one film."""

    film: FilmCard
    positions: tuple[Position, ...]
    #: There are more on the page of the film.
    goes_on: bool

    @property
    def differ(self) -> bool:
        """Sources name different places in the story."""
        return len(self.positions) > 1


@dataclass(frozen=True, slots=True)
class Row:
    """A film's index in either order."""

    film: FilmCard
    release_index: int
    story_index: int
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    release_order: tuple[FilmCard, ...]
    story_order: tuple[FilmCard, ...]
    claims: tuple[Claims, ...]

    @property
    def rows(self) -> list[Row]:
        story_index = {film.pk: index for index, film in enumerate(self.story_order)}
        disputed = {claims.film.pk for claims in self.claims if claims.differ}
        return [
            Row(film, index, story_index[film.pk], film.pk in disputed)
            for index, film in enumerate(self.release_order)
        ]


def timeline(films: Sequence[FilmCard], placements: Sequence[PlacementCard]) -> Timeline:
    """Of the films that have a date, given in release order; of each the first claims."""
    dated = tuple(film for film in films if film.released)
    claimed: Claimed = defaultdict(list)
    for placement in placements:
        claimed[placement.placed].append(placement)
    longer = {film for film, claims in claimed.items() if len(claims) > CLAIMS}
    claimed = {film: claims[:CLAIMS] for film, claims in claimed.items()}
    return Timeline(
        release_order=dated,
        story_order=tuple(story_order(dated, claimed)),
        claims=tuple(
            Claims(film, _positions(claimed[film.pk]), film.pk in longer)
            for film in dated
            if film.pk in claimed
        ),
    )


def _positions(placements: Sequence[PlacementCard]) -> tuple[Position, ...]:
    by_place: dict[tuple, list[PlacementCard]] = defaultdict(list)
    for claim in placements:
        by_place[claim.relation, claim.anchor, claim.second_anchor].append(claim)
    return tuple(Position(claims[0].place, tuple(claims)) for claims in by_place.values())
