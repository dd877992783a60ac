"""What newer files change of what keeps an item closed; and of echoes, published or not."""

import pytest

from content.loader import load
from films.models import Film
from gate.models import Stamp
from interviews.models import Quote, Source
from spoilers.models import Echo

from .changing import ECHO, HARBOUR, INTERVIEW, NOTE, edit, errors_of, told
from .snapshot import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_what_comes_to_spoil_more_is_sealed(harbour):
    load(HARBOUR)
    edit(harbour / "interviews.toml", 'url = "https', 'spoils = ["low-water"]\nurl = "https')

    assert told(harbour) == (["sources gazette-2002: spoils"], [])
    source = Source.objects.get(key="gazette-2002")
    assert (source.stamp, source.required) == (
        Stamp.TEXT,
        {Film.objects.get(slug="low-water").pk},
    )


OPENING = {
    "a text that spoils no more": (
        ("interviews.toml", '  text = "He [the son] had to come home."\n  spoils = ["low-water"]', '  text = "He [the son] had to come home."'),
        f"{INTERVIEW}, quotes 2: spoils: "
        "This opens what is sealed. Everyone will be able to read it. Load with --open to agree.",
    ),
    "an existence that spoils no more": (
        ("notes.toml", "existence_spoils = true", ""),
        "harbour/notes.toml, notes 3 (high-water/the-letter): also_spoils: "
        "This opens what is sealed. Everyone will be able to know that it is there. Whoever has "
        "seen Low Water and High Water will be able to read it. Load with --open to agree.",
    ),
    "a film less": (
        ("notes.toml", 'also_spoils = ["low-water"]', ""),
        "harbour/notes.toml, notes 3 (high-water/the-letter): also_spoils: "
        "This opens what is sealed. Whoever has seen High Water will be able to read it. "
        "Load with --open to agree.",
    ),
    "another film": (
        ("notes.toml", 'film = "low-water"\nlabel = "The ending"', 'film = "high-water"\nlabel = "An ending"'),
        f"{NOTE}: also_spoils, film: "
        "This opens what is sealed. Whoever has seen High Water will be able to read it. "
        "Load with --open to agree.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "error"), OPENING.values(), ids=OPENING)
def test_what_would_open_is_refused_until_somebody_agrees(harbour, change, error):
    load(HARBOUR)
    file, old, new = change
    edit(harbour / file, old, new)

    refused = errors_of(harbour)
    (loaded,) = load(harbour, may_open=True)

    assert refused == [error]
    assert len(loaded.updated) == 1


def test_other_ends_of_a_published_echo_open_it_to_others_and_are_asked_for(harbour):
    load(HARBOUR)
    edit(
        harbour / "notes.toml",
        "[[notes]]",
        '[[notes]]\nuid = "a"\nfilm = "low-water"\nlabel = "A"\nkind = "turn"\ntext = "A."\n\n[[notes]]',
    )
    edit(harbour / "echoes.toml", 'later = "high-water/the-ending"', 'later = "a"')  # fmt: skip

    assert errors_of(harbour) == [
        "harbour/echoes.toml, echoes 1 (high-water/the-ending--low-water/the-ending): later: "
        "This opens what is sealed. Whoever has seen Low Water will be able to read it. "
        "Load with --open to agree.",
    ]


def test_a_stamp_that_an_editor_chose_stays_with_its_films(harbour):
    load(HARBOUR)
    quote = Quote.objects.get(position=2)
    quote.spoil(*Film.objects.all())
    quote.save()
    edit(harbour / "interviews.toml", 'home."\n  spoils = ["low-water"]', 'home."')
    before = snapshot()

    assert told(harbour) == ([], ["quotes gazette-moor/2: spoils"])
    assert snapshot() == before


def test_an_echo_becomes_a_draft_and_is_published_again(harbour):
    load(HARBOUR)
    edit(harbour / "echoes.toml", "kind =", "draft = true\nkind =")
    load(harbour)
    is_draft = not Echo.objects.get().is_published
    edit(harbour / "echoes.toml", "draft = true\n", "")

    refused = errors_of(harbour)
    load(harbour, may_open=True)

    echo = Echo.objects.get()
    assert (is_draft, echo.is_live, echo.proof.position) == (True, True, 1)
    assert refused == [
        f"{ECHO}: draft: This opens what is sealed. "
        "Whoever has seen Low Water and High Water will be able to read it. "
        "Load with --open to agree."
    ]


def test_an_echo_that_an_editor_withdrew_stays_so_whatever_is_new_of_it(harbour):
    load(HARBOUR)
    Echo.objects.get().withdraw()
    edit(harbour / "echoes.toml", "He goes the way", "He goes on the way")

    updated, kept = told(harbour)

    assert ([line.split(": ")[1] for line in updated], [line.split(": ")[1] for line in kept]) == (
        ["what is sealed"],
        ["draft"],
    )
    assert Echo.objects.get().is_published is False


def test_an_echo_that_comes_to_be_intended_takes_on_its_proof(harbour):
    whole = (harbour / "echoes.toml").read_text()
    edit(harbour / "echoes.toml", '"intended"', '"likeness"')
    file = harbour / "echoes.toml"
    file.write_text(file.read_text().split("  [[echoes.evidence]]")[0])
    load(harbour)
    before = Echo.objects.get().proof

    file.write_text(whole)
    load(harbour)

    assert (before, Echo.objects.get().proof.position) == (None, 1)


def test_a_published_echo_comes_to_be_intended_by_its_evidence_alone(harbour):
    file = harbour / "echoes.toml"
    edit(file, '"intended"', '"likeness"')
    file.write_text(file.read_text().split("  [[echoes.evidence]]")[0])
    load(harbour)
    edit(file, '"likeness"', '"intended"')

    assert errors_of(harbour) == [
        f"{ECHO}: live_from, evidence, claim: "
        "An echo that is said to be intended needs evidence before it is published."
    ]
