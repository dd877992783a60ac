"""The pages that ask before something is withdrawn or deleted tell no sealed text, and no more rows
than the account may look at.
"""

import pytest

from interviews.models import Interview
from spoilers.models import Echo, Note
from tests.canaries import canaries_in
from tests.factories import EchoFactory, EvidenceFactory, NoteFactory

from .test_reached_editors import _on_twins, sent, shown, shown_to_staff
from .whole_world import WholeWorld
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]


def _many_echoes(note: Note) -> None:
    for _one in range(12):
        EchoFactory(later=note, earlier=NoteFactory(film=note.film))


def test_the_page_that_asks_before_an_echo_is_withdrawn_shows_no_sealed_text(
    whole_world: WholeWorld,
) -> None:
    echo = EchoFactory(earlier=whole_world.earlier)  # another echo stands on this end

    answer = shown(page(Echo, "withdraw", echo.pk))

    told = (b"Withdraw this, too?", b"Stays with readers", str(whole_world.earlier).encode())
    assert [one for one in told if one not in answer.body] == []


def test_nor_does_that_of_a_note_on_which_many_stand_or_of_an_interview(
    whole_world: WholeWorld,
) -> None:
    _many_echoes(whole_world.later)

    note = shown(page(Note, "withdraw", whole_world.later.pk))
    interview = shown(page(Interview, "withdraw", whole_world.sealed_quote.interview_id))

    assert b"more</li>" in note.body
    assert b"Out of sight with it" in interview.body


@pytest.mark.parametrize("name", ["echo", "later"])
def test_nor_does_the_page_for_several_that_were_chosen_in_a_list(
    whole_world: WholeWorld, name: str
) -> None:
    item = getattr(whole_world, name)
    chosen = {"action": "withdraw", "_selected_action": [item.pk]}
    path = page(type(item), "changelist")

    one, other = _on_twins(lambda client: sent(path, chosen, client))

    assert one.body == other.body
    assert f"Withdraw these {item._meta.verbose_name_plural}?".encode() in one.body


def test_who_may_look_at_no_echoes_is_not_told_which_stand_on_a_note(
    whole_world: WholeWorld,
) -> None:
    rights = ["change_note", "view_note", "publish_note"]
    path = page(Note, "withdraw", whole_world.later.pk)
    own = canaries_in(*vars(whole_world.later).values())

    answer = shown_to_staff(whole_world, path, rights, own)

    assert b"Withdraw this note?" in answer.body
    assert b"Out of sight with it" not in answer.body


def test_the_page_that_asks_before_an_echo_is_deleted_names_what_stays(
    whole_world: WholeWorld,
) -> None:
    draft = whole_world.draft
    EvidenceFactory(echo=draft, quote=whole_world.sealed_quote)

    answer = shown(page(Echo, "delete", draft.pk))

    assert b"<h2>Stays</h2>" in answer.body
