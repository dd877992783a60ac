"""What is newer in the files reaches what nobody has changed since it was loaded, and nothing else."""

import json

import pytest
from django.core.management import CommandError, call_command

from content.dumping import dump
from content.loader import load
from content.models import LoadedEntry
from films.models import Film
from gate.sealed import Unsealed
from interviews.models import Interview, Quote
from people.models import Person
from spoilers.models import Beat, Echo, Evidence, Note
from tests.factories import FilmFactory, SourceFactory

from .changing import HARBOUR, NOTE, edit, errors_of, told
from .emptying import empty
from .snapshot import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LETTER = Note.objects.filter(label="The letter")
OLD, NEW = "The light goes out.", "The light burns down."


def text_of(note: Note) -> str | None:
    return Note.objects.for_reader(everything()).get(pk=note.pk).text


def test_newer_texts_reach_rows_that_nobody_edited(harbour):
    load(HARBOUR)
    edit(harbour / "notes.toml", OLD, NEW)
    edit(harbour / "interviews.toml", "I like boats.", "I love boats.")
    edit(harbour / "interviews.toml", "paragraph 2", "paragraph 3")
    edit(harbour / "echoes.toml", "He ties up.", "He makes fast.")
    edit(harbour / "universe.toml", "A pilot comes home.", "A pilot is at home.")
    edit(harbour / "universe.toml", "minutes = 95", "minutes = 96")

    assert told(harbour) == (
        [
            "films low-water: logline, minutes",
            "citations gazette-moor/1/gazette-2002: what is sealed",
            "quotes gazette-moor/1: what is sealed",
            "notes low-water/the-ending: what is sealed",
            "beats high-water/the-ending--low-water/the-ending/beat/1: what is sealed",
        ],
        [],
    )
    loaded_over = snapshot()
    empty()
    load(harbour)
    keep = ("Film", "Quote", "Note", "Beat")
    assert without_ids(loaded_over, *keep) == without_ids(snapshot(), *keep)


def without_ids(found, *models: str) -> dict[str, list[list]]:
    """The rows of these models, but for what is drawn by lot or counted up in each database."""
    texts = {model: found[model] for model in models}
    return {
        model: [[cell for cell in row if isinstance(cell, str) and " " in cell] for row in rows]
        for model, rows in texts.items()
    }


def test_a_field_that_an_editor_changed_stays_and_the_others_of_its_row_are_updated(harbour):
    load(HARBOUR)
    note = Note.objects.get(film__slug="low-water")
    Note.objects.filter(pk=note.pk).update(sealed_text="An editor wrote this.")
    Film.objects.filter(slug="low-water").update(logline="")
    edit(harbour / "notes.toml", OLD, NEW)
    edit(harbour / "notes.toml", '"1:31:02"', '"1:31:03"')
    edit(harbour / "universe.toml", "A pilot comes home.", "A pilot is at home.")

    assert told(harbour) == (
        ["notes low-water/the-ending: what is sealed"],
        ["films low-water: logline", "notes low-water/the-ending: what is sealed"],
    )
    assert text_of(note) == "An editor wrote this."
    assert Film.objects.get(slug="low-water").logline == ""


def test_what_was_updated_once_is_updated_again(harbour):
    load(HARBOUR)
    for old, new in ((OLD, NEW), (NEW, "Darkness.")):
        edit(harbour / "notes.toml", old, new)

        assert told(harbour) == (["notes low-water/the-ending: what is sealed"], [])

    assert told(harbour) == ([], [])


def test_what_the_files_do_not_say_any_more_is_taken_back(harbour):
    load(HARBOUR)
    edit(harbour / "universe.toml", 'logline = "A pilot comes home."', "")
    edit(harbour / "echoes.toml", 'difference = "The light burns."', "")
    edit(harbour / "echoes.toml", 'credits = "ada-moor"', "")

    load(harbour)

    assert Film.objects.get(slug="low-water").logline == ""
    assert Echo.objects.for_reader(everything()).get().difference == ""
    assert list(Evidence.objects.values_list("credits", flat=True)) == [None, None]


def test_the_place_in_a_file_moves_nothing_and_a_position_does(harbour):
    load(HARBOUR)
    edit(
        harbour / "interviews.toml",
        '  uid = "gazette-moor/3"',
        '  uid = "gazette-moor/3"\n  position = 9',
    )
    first, second, rest = (harbour / "echoes.toml").read_text().split("  [[echoes.beats]]\n")
    beats = "  [[echoes.beats]]\n"
    second_beat, evidence = rest.split("  [[echoes.evidence]]\n", 1)
    (harbour / "echoes.toml").write_text(
        f"{first}{beats}{second_beat}{beats}{second}  [[echoes.evidence]]\n{evidence}"
    )

    assert told(harbour) == (["quotes gazette-moor/3: position"], [])
    assert list(Quote.objects.values_list("position", flat=True)) == [1, 2, 9]
    assert [beat.position for beat in Beat.objects.order_by("pk")] == [1, 2]


def test_the_films_of_an_interview_are_updated_or_kept_as_a_whole(harbour):
    load(HARBOUR)
    edit(harbour / "interviews.toml", 'films = ["low-water", "high-water"]', 'films = ["high-water"]')  # fmt: skip
    load(harbour)
    updated = [film.slug for film in Interview.objects.get().films.all()]
    Interview.objects.get().coverage.create(film=FilmFactory(slug="ebb"))

    kept = told(HARBOUR)

    assert (updated, kept) == (["high-water"], ([], ["interviews gazette-moor: films"]))
    assert {film.slug for film in Interview.objects.get().films.all()} == {"high-water", "ebb"}


def test_a_new_slug_in_the_files_leads_on_from_the_old_one(harbour):
    edit(harbour / "people.toml", 'slug = "ada-moor"', 'slug = "ada-moor"\nuid = "ada"')
    load(harbour)
    text = (harbour / "people.toml").read_text().replace('"ada-moor"', '"ada-m"')
    (harbour / "people.toml").write_text(text)
    for file in ("interviews.toml", "echoes.toml"):
        text = (harbour / file).read_text().replace('"ada-moor"', '"ada-m"')
        (harbour / file).write_text(text)

    again = [told(harbour), told(harbour)]

    assert again == [(["people ada: slug"], []), ([], [])]
    assert Person.objects.get(uid="ada").former_slugs == "/ada-moor/"


def test_former_slugs_of_the_files_come_to_those_that_are_there(harbour):
    load(HARBOUR)
    person = Person.objects.get(slug="ada-moor")
    person.slug = "ada"
    person.save()
    edit(harbour / "people.toml", "[[people]]", '[[people]]\nformer_slugs = "/a-moor/"')

    again = [told(harbour), told(harbour)]

    kept = ["people ada-moor: slug"]
    assert again == [(["people ada-moor: former_slugs"], kept), ([], kept)]
    assert Person.objects.get(slug="ada").former_slugs == "/ada-moor/a-moor/"


WRONG = {
    "a timecode after the end": (
        ("notes.toml", "1:31:02", "1:41:02"),
        f"{NOTE}: timecode: The running time is 95 minutes.",
    ),
    "a label that is there": (
        ("notes.toml", '"The letter"', '"The ending"'),
        "harbour/notes.toml, notes 3 (high-water/the-letter): film, label: "
        "Note with this Film and Label already exists.",
    ),
    "an address that is sealed elsewhere": (
        ("interviews.toml", "https://example.org/harbour", "https://example.org/sealed"),
        "harbour/interviews.toml, sources 1 (gazette-2002): spoils: "
        "This address is that of another source (sealed), which is stamped otherwise, or spoils "
        "other films: whoever reads the one would know the other. Use that source, or stamp both "
        "alike.",
    ),
}


@pytest.mark.parametrize(("change", "error"), WRONG.values(), ids=WRONG)
def test_what_is_newer_and_wrong_is_refused_with_its_place(harbour, change, error):
    load(HARBOUR)
    SourceFactory(key="sealed", sealed_url="https://example.org/sealed", spoils=[FilmFactory()])
    file, old, new = change
    edit(harbour / file, old, new)

    assert errors_of(harbour) == [error]


def test_a_database_from_before_prints_keeps_what_differs_and_learns_the_rest(harbour):
    load(HARBOUR)
    LoadedEntry.objects.update(sealed_prints="")
    edit(harbour / "notes.toml", OLD, NEW)
    kept = told(harbour)
    edit(harbour / "notes.toml", NEW, OLD)
    load(harbour)
    edit(harbour / "notes.toml", OLD, NEW)

    assert (kept, told(harbour)) == (
        ([], ["notes low-water/the-ending: what is sealed"]),
        (["notes low-water/the-ending: what is sealed"], []),
    )


def test_of_what_was_loaded_no_query_and_no_guess_tells(harbour):
    edit(harbour / "notes.toml", "The son leaves.", "The keeper wrote it.")
    load(harbour)

    read = LoadedEntry.objects.values_list("sealed_prints", flat=True)
    found = LoadedEntry.objects.filter(table="notes", uid__startswith="high-water")
    stored = found.values_list(Unsealed("sealed_prints"), flat=True)
    one, other = [json.loads(text)[1] for text in stored]

    assert {getattr(value, "_value", value) for value in read} == {None}
    assert "keeper" not in "".join(stored)
    assert one.keys() == other.keys()
    assert set(one.values()).isdisjoint(other.values())


def test_a_dump_hands_on_what_editors_changed_and_removed(harbour, tmp_path):
    load(HARBOUR)
    Film.objects.filter(slug="low-water").update(logline="An editor wrote this.")
    Quote.objects.filter(position=2).update(sealed_text="He [it] changed.")
    Echo.objects.get().delete()
    LETTER.delete()
    dump(tmp_path / "dump")
    empty()

    load(tmp_path / "dump")
    edit(harbour / "notes.toml", OLD, NEW)
    (loaded,) = load(harbour)

    assert (loaded.updated, loaded.kept) == (
        ["notes low-water/the-ending: what is sealed"],
        ["films low-water: logline", "quotes gazette-moor/2: what is sealed"],
    )
    assert {kind.table: count for kind, count in loaded.left_out.items()} == {
        **{"notes": 1, "echoes": 1, "beats": 2, "evidence": 2},
    }
    assert (LETTER.count(), Echo.objects.count()) == (0, 0)
    assert Film.objects.get(slug="low-water").logline == "An editor wrote this."


def test_the_command_says_what_it_updated_and_kept_and_how_to_agree(harbour, capsys):
    load(HARBOUR)
    Film.objects.filter(slug="low-water").update(logline="")
    edit(harbour / "notes.toml", 'also_spoils = ["low-water"]', "")

    with pytest.raises(CommandError) as raised:
        call_command("load_content", harbour)
    call_command("load_content", harbour, "--open")

    assert "Load with --open to agree." in str(raised.value)
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  updated: notes high-water/the-letter: also_spoils",
        "  kept, as changed here: films low-water: logline",
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(harbour, capsys):
    load(HARBOUR)
    edit(harbour / "universe.toml", "A pilot comes home.", "A pilot is at home.")
    before = snapshot()

    call_command("load_content", harbour, "--dry-run")
    told_of, after = capsys.readouterr().out.splitlines(), snapshot()
    call_command("load_content", harbour)

    assert after == before
    assert told_of == [
        *capsys.readouterr().out.splitlines(),
        "Nothing was changed: this was a dry run.",
    ]
    assert snapshot() != before
