"""What an import asks before it is done: whether it may open something, why words stay, and anew."""

import pytest

from content.desk import TICK, WHY
from content.loader import load
from content.plan import Difference, Row
from films.models import Film
from leakcheck.models import AcceptedWarning
from spoilers.models import Note

from .changing import HARBOUR, NOTE, edit
from .desk import agree, left, refused, told, upload, zip_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


OPENED = Row(
    "note",
    "High Water: The letter",
    "high-water/the-letter",
    changed=(
        Difference(
            "Spoils",
            "Even its existence spoils: left out until the films are seen: Low Water and High Water",
            "Spoils: shown as locked until the films are seen: Low Water and High Water",
        ),
    ),
    opens="Everyone will be able to know that it is there. Whoever has seen Low Water and High "
    "Water will be able to read it.",
)


def test_what_opens_something_is_shown_and_done_once_the_box_is_ticked(editor_client, harbour):
    load(HARBOUR)
    edit(harbour / "notes.toml", "existence_spoils = true", "")
    before = left()

    shown = upload(editor_client, zip_of(harbour))
    unticked = agree(editor_client, shown)
    between = left()
    answer = agree(editor_client, unticked, opening="on")

    assert shown.context["plan"].opened == [OPENED]
    assert unticked.context["form"].errors == {"opening": [TICK]}
    assert between == before
    assert told(answer) == ["Imported: 0 new, 1 changed."]


def test_words_that_give_something_away_are_kept_with_a_reason_or_not_at_all(
    editor_client, harbour
):
    load(HARBOUR)
    edit(harbour / "notes.toml", 'label = "The ending"', 'label = "The son dies"')
    edit(harbour / "notes.toml", "The son comes home.", "The son dies at home.")
    before = left()

    shown = upload(editor_client, zip_of(harbour))
    without = agree(editor_client, shown)
    oddly = agree(editor_client, shown, stands_because="Everybody\u202eknows.")
    between = left()
    answer = agree(editor_client, without, stands_because="Everybody knows.")

    warned = shown.context["plan"].warned
    note = Note.objects.get(uid="low-water/the-ending")
    assert [(one.kind, one.name) for one in warned] == [("note", "Low Water: The son dies")] * 2
    assert [one.sentence.partition(". See")[0] for one in warned] == [
        "The label tells a turn of the story that is sealed: “son”",
        "The label tells a turn of the story that is sealed: “son”, “dies”.",
    ]
    assert without.context["form"].errors == {"stands_because": [WHY]}
    assert list(oddly.context["form"].errors) == ["stands_because"]
    assert between == before
    assert told(answer)[-1:] == ["Imported: 0 new, 1 changed."]
    assert list(AcceptedWarning.objects.values_list("key", "by__username")) == [
        (note.pk, "editor"),
        (note.pk, "editor"),
    ]


@pytest.mark.parametrize(("number", "is_checked"), [(10, True), (11, False)])
def test_of_many_rows_it_is_said_that_their_words_were_not_looked_at(
    editor_client, harbour, number, is_checked
):
    load(HARBOUR)
    people = "".join(
        f'[[people]]\nslug = "a{place}"\nname = "A"\nsort_name = "A"\n' for place in range(number)
    )
    edit(harbour / "people.toml", "[[people]]", f"{people}\n[[people]]")

    shown = upload(editor_client, zip_of(harbour))

    assert shown.context["plan"].is_checked == is_checked
    assert ("too many rows to look" in shown.text) != is_checked


@pytest.mark.parametrize(("overwrites", "number"), [("", 0), ("on", 1)])
def test_what_has_changed_meanwhile_is_shown_anew_whatever_was_ticked(
    editor_client, harbour, overwrites, number
):
    load(HARBOUR)
    edit(harbour / "notes.toml", 'label = "The ending"', 'label = "How it ends"')
    shown = upload(editor_client, zip_of(harbour), overwrites=overwrites)
    Note.objects.filter(uid="low-water/the-ending").update(label="The end")
    before = left()

    anew = agree(editor_client, shown, opening="on")

    plan = anew.context["plan"]
    assert "Changed since you opened this page" in anew.text
    assert plan.summary == f"0 new, {number} changed."
    assert [row.changed + row.kept for row in plan.universes[0].newer] == [
        (Difference("label", "The end", "How it ends"),)
    ]
    assert not anew.context["form"]["opening"].value()
    assert left() == before


def test_the_answer_to_what_is_shown_anew_is_done(editor_client, harbour):
    load(HARBOUR)
    edit(harbour / "notes.toml", 'label = "The ending"', 'label = "How it ends"')
    edit(harbour / "notes.toml", 'label = "The letter"', 'label = "A letter"')
    shown = upload(editor_client, zip_of(harbour))
    Note.objects.filter(uid="low-water/the-ending").update(label="The end")

    answer = agree(editor_client, agree(editor_client, shown))

    assert told(answer) == ["Imported: 0 new, 1 changed."]
    assert set(Note.objects.values_list("label", flat=True)) == {
        "The end",
        "The ending",
        "A letter",
    }


def test_what_goes_wrong_by_the_time_of_the_answer_is_told(editor_client, harbour):
    load(HARBOUR)
    edit(harbour / "notes.toml", "1:31:02", "1:33:02")
    shown = upload(editor_client, zip_of(harbour))
    Film.objects.filter(slug="low-water").update(minutes=60)
    before = left()

    answer = agree(editor_client, shown)

    assert refused(answer) == [f"{NOTE}: timecode: The running time is 60 minutes."]
    assert left() == before
