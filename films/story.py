"""The order of the story, as far as the claims on it agree."""

from .models import Film, Placement

type Claimed = dict[int, list[Placement]]


def story_order(films: list[Film], claimed: Claimed) -> list[Film]:
    """The order of release, changed only where a claim asks for it.

    `films` come in release order; `claimed` holds the claims on each, by film id. A claim
    moves the film that it is about, and no other. One that contradicts those before it moves
    nothing: it is still shown beside them.
    """
    order = [film.pk for film in films]
    kept: list[Placement] = []
    for film in films:
        for claim in claimed.get(film.pk, []):
            moved = order if _holds(claim, order) else _moved(claim, order)
            if all(_holds(other, moved) for other in [*kept, claim]):
                order = moved
                kept.append(claim)
    by_id = {film.pk: film for film in films}
    return [by_id[film_id] for film_id in order]


def _holds(claim: Placement, order: list[int]) -> bool:
    at = {film_id: index for index, film_id in enumerate(order)}
    placed, anchor = at.get(claim.placed_id), at.get(claim.anchor_id)
    if placed is None or anchor is None:
        return False
    match claim.relation:
        case Placement.Relation.AFTER:
            return anchor < placed
        case Placement.Relation.BEFORE:
            return placed < anchor
        case Placement.Relation.BETWEEN:
            second = at.get(claim.second_anchor_id or 0)
            return second is not None and anchor < placed < second
    return True


def _moved(claim: Placement, order: list[int]) -> list[int]:
    if claim.anchor_id not in order:
        return order
    others = [film_id for film_id in order if film_id != claim.placed_id]
    index = others.index(claim.anchor_id) + (claim.relation != Placement.Relation.BEFORE)
    return [*others[:index], claim.placed_id, *others[index:]]
