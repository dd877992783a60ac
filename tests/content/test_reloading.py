"""Loading again adds what is new, and leaves alone what is there, was changed, or was removed."""

import shutil
from pathlib import Path

import pytest

from content.loader import load
from content.models import LoadedEntry
from films.models import Film
from interviews.models import Interview, Quote, Source
from people.models import CharacterFact
from spoilers.models import Beat, Echo, Note

from .snapshot import snapshot

HARBOUR = Path(__file__).parent / "harbour"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_loading_twice_changes_nothing():
    load(HARBOUR)
    before = snapshot()

    load(HARBOUR)

    assert snapshot() == before


def test_what_an_editor_changed_or_removed_stays_so():
    load(HARBOUR)
    Film.objects.filter(slug="low-water").update(title="Ebb", logline="", minutes=96)
    Note.objects.filter(film__slug="low-water").update(sealed_text="Another text.", kind="scene")
    Quote.objects.get(position=1).delete()
    Beat.objects.get(position=2).delete()
    Interview.objects.get().coverage.all().delete()
    hidden = Quote.objects.get(position=3)
    hidden.spoil(Film.objects.get(slug="high-water"))
    hidden.save()
    Echo.objects.get().withdraw()
    before = snapshot()

    load(HARBOUR)

    assert snapshot() == before


def test_what_an_editor_renamed_is_not_added_again_under_its_old_name():
    load(HARBOUR)
    Note.objects.filter(label="The ending").update(label="At the end")
    Film.objects.filter(slug="low-water").update(slug="ebb", title="Ebb")
    Source.objects.filter(key="gazette-2002").update(key="gazette-may")
    Quote.objects.filter(position=2).update(position=7)
    CharacterFact.objects.filter(position=2).update(position=9)
    before = snapshot()

    load(HARBOUR)

    assert snapshot() == before


def test_what_was_removed_stays_away_with_all_that_refers_to_it():
    load(HARBOUR)
    Echo.objects.get().delete()
    Note.objects.get(film__slug="low-water").delete()
    LoadedEntry.objects.filter(table="echoes").delete()  # as if the echo were new in the files
    before = snapshot()

    (loaded,) = load(HARBOUR)

    assert snapshot() == before
    assert {kind.table: number for kind, number in loaded.left_out.items()} == {
        "notes": 1,
        "echoes": 1,
        "beats": 2,
        "evidence": 2,
    }
    assert not loaded.added


def test_what_is_new_in_the_files_is_added_and_takes_no_place_that_an_editor_gave(tmp_path):
    load(HARBOUR)
    there = Quote.objects.order_by("position")
    harbour = shutil.copytree(HARBOUR, tmp_path / "harbour")
    file = harbour / "interviews.toml"
    quote, rest = file.read_text().split("  [[interviews.quotes]]\n", 2)[::2]
    first = file.read_text().removeprefix(quote).removesuffix(rest)
    new = first.replace("gazette-moor/1", "gazette-moor/new").replace("I like boats.", "I do.")
    file.write_text(f"{quote}{new.removesuffix('  [[interviews.quotes]]\n')}{first}{rest}")

    (loaded,) = load(harbour)

    assert {kind.table: number for kind, number in loaded.added.items()} == {
        "quotes": 1,
        "citations": 2,
    }
    assert [(quote.uid, quote.position) for quote in there.all()] == [
        ("gazette-moor/1", 1),
        ("gazette-moor/2", 2),
        ("gazette-moor/3", 3),
        ("gazette-moor/new", 4),
    ]


def test_an_interview_from_before_uids_were_kept_gets_back_no_quote_that_was_removed():
    load(HARBOUR)
    Quote.objects.get(position=1).delete()
    LoadedEntry.objects.all().delete()
    before = snapshot()

    load(HARBOUR)
    load(HARBOUR)

    assert snapshot() == before
