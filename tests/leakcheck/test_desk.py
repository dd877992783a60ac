"""The editors' first page says which of what waits for a review would be asked about."""

import pytest
from django.urls import reverse

from editing import desk
from leakcheck.desk import ASK, NONE
from tests.editing.desks import staff
from tests.factories import FilmFactory, TimedNoteFactory
from tests.gate.editing import page

pytestmark = pytest.mark.slow  # reads all that has to do with a film

CHECKED = "?check=waiting"
HARMLESS = {"label": "The ending", "sealed_text": "He takes a pit bull from its cage."}
TELLS = {"label": "The pit bull", "sealed_text": "A pit bull runs out of its cage."}
LINK = desk.Link("/admin/?check=waiting#warnings", "Check what waits")


def waits(**facts):
    note = TimedNoteFactory(is_published=False, **facts)
    note.submit(by="anna")
    return note


def warnings(client, asked: str = CHECKED) -> list[desk.Section]:
    found = client.get(reverse("admin:index") + asked).context["sections"]
    return [one for one in found if one.name == "warnings"]


def test_nothing_is_looked_for_before_somebody_asks(editor_client):
    waits(film=FilmFactory(), **TELLS)

    assert warnings(editor_client, "") == [
        desk.Section("warnings", "Warnings", nothing=ASK, link=LINK)
    ]


def test_an_item_whose_words_give_something_away_is_named_without_them(editor_client):
    film = FilmFactory()
    note, _harmless = waits(film=film, **TELLS), waits(film=FilmFactory(), **HARMLESS)

    found = warnings(editor_client)

    said = "1 warning: its form names them when it is saved"
    row = desk.Row("Note", str(note), page("change", note), said)
    assert found == [desk.Section("warnings", "Warnings", [row], nothing=NONE)]


def test_where_nothing_is_found_it_says_so(editor_client):
    waits(film=FilmFactory(), **HARMLESS)

    assert warnings(editor_client) == [desk.Section("warnings", "Warnings", nothing=NONE)]


def test_where_nothing_waits_there_is_nothing_to_check(editor_client):
    TimedNoteFactory(film=FilmFactory(), **TELLS)

    assert warnings(editor_client) == []


@pytest.mark.parametrize(("right", "number"), [("view_note", 0), ("change_note", 1)])
def test_whoever_may_not_read_the_texts_is_told_of_no_check(db, right, number):
    waits(film=FilmFactory(), **TELLS)

    assert len(warnings(staff(right))) == number
