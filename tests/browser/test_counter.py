"""Beside a bounded text of the editors' forms stands how much room is left; nothing is cut off."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from spoilers.models import Note
from tests.signing_in import sign_in_to_edit

from .conftest import Tab


@pytest.fixture
def editing(tab: Tab) -> Tab:
    """Signed in as an editor, at the form of a note."""
    client = Client()
    sign_in_to_edit(client, get_user_model().objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    tab.page.context.add_cookies([{"name": "sessionid", "value": session, "url": tab.root}])
    note = Note.objects.get(film__slug="ballerina", label="The ending")
    tab.go(f"/admin/spoilers/note/{note.pk}/change/")
    return tab


def test_it_counts_characters_as_the_server_does(editing):
    label = editing.page.locator("#id_label")

    label.fill("🎬" * 79)

    assert editing.page.locator("#id_label + output").inner_text() == "Room for 1"


def test_what_is_pasted_stays_whole_and_the_server_refuses_it_in_words(editing):
    label = editing.page.locator("#id_label")

    label.fill("x" * 83)

    assert editing.page.locator("#id_label + output").inner_text() == "Too long by 3"
    assert label.input_value() == "x" * 83
    editing.page.get_by_role("button", name="Save", exact=True).click()
    assert editing.page.locator(".errorlist").inner_text() == (
        "Ensure this value has at most 80 characters (it has 83)."
    )


def test_whoever_makes_an_account_sees_how_much_room_its_name_has(tab: Tab):
    tab.go("/accounts/signup/")
    name = tab.page.get_by_label("Username")

    name.fill("x" * 151)

    assert tab.page.locator("#id_username + output").inner_text() == "Too long by 1"
    assert name.input_value() == "x" * 151
