"""An editor is warned before words are saved that give something away, and resolves it."""

import pytest

from leakcheck.models import AcceptedWarning
from spoilers.models import Note

from .conftest import PHONE, WIDE, playwright
from .test_editing import fits, form_of, save, sign_in

expect = playwright.expect


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(WIDE, True), (PHONE, False)], ids=["wide", "phone, no scripts"]
)
def test_a_warning_is_met_and_resolved_by_keyboard(open_tab, viewport, scripts):
    tab = open_tab(viewport=viewport, java_script_enabled=scripts)
    note = Note.objects.get(film__slug="john-wick-chapter-4", label="Early on")
    sign_in(tab, form_of(note))
    tab.page.locator('[name="label"]').fill("Charon dies")
    save(tab)
    refused = tab.page.locator(".refused")
    expect(refused).to_be_focused()
    expect(refused.get_by_role("link", name="Label")).to_have_attribute("href", "#id_label")
    asked = refused.inner_text()
    tab.picture(f"leak-check-{viewport['width']}")
    fitted = fits(tab)

    # The link to the field, the box, the line beside it, the button.
    for key in ("Tab", "Tab", "Space", "Tab"):
        tab.page.keyboard.press(key)
    tab.page.keyboard.type("He dies on the poster, too.")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/note/")

    assert "The label tells a turn of the story that is sealed: “Charon”, “dies”." in asked
    assert fitted
    assert Note.objects.get(pk=note.pk).label == "Charon dies"
    assert AcceptedWarning.objects.get().key == note.pk
