"""What editors changed, as they read it and take it back: with a mouse, by keyboard, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from spoilers.models import Echo

from .conftest import PHONE, WIDE, Tab
from .test_editing import BOTH_WAYS, fits, form_of, save, sign_in

WHY = "Seen again: it happens later."


def change(tab: Tab, echo: Echo) -> None:
    """Its difference, and a beat less."""
    sign_in(tab, form_of(echo))
    tab.page.locator('[name="sealed_difference"]').fill("One is told, the other is seen.")
    tab.page.locator('[name="beats-0-DELETE"]').check()
    tab.page.locator('[name="why"]').fill(WHY)
    save(tab)


def mistakes(tab: Tab) -> list[str]:
    return [one["id"] for one in Axe().run(tab.page).response["violations"]]


@BOTH_WAYS
def test_a_change_is_found_read_and_taken_back(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme)
    echo = Echo.objects.filter(beats__isnull=False).first()
    before, beats = echo.state, echo.beats.count()
    change(tab, echo)
    looked_at = []

    def look(name: str) -> None:
        tab.picture(f"{name}-{viewport['width']}-{scheme}")
        looked_at.append((name, fits(tab), mistakes(tab)))

    tab.page.get_by_role("link", name="Changes").click()
    look("changes")
    assert WHY in tab.page.locator(".changes li").first.inner_text()
    tab.page.get_by_role("link", name="What was changed").first.click()
    look("change")
    put_in = tab.page.locator(".difference ins").first.text_content()
    tab.page.get_by_role("button", name="Take this change back").click()
    look("take-back")
    tab.page.get_by_role("button", name="Take it back").click()

    assert put_in == "put in: One is told, the other is seen.; "
    assert "the change is taken back." in tab.page.locator(".messagelist").inner_text()
    tab.page.get_by_role("link", name="History").click()
    look("history")
    assert "Took back the change of editor" in tab.page.locator(".changes li").first.inner_text()
    echo.refresh_from_db()
    assert (echo.state, echo.beats.count()) == (before, beats)
    assert [one for one in looked_at if one[1:] != (True, [])] == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_it_takes_neither_scripts_nor_a_mouse(open_tab, viewport):
    tab = open_tab(viewport=viewport, java_script_enabled=False)
    echo = Echo.objects.filter(beats__isnull=False).first()
    beats = echo.beats.count()
    change(tab, echo)

    tab.page.goto(f"{tab.root}{reverse('admin:spoilers_echo_history', args=[echo.pk])}")
    tab.page.get_by_role("link", name="What was changed").first.press("Enter")
    tab.page.get_by_role("button", name="Take this change back").press("Enter")
    tab.page.get_by_role("button", name="Take it back").press("Enter")

    assert "the change is taken back." in tab.page.locator(".messagelist").inner_text()
    assert echo.beats.count() == beats


def test_a_list_of_changes_is_narrowed_by_keyboard(tab):
    sign_in(tab, reverse("admin:changes"))
    tab.page.get_by_label("What was done").select_option("Deleted")
    tab.page.get_by_role("button", name="Show").press("Enter")

    tab.page.wait_for_url("**act=3**")
    assert "There is no such change" in tab.page.locator("#content-main").inner_text()
    tab.page.get_by_role("link", name="All changes").press("Enter")
    tab.page.wait_for_url(f"**{reverse('admin:changes')}")
