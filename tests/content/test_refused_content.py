"""What the site's forms refuse is refused in files, too: the same cases in a good universe."""

from datetime import date

import pytest

from content.loader import load
from gate.models import Stamp
from interviews.models import Source
from tests.factories import FilmFactory, SourceFactory

from .changing import CREDIT, ECHO, FILM, INTERVIEW, NOTE, edit, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
    "a character that cannot be seen": (
        ("notes.toml", "The son leaves.", r"The\u202E son leaves."),
        "harbour/notes.toml, notes 2 (high-water/the-ending): text: "
        "This character cannot be seen: U+202E, RIGHT-TO-LEFT OVERRIDE.",
    ),
    "NUL": (
        ("universe.toml", "The Harbour", r"The\u0000Harbour"),
        "harbour/universe.toml, universe 1 (harbour): name: "
        "This character cannot be seen: U+0000, a control character.",
    ),
    "a text that is too long": (
        ("universe.toml", "A town at the sea.", "x" * 601),
        "harbour/universe.toml, universe 1 (harbour): blurb: "
        "Ensure this value has at most 600 characters (it has 601).",
    ),
    "a locator of two lines": (
        ("interviews.toml", "paragraph 2", r"paragraph\n2"),
        f"{INTERVIEW}, quotes 1, citations 1: locator: This is a single line.",
    ),
    "a timecode that is none": (
        ("notes.toml", "1:31:02", "at the end"),
        f"{NOTE}: timecode: Write a timecode as 1:52:10, or in a series as Part 3, 0:21:10.",
    ),
    "a timecode after the end": (
        ("notes.toml", "1:31:02", "1:36:00"),
        f"{NOTE}: timecode: The running time is 95 minutes.",
    ),
    "a date before there were films": (
        ("universe.toml", "2001-03-04", "1801-03-04"),
        "harbour/universe.toml, films 1 (low-water): released: "
        f"Choose a date between 1888 and {date.today().year + 10}.",
    ),
    "an interview in another century": (
        ("interviews.toml", "\ndate = 2002-05-01", "\ndate = 2202-05-01"),
        f"{INTERVIEW}: date: Choose a date between 1888 and {date.today().year + 10}.",
    ),
    "a number that one database takes and the other does not": (
        ("universe.toml", "minutes = 95", "minutes = 40000"),
        "harbour/universe.toml, films 1 (low-water): minutes: "
        "Ensure this value is less than or equal to 9999.",
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
    "the address of a source that is sealed otherwise": (
        (
            "interviews.toml",
            'title = "The son came home"',
            'title = "The son came home"\narchive_url = "http://www.example.org/harbour/"',
        ),
        "harbour/interviews.toml, sources 2 (almanac-2003): spoils: "
        "This address is that of another source (gazette-2002), which is stamped otherwise, or "
        "spoils other films: whoever reads the one would know the other. Use that source, or stamp "
        "both alike.",
    ),
    "former slugs that are none": (
        ("people.toml", 'name = "Ada Moor"', 'name = "Ada Moor"\nformer_slugs = "ada, moor"'),
        "harbour/people.toml, people 1 (ada-moor): former_slugs: "
        "Write former slugs as /the-first/ or /the-first/the-second/.",
    ),
    "evidence of nothing": (
        ("echoes.toml", 'source = "almanac-2003"', ""),
        f"{ECHO}, evidence 2: quote, source: Evidence is either a quote or a source.",
    ),
}


@pytest.mark.parametrize(
    ("change", "error"),
    [pytest.param(*case, id=name) for cases in (STAMPS, MODEL) for name, case in cases.items()],
)
def test_what_no_form_takes_is_told_with_its_place(harbour, change, error):
    file, old, new = change
    edit(harbour / file, old, new)

    assert errors_of(harbour) == [error]


def test_an_intended_echo_without_evidence_is_refused(harbour):
    file = harbour / "echoes.toml"
    file.write_text(file.read_text().split("[[echoes.evidence]]")[0])

    assert errors_of(harbour) == [
        f"{ECHO}: claim, evidence: "
        "An echo that is said to be intended needs evidence before it is published.",
    ]


def test_the_address_of_a_sealed_source_in_the_database_is_refused(harbour):
    page = "https://example.org/harbour"
    SourceFactory(key="sealed", sealed_url=page, stamp=Stamp.TEXT, spoils=[FilmFactory()])

    assert errors_of(harbour) == [
        "harbour/interviews.toml, sources 1 (gazette-2002): spoils: "
        "This address is that of another source (sealed), which is stamped otherwise, or spoils "
        "other films: whoever reads the one would know the other. Use that source, or stamp both "
        "alike.",
    ]


def test_the_address_of_a_source_that_is_sealed_alike_is_taken(harbour):
    page = 'url = "https://example.org/harbour"'
    edit(harbour / "interviews.toml", page, f'{page}\nspoils = ["low-water"]')
    edit(harbour / "interviews.toml", 'outlet = "Almanac"', f'outlet = "Almanac"\n{page}')

    load(harbour)

    assert Source.objects.count() == 2


def test_a_second_echo_between_the_same_notes_is_refused(harbour):
    file = harbour / "echoes.toml"
    there = file.read_text()
    back = there.replace('uid = "', 'uid = "back/')
    back = back.replace('= "high-water', "?").replace('= "low-water', '= "high-water')
    file.write_text(there + back.replace("?", '= "low-water'))

    assert errors_of(harbour) == [
        "harbour/echoes.toml, echoes 2 (back/high-water/the-ending--low-water/the-ending): "
        "later, earlier: These two notes have an echo already.",
    ]
