"""Each case breaks one thing in a good universe and sees the whole list of errors."""

import shutil

import pytest

from .changing import ECHO, FILM, INTERVIEW, NOTE, edit, errors_of

LETTER = "harbour/notes.toml, notes 3 (high-water/the-letter)"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
    "lists within lists": (
        ("notes.toml", 'text = "The son leaves."', f"text = {'[' * 5000}"),
        "harbour/notes.toml: lists or tables within each other, too many",
    ),
    "a number that is longer than any": (
        ("universe.toml", "parts = 3", f"parts = {'3' * 5000}"),
        "harbour/universe.toml: a number of too many digits",
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
    "a text for a draft": (
        ("notes.toml", "timecode", 'draft = "yes"\ntimecode'),
        f"{NOTE}: draft: expected true or false, found text",
    ),
    "a day for a moment": (
        ("notes.toml", "timecode", "live_from = 2027-01-05\ntimecode"),
        f"{NOTE}: live_from: expected a date with a time, found a date",
    ),
    "a moment without an offset": (
        ("notes.toml", "timecode", "live_from = 2027-01-05T18:00:00\ntimecode"),
        f"{NOTE}: live_from: needs an offset from UTC, such as the Z of 2027-01-05T18:00:00Z",
    ),
    "a moment that no clock in UTC shows": (
        ("notes.toml", "timecode", "live_from = 0001-01-01T00:00:00+01:00\ntimecode"),
        f"{NOTE}: live_from: lies too far away",
    ),
    "a draft from a moment on": (
        (
            "notes.toml",
            "existence_spoils",
            "draft = true\nlive_from = 2027-01-05T18:00:00Z\nexistence_spoils",
        ),
        f"{LETTER}: live_from: cannot stand beside “draft”",
    ),
    "what is withdrawn from a moment on": (
        (
            "notes.toml",
            "existence_spoils",
            'state = "withdrawn"\nlive_from = 2027-01-05T18:00:00Z\nexistence_spoils',
        ),
        f"{LETTER}: live_from: cannot stand beside “state”",
    ),
    "a state that draft says": (
        ("notes.toml", "timecode", 'state = "draft"\ntimecode'),
        f"{NOTE}: state: unknown choice; expected one of review, withdrawn",
    ),
    "a draft of what cannot wait": (
        ("universe.toml", "minutes", "draft = true\nminutes"),
        "harbour/universe.toml, films 1 (low-water): draft: unknown field",
    ),
    "a published echo of a note that waits": (
        ("notes.toml", "timecode", "draft = true\ntimecode"),
        f"{ECHO}: earlier: “low-water/the-ending” is not published, and the echo is",
    ),
    "a published echo on a quote that waits": (
        ("interviews.toml", 'fidelity = "bracketed"', 'fidelity = "bracketed"\n  draft = true'),
        f"{ECHO}, evidence 1: quote: “gazette-moor/2” is not published, and the echo is",
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
    "no uid": (
        ("notes.toml", 'uid = "high-water/the-letter"', ""),
        "harbour/notes.toml, notes 3: uid: missing",
    ),
    "a uid with a space": (
        ("people.toml", 'uid = "the-pilot/1"', 'uid = "the pilot"'),
        "harbour/people.toml, facts 1 (the pilot): uid: "
        "A uid is made of letters, digits and the signs - _ . / in between.",
    ),
    "an unknown person": (
        ("people.toml", 'person = "ben-lund"', 'person = "ben-lundt"'),
        "harbour/people.toml, credits 3 (low-water/ben-lund/actor/the-keeper): person: "
        "unknown person “ben-lundt”; did you mean “ben-lund”?",
    ),
    "a reference with a character that no database takes": (
        ("people.toml", 'person = "ada-moor"', r'person = "ada\u0000moor"'),
        "harbour/people.toml, credits 1 (low-water/ada-moor/director): person: "
        "holds a character that no name has",
    ),
    "an unknown note": (
        (
            "echoes.toml",
            'earlier = "low-water/the-ending"',
            'earlier = "low-water/an-ending"',
        ),
        f"{ECHO}: earlier: unknown note “low-water/an-ending”; did you mean “low-water/the-ending”?",
    ),
    "an unknown quote": (
        ("echoes.toml", "gazette-moor/2", "gazette-moor/7"),
        f"{ECHO}, evidence 1: quote: unknown quote “gazette-moor/7”; did you mean “gazette-moor/3”?",
    ),
    "a reference in another form": (
        ("echoes.toml", '"gazette-moor/2"', '{ interview = "gazette-moor", number = 2 }'),
        f"{ECHO}, evidence 1: quote: expected text, found a table",
    ),
    "an unknown film among several": (
        ("interviews.toml", '["low-water", "high-water"]', '["low-water", "mid-water"]'),
        f"{INTERVIEW}: films: unknown film “mid-water”; did you mean “high-water”?",
    ),
    "the same film twice": (
        ("notes.toml", 'also_spoils = ["low-water"]', 'also_spoils = ["low-water", "low-water"]'),
        "harbour/notes.toml, notes 3 (high-water/the-letter): also_spoils: names a film twice",
    ),
}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param(*case, id=name)
        for cases in (SHAPE, FIELDS, REFERENCES)
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


EDITORS = {
    "[lost]\n": "lost: unknown; expected removed, changed",
    "removed = 3": "removed: expected a table",
    '[removed]\nnotes = "the-ending"': "removed.notes: expected a list of uids",
    '[removed]\nnotes = ["a\\u0000b"]': "removed.notes: expected a list of uids",
    f'[removed]\nnotes = ["{"a" * 401}"]': "removed.notes: expected a list of uids",
    '[changed.notes]\nthe-ending = "text"': "changed.notes: expected a list of fields for each uid",
    '[changed.notes]\nthe-ending = ["txt"]': "changed.notes.the-ending: unknown field txt",
    "[removed]\nnote = []": "removed.note: unknown; expected universe, films, people, characters, "
    "sources, placements, credits, facts, interviews, notes, echoes, quotes, citations, beats, "
    "evidence",
}


@pytest.mark.parametrize(("text", "error"), EDITORS.items())
def test_a_mistake_in_what_editors_did_is_told(harbour, text, error):
    (harbour / "editors.toml").write_text(text)

    assert errors_of(harbour) == [f"harbour/editors.toml: {error}"]


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
        "harbour/people.toml, credits 1 (low-water/ada-moor/director): job: unknown choice; did you mean “director”?",
        f"{INTERVIEW}, quotes 2: fidelity, text: "
        "A bracketed quote holds a [bracket]; or choose verbatim.",
        "harbour/notes.toml, notes 3 (high-water/the-letter): kind: missing",
        f"{ECHO}, beats 2: theme: missing",
    ]


def test_one_mistake_makes_one_error_whatever_depends_on_it(harbour):
    edit(harbour / "universe.toml", 'slug = "harbour"', "")

    assert errors_of(harbour) == ["harbour/universe.toml, universe 1: slug: missing"]
