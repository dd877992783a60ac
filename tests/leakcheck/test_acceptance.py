"""A warning that an editor lets stand does not come again, until its words change."""

import pytest

from leakcheck.acceptance import Accepted, accept, open_among, standing_among
from leakcheck.models import AcceptedWarning
from leakcheck.reading import Site
from leakcheck.rules import warnings
from leakcheck.texts import Warning
from tests.factories import NoteFactory

from .test_command import SECRET, said

pytestmark = pytest.mark.django_db


def raised() -> list[Warning]:
    return warnings(*Site().found())


def words(warnings: list[Warning]) -> list[tuple[str, ...]]:
    return [warning.words for warning in warnings]


@pytest.fixture
def note():
    return NoteFactory(label="The pit bull", sealed_text=SECRET, sealed_timecode="")


def test_what_was_accepted_is_known_with_its_reason_and_by_whom(note, editor):
    accept(note, raised()[0], "It is on the poster.", editor)

    row = AcceptedWarning.objects.get()
    assert standing_among(raised()) == {0: Accepted("It is on the poster.", "editor", row.at)}
    assert open_among(raised()) == []


def test_it_stands_while_other_words_change(note, editor):
    accept(note, raised()[0], "It is on the poster.", editor)

    note.label, note.sealed_text = "A pit bull, or two Pit Bulls", f"{SECRET} It rains."
    note.save()

    assert open_among(raised()) == []


def test_it_comes_again_with_other_words(note, editor):
    accept(note, raised()[0], "It is on the poster.", editor)

    note.label = "The pit bull’s cage, and more pit bulls taken from a cage"
    note.save()

    assert len(open_among(raised())) == 1


def test_what_was_accepted_of_one_item_is_not_of_another(note, editor):
    accept(note, raised()[0], "It is on the poster.", editor)
    other = NoteFactory(label="The pit bull", sealed_text=SECRET, sealed_timecode="")

    assert [one.where.item[1] for one in open_among(raised())] == [other.pk]


def test_it_stands_after_its_editor_is_gone(note, editor):
    accept(note, raised()[0], "It is on the poster.", editor)

    editor.delete()

    (standing,) = standing_among(raised()).values()
    assert standing.by == "somebody whose account is gone"


def test_the_command_counts_what_stands_and_tells_why_when_asked(note, editor):
    accept(note, raised()[0], "It is on the poster.", editor)
    at = AcceptedWarning.objects.get().at

    plain, asked = said(), said("--accepted")

    assert (plain[0], plain[1][0]) == (0, "No warnings; 1 accepted earlier; 6 texts looked at.")
    assert asked[1][1] == f"  accepted by editor on {at:%Y-%m-%d}: It is on the poster."
    assert asked[1][2:] == plain[1]
