"""Content files on the editors' site: an import is shown, and then does just what was shown."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from content.format import FILES
from content.loader import load
from content.models import LoadedEntry
from content.plan import Difference, Row
from editing.models import Version
from gate.publishing import State
from spoilers.models import Beat, Echo, Note

from .changing import HARBOUR, edit
from .desk import EXPORT, PAGE, SHOW, agree, left, texts, told, upload, zip_of, zipped
from .snapshot import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def logged() -> list[tuple[str, str, int, str]]:
    """Kind, name, what was done, by whom; the oldest first."""
    entries = LogEntry.objects.select_related("content_type", "user").order_by("pk")
    return [
        (one.content_type.model, one.object_repr, one.action_flag, one.get_change_message())
        for one in entries
    ]


def versions() -> list[tuple[str, int]]:
    kept = Version.objects.select_related("kind").order_by("pk")
    return [(one.kind.model, one.act) for one in kept]


def test_what_is_new_is_shown_and_nothing_is_done(editor_client):
    before = left()

    shown = upload(editor_client, zip_of(HARBOUR))

    (universe,) = shown.context["plan"].universes
    assert left() == before
    assert (universe.name, universe.newer, universe.unchanged, universe.left_out) == (
        "The Harbour",
        [],
        "",
        "",
    )
    assert [row for row in universe.new if row.kind in ("interview", "quote")] == [
        Row(
            "interview",
            "Ada Moor talks to the Gazette, May 2002",
            "gazette-moor",
            "Published at once",
        ),
        *(
            Row(
                "quote",
                f"Ada Moor talks to the Gazette, May 2002, no. {number}",
                f"gazette-moor/{number}",
                "Published at once",
            )
            for number in (1, 2, 3)
        ),
    ]


def test_what_was_shown_is_done_and_kept_for_editors_like_what_they_type(editor_client):
    shown = upload(editor_client, zip_of(HARBOUR))

    answer = agree(editor_client, shown)

    assert (answer["Location"], told(answer)) == (PAGE, ["Imported: 30 new, 0 changed."])
    assert sorted(logged()) == sorted(
        (row.kind.replace(" ", ""), row.name, 1, "Imported.")
        for row in shown.context["plan"].universes[0].new
        # What is part of something new comes with it.
        if row.kind not in ("quote", "citation", "beat", "evidence")
    )
    assert sorted(versions()) == sorted((model, Version.Act.ADDED) for model, *_rest in logged())
    assert set(Note.objects.values_list("state", "state_set_by")) == {("published", "editor")}


def test_it_comes_out_as_the_command_leaves_it(editor_client):
    agree(editor_client, upload(editor_client, zip_of(HARBOUR)))
    imported = texts_of_notes()
    Echo.objects.all().delete()
    Note.objects.all().delete()
    LoadedEntry.objects.all().delete()

    load(HARBOUR)

    assert texts_of_notes() == imported


def texts_of_notes() -> list[tuple]:
    columns = [field.attname for field in Note._meta.concrete_fields]
    there = {"id", "public_id", "requirement_id", "live_from", "state_set_at", "state_set_by"}
    return [
        tuple(value for name, value in zip(columns, row, strict=True) if name not in there)
        for row in snapshot()["Note"]
    ]


def test_a_change_is_shown_with_what_stands_there_and_what_the_files_say(editor_client, harbour):
    load(HARBOUR)
    edit(harbour / "notes.toml", 'text = "The son leaves."', 'text = "The son stays."')
    edit(harbour / "notes.toml", "also_spoils", "draft = true\ntimecode = '0:10:00'\nalso_spoils")

    shown = upload(editor_client, zip_of(harbour))

    (universe,) = shown.context["plan"].universes
    at = Note.objects.get(label="The letter").live_from
    assert universe.new == []
    assert universe.newer == [
        Row(
            "note",
            "High Water: The ending",
            "high-water/the-ending",
            changed=(Difference("text", "The son leaves.", "The son stays."),),
        ),
        Row(
            "note",
            "High Water: The letter",
            "high-water/the-letter",
            changed=(
                Difference("Readers", f"Published from {moment(at)} on", "Draft"),
                Difference("timecode", "", "0:10:00"),
            ),
        ),
    ]


def moment(at: Any) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"


def test_a_change_is_done_and_logged_where_its_form_is(editor_client, harbour):
    load(HARBOUR)
    edit(harbour / "echoes.toml", '"He casts off."', '"He sails."')
    edit(harbour / "universe.toml", 'title = "Low Water"', 'title = "Lower Water"')

    answer = agree(editor_client, upload(editor_client, zip_of(harbour)))

    assert told(answer) == ["Imported: 0 new, 2 changed."]
    assert logged() == [
        ("film", "Lower Water", 2, "Imported."),
        ("echo", str(Echo.objects.get()), 2, "Imported."),
    ]
    # As each stood before the import, and as it left it.
    acts = (Version.Act.FOUND, Version.Act.CHANGED)
    assert versions() == [(kind, act) for act in acts for kind in ("film", "echo")]


def test_a_part_that_comes_to_what_is_there_is_logged_with_that(editor_client, harbour):
    load(HARBOUR)
    part = '  [[echoes.beats]]\n  uid = "x"\n  theme = "X"\n  later = "X."\n  earlier = "X."\n\n'
    edit(harbour / "echoes.toml", "  [[echoes.evidence]]", f"{part}  [[echoes.evidence]]")
    quote = '  [[interviews.quotes]]\n  uid = "y"\n  speaker = "ada-moor"\n  fidelity = "verbatim"\n  text = "Y."\n'
    file = harbour / "interviews.toml"
    file.write_text(f"{file.read_text()}\n{quote}")

    agree(editor_client, upload(editor_client, zip_of(harbour)))

    assert Beat.objects.filter(uid="x").exists()
    assert logged() == [
        ("quote", "Ada Moor talks to the Gazette, May 2002, no. 4", 1, "Imported."),
        ("echo", str(Echo.objects.get()), 2, "Imported."),
    ]


def test_what_an_editor_changed_stays_and_is_shown(editor_client, harbour):
    load(HARBOUR)
    Note.objects.filter(uid="low-water/the-ending").update(label="The end")
    edit(harbour / "notes.toml", 'label = "The ending"', 'label = "How it ends"')

    shown = upload(editor_client, zip_of(harbour))

    (universe,) = shown.context["plan"].universes
    assert universe.newer == [
        Row(
            "note",
            "Low Water: The end",
            "low-water/the-ending",
            kept=(Difference("label", "The end", "How it ends"),),
        )
    ]
    assert "<h1" in shown.text
    assert "Nothing to import" in shown.text


def test_what_an_editor_changed_is_changed_where_that_is_asked_for(editor_client, harbour):
    load(HARBOUR)
    Note.objects.filter(uid="low-water/the-ending").update(label="The end")
    LoadedEntry.objects.filter(uid="low-water/the-ending").delete()  # as if made here
    edit(harbour / "notes.toml", 'label = "The ending"', 'label = "How it ends"')

    shown = upload(editor_client, zip_of(harbour), overwrites="on")
    agree(editor_client, shown)
    again = upload(editor_client, zip_of(harbour))

    assert [row.changed for row in shown.context["plan"].universes[0].newer] == [
        (Difference("label", "The end", "How it ends"),)
    ]
    assert Note.objects.filter(label="How it ends").count() == 1
    assert again.context["plan"].changes_anything is False


def test_an_export_that_somebody_has_written_in_comes_back(editor_client, world):
    Note.objects.update(sealed_timecode="")  # those of this world are words
    exported = texts(editor_client.post(EXPORT).content)
    place = f"{world.universe.slug}/notes.toml"
    exported[place] = exported[place].replace(f'label = "{world.later.label}"', 'label = "X"', 1)

    shown = upload(editor_client, zipped(exported), overwrites="on")
    agree(editor_client, shown)

    assert shown.context["plan"].summary == "0 new, 1 changed."
    assert Note.objects.filter(label="X").count() == 1


def test_what_was_removed_where_the_files_were_written_is_shown(editor_client, harbour):
    load(HARBOUR)
    (harbour / "editors.toml").write_text(
        '[removed]\nnotes = ["low-water/a", "low-water/the-ending"]'
    )

    shown = upload(editor_client, zip_of(harbour))
    agree(editor_client, shown)

    assert shown.context["plan"].universes[0].removed == ["notes low-water/a"]
    assert LoadedEntry.objects.filter(uid="low-water/a").exists()


def test_the_files_of_one_universe_are_taken_as_they_are(editor_client):
    files = [SimpleUploadedFile(name, (HARBOUR / name).read_bytes()) for name in FILES]

    shown = editor_client.post(SHOW, {"files": files})

    assert len(shown.context["plan"].universes[0].new) == 30


def test_drafts_come_as_drafts(editor_client, harbour):
    for old in ('kind = "ending"', 'kind = "turn"'):
        text = (harbour / "notes.toml").read_text()
        (harbour / "notes.toml").write_text(text.replace(old, f"{old}\ndraft = true"))
    edit(harbour / "echoes.toml", "kind =", "draft = true\nkind =")

    shown = upload(editor_client, zip_of(harbour))
    agree(editor_client, shown)

    assert [
        row.standing
        for row in shown.context["plan"].universes[0].new
        if row.kind in ("note", "echo")
    ] == ["Draft"] * 4
    assert set(Note.objects.values_list("state", flat=True)) == {State.DRAFT}
