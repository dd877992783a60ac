"""The guide leads to the forms, and what it says of its example is so."""

import re

import pytest
from django.urls import reverse

from content.loader import load
from editing.guide import STEPS
from films.models import Film
from gate.reader import Reader
from interviews.models import Quote
from people.models import CharacterFact, Credit
from spoilers.models import Echo, Evidence, Note, Placement
from tests.content.changing import HARBOUR
from tests.gate.editing import errors, every_model, page, press, submit

from .desks import staff

pytestmark = pytest.mark.slow  # editors’ pages, and content that is loaded for each test

GUIDE = "/admin/guide/"
#: Where a source, an interview and its quotes are made at once.
ARTICLE = "/admin/interviews/interview/from-article/"


def ways(client) -> dict[str, list[str]]:
    """Where each step leads, by its name; without the steps that lead nowhere."""
    steps = client.get(GUIDE).context["steps"]
    return {step.name: [way.address for way in found] for step, found in steps if found}


def add(app: str, model: str) -> str:
    return f"/admin/{app}/{model}/add/"


def test_each_step_leads_to_the_forms_that_it_tells_of(editor_client):
    assert ways(editor_client) == {
        "film": [add("films", "universe"), add("films", "film")],
        "source": [add("interviews", "source"), ARTICLE],
        "interview": [add("interviews", "interview"), ARTICLE],
        "quote": [add("interviews", "quote"), ARTICLE],
        "person": [
            add("people", kind) for kind in ("person", "character", "credit", "characterfact")
        ],
        "note": [add("spoilers", "note")],
        "echo": [add("spoilers", "echo")],
        "placement": [add("spoilers", "placement")],
    }


def test_it_leads_to_no_form_in_which_an_account_may_not_add(db):
    client = staff("add_note", "view_echo", "change_film", "add_character", "add_user")

    assert ways(client) == {
        "person": [add("people", "character")],
        "note": [add("spoilers", "note")],
    }
    assert re.findall(r'class="addlink" href="([^"]+)">([^<]+)<', client.get(GUIDE).text) == [
        (add("people", "character"), "Add character"),
        (add("spoilers", "note"), "Add note"),
    ]


def test_whoever_works_here_without_any_right_may_read_it(db):
    client = staff()

    assert ways(client) == {}
    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', client.get(GUIDE).text) == [
        (step.name, step.heading) for step in STEPS
    ]


def test_a_reader_does_not(stranger):
    assert stranger.get(GUIDE)["Location"] == f"/admin/login/?next={GUIDE}"


def test_the_desk_leads_to_it(editor_client):
    shown = editor_client.get(reverse("admin:index")).text

    assert f'<a href="{GUIDE}">How an echo comes about</a>' in shown


@every_model
def test_every_form_leads_to_the_place_where_it_is_told_of(editor_client, factory):
    path = page("add", factory.build())

    shown, guide = editor_client.get(path).text, editor_client.get(GUIDE).text

    (place,) = re.findall(rf'<a href="{GUIDE}#(\w+)">Guide</a>', shown)
    assert guide.count(f'id="{place}"') == 1


@pytest.fixture
def harbour(db) -> dict[str, Film]:
    load(HARBOUR)
    return {film.slug: film for film in Film.objects.all()}


def met(films: dict[str, Film], *seen: str) -> dict[str, list]:
    """What a reader who has seen these films knows of, and whether it is open."""
    reader = Reader(seen=frozenset(films[slug].pk for slug in seen))

    return {
        "notes": [(row.label, row.is_open) for row in Note.objects.for_reader(reader)],
        "quotes": [(row.position, row.is_open) for row in Quote.objects.for_reader(reader)],
        "echoes": [row.is_open for row in Echo.objects.for_reader(reader)],
        "evidence": Evidence.objects.for_reader(reader).count(),
        "credits": Credit.objects.for_reader(reader).count(),
        "facts": CharacterFact.objects.for_reader(reader).count(),
        "placements": Placement.objects.for_reader(reader).count(),
    }


def test_readers_meet_of_the_example_what_it_says(harbour):
    found = [met(harbour, *seen) for seen in ((), ("low-water",), ("low-water", "high-water"))]

    public = {"evidence": 0, "credits": 2, "facts": 1, "placements": 1}
    assert found == [
        {
            "notes": [("The ending", False), ("The ending", False)],
            "quotes": [(1, True), (2, False)],
            "echoes": [],
            **public,
        },
        {
            "notes": [("The ending", True), ("The ending", False)],
            "quotes": [(1, True), (2, True)],
            "echoes": [False],
            **public,
        },
        {
            "notes": [("The ending", True), ("The ending", True), ("The letter", True)],
            "quotes": [(1, True), (2, True), (3, True)],
            "echoes": [True],
            **{"evidence": 2, "credits": 3, "facts": 2, "placements": 2},
        },
    ]


def test_the_echo_outlives_the_quote_as_it_says(harbour):
    Quote.objects.get(position=2).withdraw()

    found = met(harbour, "low-water", "high-water")

    assert (found["echoes"], found["evidence"]) == ([True], 1)


def test_the_form_warns_of_the_label_of_which_it_says_so(harbour, editor_client):
    note = Note.objects.get(film=harbour["high-water"], label="The ending")

    asked = [
        errors(submit(editor_client, note, label=label))
        for label in ("The son leaves", "The ending")
    ]

    assert [bool(one) for one in asked] == [True, False]


def test_publishing_the_echo_says_what_it_says(harbour, editor_client):
    echo = Echo.objects.get()
    for item in (echo, *Note.objects.filter(label="The ending"), Quote.objects.get(position=2)):
        item.withdraw()
        item.submit()

    asked = press(editor_client, echo, "_publish")

    (meeting,) = asked.context["meeting"]
    assert meeting.whom.partition(".")[0] == (
        "Whoever has seen Low Water and High Water will be able to read it"
    )
    assert {str(one.item) for one in meeting.along} == {
        *("Low Water: The ending", "High Water: The ending"),
        "Ada Moor talks to the Gazette, May 2002, no. 2",
    }
