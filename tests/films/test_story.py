"""The order of the story: release order, changed only where a claim asks for it."""

import pytest

from films.models import Placement
from films.story import story_order
from tests.factories import FilmFactory, PlacementFactory, UniverseFactory


@pytest.fixture
def films(db):
    universe = UniverseFactory()
    return [
        FilmFactory(universe=universe, title=title) for title in ("One", "Two", "Three", "Four")
    ]


def ordered(films, *claims: tuple) -> list[str]:
    """The titles in story order, after claims such as (placed, relation, anchor, anchor)."""
    by_title = {film.title: film for film in films}
    claimed: dict[int, list[Placement]] = {}
    for placed, relation, anchor, *second in claims:
        claim = PlacementFactory(
            placed=by_title[placed],
            relation=relation,
            anchor=by_title[anchor],
            second_anchor=by_title[second[0]] if second else None,
        )
        claimed.setdefault(by_title[placed].pk, []).append(claim)
    return [film.title for film in story_order(films, claimed)]


def test_without_claims_it_is_the_order_of_release(films):
    assert ordered(films) == ["One", "Two", "Three", "Four"]


def test_a_claim_that_holds_already_moves_nothing(films):
    assert ordered(films, ("Four", "after", "One")) == ["One", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("claim", "order"),
    [
        (("Four", "before", "Two"), ["One", "Four", "Two", "Three"]),
        (("One", "after", "Three"), ["Two", "Three", "One", "Four"]),
        (("Four", "between", "One", "Two"), ["One", "Four", "Two", "Three"]),
        (("Four", "during", "One"), ["One", "Two", "Three", "Four"]),
    ],
)
def test_a_claim_moves_the_film_that_it_is_about(films, claim, order):
    assert ordered(films, claim) == order


def test_claims_that_contradict_each_other_leave_the_other_films_where_they_are(films):
    claims = [("Three", "before", "One"), ("Three", "after", "One")]

    assert ordered(films, *claims) == ["Three", "One", "Two", "Four"]


def test_a_film_between_two_in_the_wrong_order_stays(films):
    assert ordered(films, ("One", "between", "Four", "Two")) == ["One", "Two", "Three", "Four"]


def test_a_claim_about_a_film_that_is_not_shown_moves_nothing(films):
    elsewhere = FilmFactory(title="Elsewhere")
    claim = PlacementFactory(placed=films[0], relation="after", anchor=elsewhere)

    assert story_order(films, {films[0].pk: [claim]}) == films
