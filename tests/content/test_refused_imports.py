"""What cannot be imported is refused in words, and nothing is done."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from content.desk import SHOWN_FOR, STALE
from content.format import FILES
from content.loaded import Limits
from content.loader import TOO_MUCH, load, load_folders
from content.reading import ContentError, folders_at
from spoilers.models import Note
from tests.factories import UserFactory
from tests.signing_in import sign_in_to_edit

from .changing import ECHO, HARBOUR, NOTE, edit
from .desk import DO, PAGE, SHOW, agree, left, refused, told, upload, zip_of, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_mistakes_are_told_with_file_entry_and_field_and_nothing_is_done(editor_client, harbour):
    edit(harbour / "notes.toml", '"1:31:02"', '"1:36:00"')
    edit(harbour / "echoes.toml", 'theme = "The quay"', "")
    before = left()

    answer = upload(editor_client, zip_of(harbour))

    assert (answer.status_code, refused(answer)) == (
        200,
        [
            f"{NOTE}: timecode: The running time is 95 minutes.",
            f"{ECHO}, beats 1: theme: missing",
        ],
    )
    assert left() == before


UPLOADS = {
    "nothing": ([], ["This field is required."]),
    "an empty file": ([("a.zip", b"")], ["The submitted file is empty."]),
    "no zip": (
        [("a.zip", b"text")],
        ["This is no ZIP file, no .toml file and no .csv table, or it is damaged."],
    ),
    "two zips": (
        [("a.zip", zipped({})), ("b.zip", zipped({}))],
        ["Choose one ZIP, one table, or .toml files alone."],
    ),
    "two files of one name": (
        [("notes.toml", b"1"), ("notes.toml", b"2")],
        ["Two of the files have one name."],
    ),
    "too much": ([("a.zip", b"0" * 1_000_001)], ["Together, at most 1 MB are taken."]),
    "a folder without files": (
        [("a.zip", zipped({"a/notes.toml": ""}))],
        [f"a/{name}: missing" for name in FILES if name != "notes.toml"],
    ),
    "too many entries": (
        [("a.zip", zipped({f"a/{name}": "[universe]\n" + "[[films]]\n" * 5000 if "u" in name[:1] else "" for name in FILES}))],
        ["There are 5001 entries; at most 5000 are taken."],
    ),
    "too many mistakes": (
        [("a.zip", zipped({f"a/{name}": "[universe]\n" + "x = 1\n" if "u" in name[:1] else f"{'y' * 400} = 1" for name in FILES}))],
        [f"a/{name}: {'y' * 400}: unknown"[:300] + "…" for name in FILES if "u" not in name[:1]],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "lines"), UPLOADS.values(), ids=UPLOADS)
def test_what_cannot_be_taken_is_refused_in_words(editor_client, files, lines):
    before = left()

    answer = editor_client.post(
        SHOW, {"files": [SimpleUploadedFile(name, data) for name, data in files]}
    )

    assert (answer.status_code, refused(answer)) == (200, lines)
    assert left() == before


def test_more_than_can_be_waited_for_is_refused(harbour):
    with pytest.raises(ContentError) as raised:
        load_folders(folders_at(harbour), limits=Limits(100, 29, 0))

    assert raised.value.errors == [TOO_MUCH.format(29)]
    assert Note.objects.count() == 0


def test_what_is_there_already_is_not_counted(harbour):
    load(HARBOUR)
    edit(harbour / "notes.toml", 'label = "The ending"', 'label = "How it ends"')

    (loaded,) = load_folders(folders_at(harbour), limits=Limits(100, 1, 0))

    assert loaded.updated == ["notes low-water/the-ending: label"]


def test_with_many_mistakes_the_rest_is_not_looked_at(harbour):
    edit(harbour / "notes.toml", 'kind = "turn"', "")
    edit(harbour / "interviews.toml", "[the son] ", "")

    with pytest.raises(ContentError) as raised:
        load_folders(folders_at(harbour), limits=Limits(100, 100, 0))

    assert raised.value.errors == [
        "harbour/notes.toml, notes 3 (high-water/the-letter): kind: missing"
    ]


def test_an_answer_that_was_given_by_another_editor_or_none_does_nothing(editor_client, harbour):
    other_client = Client()
    sign_in_to_edit(other_client, UserFactory(is_staff=True, is_superuser=True))
    shown = upload(editor_client, zip_of(harbour)).context["shown"]
    before = left()

    answers = [
        other_client.post(DO, {"shown": shown}),
        editor_client.post(DO, {"shown": f"{shown}x"}),
        editor_client.post(DO, {"shown": "a:b:c"}),
        editor_client.post(DO),
    ]

    assert [(answer["Location"], told(answer)[-1:]) for answer in answers] == [(PAGE, [STALE])] * 4
    assert left() == before


def test_what_was_shown_long_ago_is_not_done(editor_client, harbour, monkeypatch):
    shown = upload(editor_client, zip_of(harbour))
    later = signing.time.time() + timedelta(seconds=SHOWN_FOR + 1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)

    answer = agree(editor_client, shown)

    assert (told(answer)[-1:], Note.objects.count()) == ([STALE], 0)
