"""The command says where, why and which words, and no more of what is sealed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from content.loader import STARTER, load
from gate.models import Stamp
from tests.factories import CreditFactory, FilmFactory, NoteFactory

pytestmark = pytest.mark.django_db

SECRET = "He takes a pit bull from its cage."


def said(*args: str) -> tuple[int, list[str]]:
    """The exit status and the lines."""
    output, status = StringIO(), 0
    try:
        call_command("leakcheck", *args, stdout=output)
    except SystemExit as ended:
        status = ended.code
    return status, output.getvalue().splitlines()


def test_each_warning_stands_with_its_item_its_reason_and_its_words():
    film = FilmFactory(title="The Clinic", slug="clinic")
    NoteFactory(film=film, label="The pit bull", sealed_text=SECRET, sealed_timecode="")
    NoteFactory(film=film, label="An hour in", sealed_text="So did Moth.", sealed_timecode="")
    CreditFactory(character__name="Moth", film__universe=film.universe)
    CreditFactory(character__name="Wren", film=film)

    status, lines = said()

    assert status == 1
    assert lines[:-1] == [
        "note “The Clinic: The pit bull”: The label has rare words in common with what is sealed: "
        "“pit”, “bull”.",
        "note “The Clinic: An hour in”: The text names somebody who is in none of the films that "
        "must be seen to read it: “Moth”.",
    ]
    assert lines[-1].startswith("2 warnings; ")


def test_it_says_which_other_item_is_given_away():
    film = FilmFactory(
        title="The Clinic", slug="clinic", logline="He takes a pit bull from its cage."
    )
    NoteFactory(film=film, label="The ending", sealed_text=SECRET)

    status, lines = said()

    assert (status, lines[:-1]) == (
        1,
        [
            "film “The Clinic”: The logline says in nearly the same words what is sealed: "
            "“He takes a pit bull from its cage”.",
            "  See the text of note “The Clinic: The ending”.",
        ],
    )


def test_where_nothing_is_found_it_ends_well():
    NoteFactory(label="The ending", sealed_text=SECRET, stamp=Stamp.TEXT)

    status, lines = said()

    assert (status, lines[0].partition(";")[0]) == (0, "No warnings")


def test_one_universe_can_be_looked_at_alone():
    leaks = NoteFactory(label="The pit bull", sealed_text=SECRET)
    honest = NoteFactory(label="The ending", sealed_text=SECRET)

    found = [said("--universe", note.film.universe.slug)[0] for note in (leaks, honest)]

    assert found == [1, 0]


def test_a_universe_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match="There is no universe at the address 'nowhere'"):
        call_command("leakcheck", "--universe", "nowhere")


@pytest.mark.slow  # all of it is loaded
def test_the_starter_content_gives_no_cause_for_a_warning():
    load(STARTER)

    status, lines = said()

    assert (status, lines[0].partition(";")[0]) == (0, "No warnings")
