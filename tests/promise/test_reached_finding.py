"""A search tells who may not read sealed texts nothing of them: not even by what it finds."""

import pytest

from spoilers.models import Note
from tests.canaries import canaries_in

from .test_reached_editors import shown_to_staff
from .whole_world import WholeWorld
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]


@pytest.mark.parametrize("rights", [["view_note"], ["view_note", "change_note"]])
def test_words_in_a_sealed_text_find_nothing_for_who_may_not_read_it(
    whole_world: WholeWorld, rights: list[str]
) -> None:
    """What readers meet is read by who may publish."""
    (word,) = canaries_in(whole_world.later.sealed_text)

    answer = shown_to_staff(whole_world, f"{page(Note, 'changelist')}?q={word}", rights)

    assert b"0 notes" in answer.body
