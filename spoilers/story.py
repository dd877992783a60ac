"""The order of the story, as far as the claims on it agree."""

from collections.abc import Sequence

from films.cards import FilmCard

from .cards import PlacementCard
from .models import Placement

type Claimed = dict[int, list[PlacementCard]]


def story_order(films: Sequence[FilmCard], claimed: Claimed) -> list[FilmCard]:
    """The order of release, changed only where a claim asks for it.

    `films` come in release order; `claimed` holds the claims on each, by the film's key. A
    claim moves the film that it is about, and no other. One that contradicts those before it
    moves nothing: it is still shown beside them.
    """
    order = [film.pk for film in films]
    kept: list[PlacementCard] = []
    for film in films:
        for claim in claimed.get(film.pk, []):
            moved = order if _holds(claim, order) else _moved(claim, order)
            if all(_holds(other, moved) for other in [*kept, claim]):
                order = moved
                kept.append(claim)
    by_key = {film.pk: film for film in films}
    return [by_key[film] for film in order]


def _holds(claim: PlacementCard, order: list[int]) -> bool:
    at = {film: index for index, film in enumerate(order)}
    placed, anchor = at[claim.placed], at.get(claim.anchor)
    if anchor is None:
        return False
    match claim.relation:
        case Placement.Relation.AFTER:
            return anchor < placed
        case Placement.Relation.BEFORE:
            return placed < anchor
        case Placement.Relation.BETWEEN:
            second = at.get(claim.second_anchor or 0)
            return second is not None and anchor < placed < second
    return True


def _moved(claim: PlacementCard, order: list[int]) -> list[int]:
    if claim.anchor not in order:
        return order
    others = [film for film in order if film != claim.placed]
    index = others.index(claim.anchor) + (claim.relation != Placement.Relation.BEFORE)
    return [*others[:index], claim.placed, *others[index:]]
