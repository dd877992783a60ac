from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.loader import STARTER, load
from content.reading import ContentError
from films.models import Film, Universe
from gate.reader import NOBODY
from interviews.models import Citation, Interview, Quote, Source
from people.models import Character, CharacterFact, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Note, Placement

from .snapshot import everything, snapshot

HARBOUR = Path(__file__).parent / "harbour"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def requirements(model) -> list[tuple[str, list[str]]]:
    slugs = dict(Film.objects.values_list("pk", "slug"))
    return [
        (item.stamp, [slugs[key] for key in sorted(item.required)])
        for item in model.objects.order_by("pk")
    ]


def test_it_loads_films_in_their_universe():
    load(HARBOUR)

    assert list(Universe.objects.values_list("slug", "name", "studio", "accent", "position")) == [
        ("harbour", "The Harbour", "", "teal", 5)
    ]
    fields = ("universe__slug", "slug", "kind", "released", "minutes", "parts")
    assert list(Film.objects.values_list(*fields)) == [
        ("harbour", "low-water", "feature", date(2001, 3, 4), 95, None),
        ("harbour", "high-water", "series", None, None, 3),
    ]


def test_it_loads_placements_that_disagree():
    load(HARBOUR)

    placements = Placement.objects.for_reader(everything())
    fields = ("placed__slug", "relation", "anchor__slug", "source__key", "claim")
    assert list(placements.values_list(*fields)) == [
        ("high-water", "after", "low-water", None, "It follows."),
        ("high-water", "before", "low-water", "gazette-2002", "It shows what came before."),
    ]


def test_it_loads_people_with_credits_and_facts():
    load(HARBOUR)

    credits = Credit.objects.order_by("pk")
    fields = ("film__slug", "person__slug", "job", "character__slug", "position")
    assert list(credits.values_list(*fields)) == [
        ("low-water", "ada-moor", "director", None, 1),
        ("low-water", "ada-moor", "actor", "the-pilot", 1),
        ("low-water", "ben-lund", "actor", "the-keeper", 2),
    ]
    facts = CharacterFact.objects.for_reader(everything())
    assert list(facts.values_list("character__slug", "relative__slug", "position", "text")) == [
        ("the-pilot", None, 1, "The pilot has a boat."),
        ("the-pilot", "the-keeper", 2, "The pilot is the keeper's son."),
    ]


def test_it_loads_quotes_with_their_citations():
    load(HARBOUR)

    quotes = Quote.objects.for_reader(everything())
    assert list(quotes.values_list("position", "speaker__slug", "fidelity", "text")) == [
        (1, "ada-moor", "verbatim", "I like boats."),
        (2, "ben-lund", "bracketed", "He [the son] had to come home."),
        (3, "ben-lund", "paraphrase", "Lund says that he was there."),
    ]
    citations = Citation.objects.for_reader(everything())
    assert list(citations.values_list("quote__position", "position", "source__key", "locator")) == [
        (1, 1, "gazette-2002", "paragraph 2"),
        (1, 2, "almanac-2003", ""),
    ]
    films = Interview.objects.get().films
    assert list(films.values_list("slug", flat=True)) == ["low-water", "high-water"]


def test_it_publishes_an_echo_with_its_beats_and_evidence():
    load(HARBOUR)

    echo = Echo.objects.for_reader(everything()).get()
    assert (str(echo), echo.kind, echo.claim, echo.text, echo.difference) == (
        "High Water: The ending → Low Water: The ending",
        "inverts",
        "intended",
        "He goes the way that he came.",
        "The light burns.",
    )
    beats = Beat.objects.for_reader(everything())
    assert list(beats.values_list("position", "theme", "later", "earlier")) == [
        (1, "The quay", "He casts off.", "He ties up."),
        (2, "The light", "It burns.", "It goes out."),
    ]
    evidence = Evidence.objects.for_reader(everything())
    fields = ("position", "quote__position", "source__key", "hand", "point", "credits__slug")
    assert list(evidence.values_list(*fields)) == [
        (1, 2, None, "second", "That he had to.", "ada-moor"),
        (2, None, "almanac-2003", "second", "The headline.", None),
    ]


def test_what_spoils_is_stamped_with_its_films():
    load(HARBOUR)

    both = ["low-water", "high-water"]
    assert {model: requirements(model) for model in (Placement, Credit, CharacterFact)} == {
        Placement: [("nothing", []), ("existence", both)],
        Credit: [("nothing", []), ("nothing", []), ("existence", both)],
        CharacterFact: [("nothing", []), ("existence", both)],
    }
    assert {model: requirements(model) for model in (Source, Quote, Note)} == {
        Source: [("nothing", []), ("text", ["low-water"])],
        Quote: [("nothing", []), ("text", ["low-water"]), ("existence", both)],
        Note: [("text", ["low-water"]), ("text", ["high-water"]), ("existence", both)],
    }


def test_nobody_can_read_what_was_loaded_sealed():
    load(HARBOUR)

    notes = Note.objects.for_reader(NOBODY)
    assert list(notes.values_list("label", "position", "text", "timecode")) == [
        ("The ending", 1, None, None),
        ("The ending", 1, None, None),
    ]
    assert list(Echo.objects.for_reader(NOBODY)) == []


def test_the_snapshot_holds_what_no_reader_meets():
    load(HARBOUR)
    echo = Echo.objects.get()
    echo.withdraw()
    letter = Note.objects.get(label="The letter")

    rows = snapshot()

    assert [row[0] for row in rows["Echo"]] == [echo.pk]
    assert "He goes the way that he came." in rows["Echo"][0]
    assert letter.requirement_id in rows["Note"][-1]
    assert {"Requirement", "RequiredFilm"} <= {name for name, found in rows.items() if found}


def test_files_may_refer_to_what_only_the_database_holds(tmp_path):
    load(HARBOUR)
    for name in ("universe", "people", "interviews", "echoes"):
        (tmp_path / f"{name}.toml").touch()
    (tmp_path / "universe.toml").write_text(
        '[universe]\nslug = "dunes"\nname = "The Dunes"\nblurb = "Sand."\naccent = "amber"\nposition = 1'
    )
    (tmp_path / "notes.toml").write_text(
        '[[notes]]\nfilm = "low-water"\nuid = "dunes"\nlabel = "The dunes"\nkind = "scene"\ntext = "Sand."'
    )

    load(tmp_path)

    assert Note.objects.filter(film__slug="low-water").count() == 2
    assert Person.objects.count() == Character.objects.count() == 2


def test_the_command_says_what_it_did(capsys):
    call_command("load_content", HARBOUR)
    call_command("load_content", HARBOUR)

    counts = (
        "2 films, 2 people, 2 characters, 2 sources, 2 placements, 3 credits, "
        "2 character facts, 1 interview, 3 quotes, 2 citations, 3 notes, 1 echo, 2 beats, 2 evidence"
    )
    Note.objects.get(label="The letter").delete()
    call_command("load_content", HARBOUR)

    fewer = counts.replace("3 notes", "2 notes")
    assert capsys.readouterr().out.splitlines() == [
        f"The Harbour: {counts}.",
        f"The Harbour: nothing new; already there: {counts}.",
        f"The Harbour: nothing new; already there: {fewer}; left out, as removed here: 1 note.",
    ]


def test_the_command_can_leave_a_site_with_content_alone(capsys):
    Universe.objects.create(slug="own", name="Our own")

    call_command("load_content", if_empty=True)

    assert capsys.readouterr().out == "There is content already; nothing loaded.\n"
    assert Universe.objects.count() == 1


def test_the_command_shows_errors_without_a_traceback(tmp_path):
    with pytest.raises(CommandError) as raised:
        call_command("load_content", tmp_path)

    assert str(raised.value).splitlines() == [
        f"{tmp_path}: no universe here; expected folders with universe.toml, people.toml, "
        "interviews.toml, notes.toml, echoes.toml",
        "Nothing was loaded.",
    ]


def test_the_starter_content_loads_and_loading_it_again_changes_nothing():
    names = [loaded.universe for loaded in load(STARTER)]
    before = snapshot()

    load(STARTER)

    assert snapshot() == before
    assert list(Universe.objects.values_list("name", flat=True)) == names
    kinds = (Note, Quote, Placement, Echo)
    assert {item.is_live for kind in kinds for item in kind.objects.all()} == {True}


def test_a_wrong_file_loads_nothing(tmp_path):
    (tmp_path / "universe.toml").write_text("[universe")

    with pytest.raises(ContentError):
        load(HARBOUR, tmp_path)

    assert not Universe.objects.exists()
