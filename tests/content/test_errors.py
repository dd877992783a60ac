"""Each case breaks one thing in a good universe and sees the whole list of errors."""

import shutil
from pathlib import Path

import pytest

from content.loader import load
from content.reading import ContentError
from interviews.models import Quote
from spoilers.models import Echo

from .snapshot import snapshot

HARBOUR = Path(__file__).parent / "harbour"
CREDIT = "harbour/people.toml, credits 3 (low-water / ben-lund / actor / the-keeper)"
ECHO = "harbour/echoes.toml, echoes 1 (high-water / The ending → low-water / The ending)"
INTERVIEW = "harbour/interviews.toml, interviews 1 (gazette-moor)"
NOTE = "harbour/notes.toml, notes 1 (low-water / The ending)"
FILM = "harbour/universe.toml, films 2 (high-water)"

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(tmp_path) -> Path:
    return shutil.copytree(HARBOUR, tmp_path / "harbour")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def errors_of(*paths: Path) -> list[str]:
    empty = snapshot()
    with pytest.raises(ContentError) as raised:
        load(*paths)
    assert snapshot() == empty
    return raised.value.errors


SHAPE = {
    "a missing bracket": (
        ("universe.toml", "[universe]", "[universe"),
        "harbour/universe.toml: Expected ']' at the end of a table declaration (at line 1, column 10)",
    ),
    "an unknown table": (
        ("notes.toml", "[[notes]]", "[[note]]"),
        "harbour/notes.toml: note: unknown; expected notes",
    ),
    "an entry without its double brackets": (
        ("echoes.toml", "[[echoes]]", "[echoes]"),
        "harbour/echoes.toml: echoes: expected [[echoes]], each under its own",
    ),
    "no universe": (
        ("universe.toml", "[universe]", "[[films]]"),
        "harbour/universe.toml: [universe]: missing",
    ),
}

FIELDS = {
    "an unknown field": (
        ("notes.toml", "timecode", "timcode"),
        f"{NOTE}: timcode: unknown field; did you mean “timecode”?",
    ),
    "a missing field": (
        ("echoes.toml", 'theme = "The quay"', ""),
        f"{ECHO}, beats 1: theme: missing",
    ),
    "an empty text": (
        ("notes.toml", '"1:31:02"', '" "'),
        f"{NOTE}: timecode: is empty",
    ),
    "a number for a text": (
        ("notes.toml", '"1:31:02"', "131"),
        f"{NOTE}: timecode: expected text, found a whole number",
    ),
    "a text for a number": (
        ("universe.toml", "parts = 3", 'parts = "3"'),
        f"{FILM}: parts: expected a whole number, found text",
    ),
    "a truth for a number": (
        ("universe.toml", "parts = 3", "parts = true"),
        f"{FILM}: parts: expected a whole number, found true or false",
    ),
    "a time for a date": (
        ("interviews.toml", "date = 2002-05-01", "date = 2002-05-01T08:00:00"),
        f"{INTERVIEW}: date: expected a date, found a date with a time",
    ),
    "a choice with a slip": (
        ("echoes.toml", '"inverts"', '"invert"'),
        f"{ECHO}: kind: unknown choice; did you mean “inverts”?",
    ),
    "a choice of another world": (
        ("echoes.toml", 'hand = "second"', 'hand = "third"'),
        f"{ECHO}, evidence 1: hand: unknown choice; expected one of first, second",
    ),
    "an address that no page has": (
        ("interviews.toml", "https://example.org/harbour", "javascript:alert(1)"),
        "harbour/interviews.toml, sources 1 (gazette-2002): url: "
        "An address starts with https:// or http://.",
    ),
}

REFERENCES = {
    "an unknown person": (
        ("people.toml", 'person = "ben-lund"', 'person = "ben-lundt"'),
        "harbour/people.toml, credits 3 (low-water / ben-lundt / actor / the-keeper): person: "
        "unknown person “ben-lundt”; did you mean “ben-lund”?",
    ),
    "an unknown note": (
        (
            "echoes.toml",
            '{ film = "low-water", label = "The ending" }',
            '{ film = "low-water", label = "An ending" }',
        ),
        "harbour/echoes.toml, echoes 1 (high-water / The ending → low-water / An ending): earlier: "
        "unknown note “low-water / An ending”; did you mean “low-water / The ending”?",
    ),
    "an unknown quote": (
        ("echoes.toml", "number = 2", "number = 7"),
        f"{ECHO}, evidence 1: quote: unknown quote “gazette-moor / 7”; did you mean “gazette-moor / 3”?",
    ),
    "half a reference": (
        ("echoes.toml", ", number = 2", ""),
        f"{ECHO}, evidence 1: quote: expected {{ interview = …, number = … }}",
    ),
    "an unknown film among several": (
        ("interviews.toml", '["low-water", "high-water"]', '["low-water", "mid-water"]'),
        f"{INTERVIEW}: films: unknown film “mid-water”; did you mean “high-water”?",
    ),
    "the same film twice": (
        ("notes.toml", 'also_spoils = ["low-water"]', 'also_spoils = ["low-water", "low-water"]'),
        "harbour/notes.toml, notes 3 (high-water / The letter): also_spoils: names a film twice",
    ),
}

STAMPS = {
    "an empty requirement": (
        ("people.toml", 'spoils = ["high-water", "low-water"]', "spoils = []"),
        f"{CREDIT}: spoils: names no film",
    ),
    "a credit that spoils another film only": (
        ("people.toml", 'spoils = ["high-water", "low-water"]', 'spoils = ["high-water"]'),
        f"{CREDIT}: spoils: must name the film of the entry itself, too",
    ),
    "a hidden quote that spoils nothing": (
        ("interviews.toml", 'spoils = ["high-water", "low-water"]', ""),
        f"{INTERVIEW}, quotes 3: existence_spoils: needs “spoils” beside it",
    ),
}

MODEL = {
    "a slug with a space": (
        (
            "people.toml",
            "[[credits]]",
            '[[people]]\nslug = "c d"\nname = "C"\nsort_name = "C"\n[[credits]]',
        ),
        "harbour/people.toml, people 3 (c d): slug: "
        "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    ),
    "a label that is too long": (
        ("interviews.toml", 'label = "', f'label = "{"x" * 150}'),
        f"{INTERVIEW}: label: Ensure this value has at most 160 characters (it has 189).",
    ),
    "a running time of nothing": (
        ("universe.toml", "minutes = 95", "minutes = 0"),
        "harbour/universe.toml, films 1 (low-water): minutes: "
        "A running time is at least one minute.",
    ),
    "parts of a feature": (
        ("universe.toml", 'kind = "series"', ""),
        f"{FILM}: kind, parts: Only a series has parts.",
    ),
    "a bracketed quote without a bracket": (
        ("interviews.toml", "[the son] ", ""),
        f"{INTERVIEW}, quotes 2: fidelity, text: "
        "A bracketed quote holds a [bracket]; or choose verbatim.",
    ),
    "evidence of nothing": (
        ("echoes.toml", 'source = "almanac-2003"', ""),
        f"{ECHO}, evidence 2: quote, source: Evidence is either a quote or a source.",
    ),
}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(*case, id=name)
        for cases in (SHAPE, FIELDS, REFERENCES, STAMPS, MODEL)
        for name, case in cases.items()
    ],
)
def test_a_mistake_is_told_with_its_place(harbour, change, error):
    file, old, new = change
    edit(harbour / file, old, new)

    assert errors_of(harbour) == [error]


def test_parts_that_are_no_tables_are_told(harbour):
    file = harbour / "echoes.toml"
    file.write_text(file.read_text().split("[[echoes.beats]]")[0] + "beats = 2")

    assert errors_of(harbour) == [
        f"{ECHO}: beats: write each one under its own [[echoes.beats]]",
    ]


def test_a_missing_and_an_unknown_file_are_told(harbour):
    (harbour / "notes.toml").rename(harbour / "note.toml")

    expected = "universe.toml, people.toml, interviews.toml, notes.toml, echoes.toml"
    assert errors_of(harbour) == [
        f"harbour/note.toml: unknown file; expected {expected}",
        "harbour/notes.toml: missing",
    ]


def test_a_file_in_another_encoding_is_told(harbour):
    (harbour / "notes.toml").write_bytes("# Señor".encode("latin-1"))

    assert errors_of(harbour) == ["harbour/notes.toml: not UTF-8 text"]


def test_an_entry_that_stands_twice_is_told(harbour):
    other = shutil.copytree(harbour, harbour.parent / "other")
    for file in ("people", "interviews", "notes", "echoes"):
        (other / f"{file}.toml").write_text("")
    file = other / "universe.toml"
    file.write_text(file.read_text().split("[[placements]]")[0].replace('"harbour"', '"other"'))
    edit(file, "The Harbour", "The Other")

    assert errors_of(harbour, other) == [
        "other/universe.toml, films 1 (low-water): "
        "stands here a second time, after harbour/universe.toml, films 1",
        "other/universe.toml, films 2 (high-water): "
        "stands here a second time, after harbour/universe.toml, films 2",
    ]


def test_all_errors_show_together_in_the_order_of_the_files(harbour):
    edit(harbour / "universe.toml", "minutes = 95", "minutes = 0")
    edit(harbour / "people.toml", '"director"', '"directer"')
    edit(harbour / "interviews.toml", "[the son] ", "")
    edit(harbour / "notes.toml", 'kind = "turn"', "")
    edit(harbour / "echoes.toml", 'theme = "The light"', "")

    assert errors_of(harbour) == [
        "harbour/universe.toml, films 1 (low-water): minutes: "
        "A running time is at least one minute.",
        "harbour/people.toml, credits 1: job: unknown choice; did you mean “director”?",
        f"{INTERVIEW}, quotes 2: fidelity, text: "
        "A bracketed quote holds a [bracket]; or choose verbatim.",
        "harbour/notes.toml, notes 3 (high-water / The letter): kind: missing",
        f"{ECHO}, beats 2: theme: missing",
    ]


def test_one_mistake_makes_one_error_whatever_depends_on_it(harbour):
    edit(harbour / "universe.toml", 'slug = "harbour"', "")

    assert errors_of(harbour) == ["harbour/universe.toml, universe 1: slug: missing"]


def test_an_intended_echo_without_evidence_is_refused(harbour):
    file = harbour / "echoes.toml"
    file.write_text(file.read_text().split("[[echoes.evidence]]")[0])

    assert errors_of(harbour) == [
        f"{ECHO}: claim, evidence: "
        "An echo that is said to be intended needs evidence before it is published.",
    ]


def test_a_second_echo_between_the_same_notes_is_refused(harbour):
    file = harbour / "echoes.toml"
    there = file.read_text()
    back = there.replace("high-water", "?").replace("low-water", "high-water")
    file.write_text(there + back.replace("?", "low-water"))

    assert errors_of(harbour) == [
        "harbour/echoes.toml, echoes 2 (low-water / The ending → high-water / The ending): "
        "These two notes have an echo already.",
    ]


def test_evidence_whose_quote_an_editor_removed_is_told(harbour):
    load(harbour)
    Echo.objects.all().delete()
    Quote.objects.filter(position=2).delete()

    assert errors_of(harbour) == [
        f"{ECHO}, evidence 1: quote: "
        "unknown quote “gazette-moor / 2”; did you mean “gazette-moor / 3”?",
    ]
