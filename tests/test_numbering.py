"""What tests rely on to compare pages that carry numbers of rows."""

import pytest
from django.db import transaction

from .factories import FilmFactory, UserFactory
from .numbering import begin_again, taken_back

pytestmark = pytest.mark.django_db


def rolled_back(make) -> int:
    with transaction.atomic():
        key = make().pk
        transaction.set_rollback(True)
    return key


@pytest.mark.parametrize("make", [FilmFactory, UserFactory])
def test_what_is_taken_back_leaves_no_gap_in_numbers(make):
    keys = []
    for _ in range(2):
        with taken_back():
            keys.append(rolled_back(make))

    assert make().pk == keys[0] == keys[1]


def test_numbers_begin_again_after_the_rows_that_are_there():
    there = FilmFactory()
    rolled_back(FilmFactory)

    begin_again()

    assert FilmFactory().pk == there.pk + 1
