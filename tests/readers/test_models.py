"""What an account keeps: that a film has been seen, once."""

import pytest
from django.db.models import ProtectedError

from films.models import Film
from readers.models import Seen
from tests.factories import SeenFactory
from tests.refusals import Refusal, assert_refused, constraints_of, ids

REFUSALS = [
    Refusal(
        "seen_once",
        lambda world: Seen(user=(seen := SeenFactory(film=world.first)).user, film=seen.film),
        "Seen with this User and Film already exists.",
    ),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "readers", refusal)


def test_every_rule_of_the_database_is_tried():
    assert {refusal.constraint for refusal in REFUSALS} == set(constraints_of("readers"))


def test_a_film_that_a_fan_has_seen_cannot_be_deleted(world):
    seen = SeenFactory()

    with pytest.raises(ProtectedError) as error:
        seen.film.delete()

    assert error.value.protected_objects == {seen}
    assert Film.objects.filter(pk=seen.film.pk).exists()


def test_a_fans_films_go_with_the_account(db):
    seen = SeenFactory()

    seen.user.delete()

    assert list(Seen.objects.all()) == []
