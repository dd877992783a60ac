"""The order of the story: release order, changed only where a claim asks for it."""

from datetime import date

import pytest

from films.cards import FilmCard, UniverseLink
from spoilers.cards import PlacementCard
from spoilers.story import story_order

TITLES = ["One", "Two", "Three", "Four"]


def film(pk: int, title: str) -> FilmCard:
    return FilmCard(
        **{"pk": pk, "slug": title.lower(), "url": f"/films/{title.lower()}/"},
        **{"title": title, "short_title": "", "released": date(2000 + pk, 1, 1)},
        **{"is_released": True, "accent": "teal", "kind": "feature", "kind_label": "Film"},
        **{"minutes": 101, "parts": None, "logline": "", "sort_key": title.lower()},
        **{"precision": "day", "beside_title": "", "beside_name": ""},
        universe=UniverseLink("/universes/numbers/", "Numbers"),
    )


FILMS = [film(pk, title) for pk, title in enumerate(TITLES, 1)]


def claim(placed: int, relation: str, anchor: int, second_anchor: int | None = None):
    return PlacementCard(placed, relation, anchor, second_anchor, "Somewhere", "A claim.", None)


def ordered(*claims: tuple) -> list[str]:
    """The titles in story order, after claims such as (placed, relation, anchor, anchor)."""
    keys = {film.title: film.pk for film in FILMS}
    claimed: dict[int, list[PlacementCard]] = {}
    for placed, relation, *anchors in claims:
        cards = claimed.setdefault(keys[placed], [])
        cards.append(claim(keys[placed], relation, *(keys[anchor] for anchor in anchors)))
    return [film.title for film in story_order(FILMS, claimed)]


def test_without_claims_it_is_the_order_of_release():
    assert ordered() == ["One", "Two", "Three", "Four"]


def test_a_claim_that_holds_already_moves_nothing():
    assert ordered(("Four", "after", "One")) == ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("claim", "order"),
    [
        (("Four", "before", "Two"), ["One", "Four", "Two", "Three"]),
        (("One", "after", "Three"), ["Two", "Three", "One", "Four"]),
        (("Four", "between", "One", "Two"), ["One", "Four", "Two", "Three"]),
        (("Four", "during", "One"), ["One", "Two", "Three", "Four"]),
    ],
)
def test_a_claim_moves_the_film_that_it_is_about(claim, order):
    assert ordered(claim) == order


def test_claims_that_contradict_each_other_leave_the_other_films_where_they_are():
    claims = [("Three", "before", "One"), ("Three", "after", "One")]

    assert ordered(*claims) == ["Three", "One", "Two", "Four"]


def test_a_film_between_two_in_the_wrong_order_stays():
    assert ordered(("One", "between", "Four", "Two")) == ["One", "Two", "Three", "Four"]


def test_a_claim_about_a_film_that_is_not_shown_moves_nothing():
    elsewhere = 77

    found = story_order(FILMS, {1: [claim(1, "after", elsewhere)]})

    assert found == FILMS


def test_claims_that_agree_all_hold():
    claims = [("Two", "after", "Three"), ("Four", "before", "Two")]

    assert ordered(*claims) == ["One", "Three", "Four", "Two"]
