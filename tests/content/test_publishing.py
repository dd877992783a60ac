"""What waits in the files waits on the site; what comes at a moment comes then, and no sooner."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import models
from django.utils import timezone

from content.dumping import dump
from content.loader import load
from content.models import LoadedEntry
from gate.publishing import State
from gate.reader import NOBODY
from interviews.models import Quote
from spoilers.models import Echo, Note, Placement

from .changing import ECHO, HARBOUR, INTERVIEW, edit, errors_of, told
from .emptying import empty
from .snapshot import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SOON = datetime(2927, 1, 5, 18, tzinfo=UTC)
LATER = SOON + timedelta(days=1)
PAST = datetime(2020, 1, 5, 18, tzinfo=UTC)
#: Of each kind, one on which no echo stands: its model, its file, its entry, a line of it, its
#: place in messages, and who gets in once it is published.
LONELY = {
    "a note": (
        Note,
        "notes.toml",
        "high-water/the-letter",
        'label = "The letter"',
        "harbour/notes.toml, notes 3 (high-water/the-letter)",
        "Whoever has seen Low Water and High Water will be able to read it.",
    ),
    "a quote": (
        Quote,
        "interviews.toml",
        "gazette-moor/1",
        'fidelity = "verbatim"',
        f"{INTERVIEW}, quotes 1",
        "Everyone will be able to read it.",
    ),
    "a placement": (
        Placement,
        "universe.toml",
        "high-water/before/low-water/gazette-2002",
        'relation = "before"',
        "harbour/universe.toml, placements 2 (high-water/before/low-water/gazette-2002)",
        "Whoever has seen Low Water and High Water will be able to read it.",
    ),
    "an echo": (
        Echo,
        "echoes.toml",
        "high-water/the-ending--low-water/the-ending",
        'kind = "inverts"',
        ECHO,
        "Whoever has seen Low Water and High Water will be able to read it.",
    ),
}
KINDS = pytest.mark.parametrize("lonely", LONELY.values(), ids=LONELY)


def say(folder: Path, lonely: tuple, *lines: str) -> None:
    """Write these fields into the entry, in place of those that were there."""
    _model, name, _uid, line, *_rest = lonely
    fresh = (HARBOUR / name).read_text()
    assert fresh.count(line) == 1
    (folder / name).write_text(fresh.replace(line, "\n".join([line, *lines])))


def item(lonely: tuple) -> models.Model:
    model, _name, uid, *_rest = lonely
    return model.objects.get(uid=uid)


def standing(lonely: tuple) -> tuple[str, datetime | None]:
    found = item(lonely)
    return found.state, found.live_from


def met(lonely: tuple) -> bool:
    """Whether somebody who has seen everything meets the item."""
    return lonely[0].objects.for_reader(everything()).filter(uid=lonely[2]).exists()


def opens(lonely: tuple, field: str) -> list[str]:
    *_others, place, who = lonely
    return [f"{place}: {field}: This opens what is sealed. {who} Load with --open to agree."]


@KINDS
def test_what_says_nothing_is_there_from_the_moment_of_loading_on(lonely):
    before = timezone.now().replace(microsecond=0)

    load(HARBOUR)

    found = item(lonely)
    assert (found.state, before <= found.live_from <= timezone.now()) == (State.PUBLISHED, True)
    assert met(lonely)


@KINDS
@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("draft = true", (State.DRAFT, None)),
        ('state = "review"', (State.REVIEW, None)),
        ('state = "withdrawn"', (State.WITHDRAWN, None)),
        ("live_from = 2927-01-05T19:00:00.5+01:00", (State.PUBLISHED, SOON)),
    ],
)
def test_what_waits_is_loaded_as_such_and_met_by_nobody(harbour, lonely, line, state):
    say(harbour, lonely, line)

    load(harbour)

    assert (standing(lonely), met(lonely)) == (state, False)


@KINDS
def test_a_moment_that_has_gone_is_taken_over(harbour, lonely):
    say(harbour, lonely, "live_from = 2020-01-05T18:00:00Z")

    load(harbour)

    assert (standing(lonely), met(lonely)) == ((State.PUBLISHED, PAST), True)


WAITING = (
    "draft = true",
    "live_from = 2927-01-05T18:00:00Z",
    'state = "review"',
    'state = "withdrawn"',
)


@pytest.mark.parametrize(
    ("lonely", "line"), list(zip(LONELY.values(), WAITING, strict=True)), ids=LONELY
)
def test_loading_what_waits_twice_changes_nothing(harbour, lonely, line):
    say(harbour, lonely, line)
    load(harbour)
    before = snapshot()

    again = told(harbour)

    assert again == ([], [])
    assert snapshot() == before


@KINDS
def test_a_newer_file_makes_a_draft_of_what_nobody_changed(harbour, lonely):
    load(HARBOUR)
    say(harbour, lonely, "draft = true")

    updated, kept = told(harbour)

    assert ([line.rpartition(": ")[2] for line in updated], kept) == (["draft"], [])
    assert (standing(lonely), met(lonely)) == ((State.DRAFT, None), False)


@KINDS
def test_a_newer_file_publishes_a_draft_once_somebody_agrees(harbour, lonely):
    say(harbour, lonely, "draft = true")
    load(harbour)
    say(harbour, lonely)

    refused = errors_of(harbour)
    load(harbour, may_open=True)
    was_met = met(lonely)
    say(harbour, lonely, "draft = true")

    assert (refused, was_met) == (opens(lonely, "draft"), True)
    assert told(harbour)[1] == []
    assert standing(lonely) == (State.DRAFT, None)


@KINDS
def test_a_sooner_moment_is_asked_for_and_a_later_one_is_not(harbour, lonely):
    say(harbour, lonely, "live_from = 2927-01-05T18:00:00Z")
    load(harbour)

    say(harbour, lonely, "live_from = 2927-01-06T18:00:00Z")
    later = told(harbour), standing(lonely)
    say(harbour, lonely, "live_from = 2927-01-05T18:00:00Z")
    sooner = errors_of(harbour)
    say(harbour, lonely)
    now = errors_of(harbour)
    load(harbour, may_open=True)

    updated, kept = later[0]
    assert ([line.rpartition(": ")[2] for line in updated], kept) == (["live_from"], [])
    assert later[1] == (State.PUBLISHED, LATER)
    assert (sooner, now) == (opens(lonely, "live_from"), opens(lonely, "draft"))
    assert met(lonely)


@KINDS
def test_another_moment_of_what_is_there_already_opens_nothing(harbour, lonely):
    load(HARBOUR)
    say(harbour, lonely, "live_from = 2020-01-05T18:00:00Z")

    load(harbour)

    assert standing(lonely) == (State.PUBLISHED, PAST)


@KINDS
@pytest.mark.parametrize("decided", ["published", "withdrawn", "to come", "waiting for review"])
def test_what_an_editor_decided_stays(harbour, lonely, decided):
    say(harbour, lonely, *["draft = true"] * (decided in ("published", "waiting for review")))
    load(harbour)
    match decided:
        case "published":
            item(lonely).publish(by="ada")
        case "withdrawn":
            item(lonely).withdraw(by="ada")
        case "to come":
            item(lonely).publish(at=SOON, by="ada")
        case "waiting for review":
            item(lonely).submit(by="ada")
    before = snapshot()

    updated, kept = told(harbour)

    assert (updated, [line.rpartition(": ")[2] for line in kept]) == ([], ["draft"])
    assert snapshot() == before


def test_a_newer_text_leaves_who_decided_and_when(harbour):
    load(HARBOUR)
    echo = Echo.objects.get()
    echo.withdraw()
    echo.publish(at=PAST, by="ada")
    Echo.objects.update(state_set_at=PAST)
    edit(harbour / "echoes.toml", "He goes the way", "He goes on the way")

    load(harbour)

    echo = Echo.objects.get()
    assert (echo.state, echo.live_from, echo.state_set_by, echo.state_set_at) == (
        *(State.PUBLISHED, PAST),
        *("ada", PAST),
    )
    assert Echo.objects.for_reader(everything()).get().text.startswith("He goes on")


def test_an_echo_of_the_files_needs_its_notes_in_the_database_published(harbour):
    load(HARBOUR)
    Note.objects.get(uid="low-water/the-ending").withdraw()
    Echo.objects.get().delete()
    LoadedEntry.objects.filter(table__in=["echoes", "beats", "evidence"]).delete()

    assert errors_of(harbour) == [
        f"{ECHO}: “Low Water: The ending” is not published: publish it first, or both."
    ]


def test_a_draft_that_comes_to_spoil_less_opens_to_nobody(harbour):
    lonely = LONELY["a note"]
    say(harbour, lonely, "draft = true")
    load(harbour)
    edit(harbour / "notes.toml", 'also_spoils = ["low-water"]', "")

    load(harbour)

    assert (standing(lonely)[0], len(item(lonely).required)) == (State.DRAFT, 1)


def dumped(folder: Path) -> dict[str, str]:
    dump(folder)
    return {file.name: file.read_text() for file in folder.rglob("*.toml")}


def test_every_state_and_moment_comes_back_from_a_dump(tmp_path):
    load(HARBOUR)
    letter, keeper = Note.objects.get(label="The letter"), Quote.objects.get(position=3)
    letter.publish(at=SOON)
    keeper.withdraw()
    Quote.objects.get(position=1).publish(at=PAST)
    placement, other = Placement.objects.order_by("pk")
    placement.withdraw()
    placement.submit()
    Placement.objects.filter(pk=other.pk).update(state=State.DRAFT, live_from=None)
    # An editor may take back what a published echo stands on.
    Note.objects.get(uid="low-water/the-ending").withdraw()
    standings = {lonely: standing(LONELY[lonely]) for lonely in LONELY}

    one = dumped(tmp_path / "one")
    empty()
    load(tmp_path / "one")
    back = {lonely: standing(LONELY[lonely]) for lonely in LONELY}
    two = dumped(tmp_path / "two")

    assert two == one
    assert back == standings
    assert "live_from = 2927-01-05 18:00:00+00:00\n" in one["notes.toml"]
    assert 'state = "withdrawn"\n' in one["interviews.toml"]
    assert 'state = "review"\n' in one["universe.toml"]
    assert "draft = true\n" in one["universe.toml"]


def test_what_editors_decided_outlives_a_dump_and_what_is_newer_in_the_files(harbour, tmp_path):
    load(HARBOUR)
    Note.objects.get(label="The letter").withdraw()
    Quote.objects.get(position=1).publish(at=SOON)
    dump(tmp_path / "dump")
    empty()
    load(tmp_path / "dump")

    updated, kept = told(harbour)

    assert (updated, kept) == (
        [],
        ["quotes gazette-moor/1: draft", "notes high-water/the-letter: draft"],
    )
    assert standing(LONELY["a note"]) == (State.WITHDRAWN, None)
    assert standing(LONELY["a quote"]) == (State.PUBLISHED, SOON)


def test_nobody_meets_a_loaded_draft_by_any_road(harbour):
    say(harbour, LONELY["a note"], "draft = true")
    edit(harbour / "notes.toml", "existence_spoils = true", "")

    load(harbour)

    found = [Note.objects.for_reader(reader) for reader in (NOBODY, everything())]
    assert [note.filter(label="The letter").exists() for note in found] == [False, False]
