"""Rules that the database keeps of requirements."""

import pytest

from gate.models import RequiredFilm
from tests.refusals import Refusal, assert_refused, constraints_of, ids

REFUSALS = [
    Refusal(
        "required_film_once",
        lambda world: RequiredFilm(requirement=world.earlier.requirement, film=world.first, size=1),
        "Required film with this Requirement and Film already exists.",
    ),
    Refusal(
        "required_film_has_size",
        lambda world: RequiredFilm(
            requirement=world.earlier.requirement, film=world.second, size=0
        ),
        "Constraint “required_film_has_size” is violated.",
    ),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "gate", refusal)


def test_every_rule_of_the_database_is_tried():
    assert {refusal.constraint for refusal in REFUSALS} == set(constraints_of("gate"))
