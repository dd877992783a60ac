"""A new editor on the way in: the password, the second factor, the codes, and where they wanted to go."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model

from tests.signing_in import code

from .conftest import PHONE, WIDE, Tab
from .test_editing import PASSWORD, fits
from .test_pages import STAYS_OUT

WANTED = "/admin/spoilers/note/"


def rules_broken(tab: Tab) -> list[str]:
    return [rule["id"] for rule in Axe().run(tab.page, options=STAYS_OUT).response["violations"]]


def signs_in(tab: Tab) -> None:
    tab.go(WANTED)
    tab.page.locator('[name="login"]').fill("new.editor")
    tab.page.locator('[name="password"]').fill(PASSWORD)
    tab.page.keyboard.press("Enter")


def types(tab: Tab, typed: str) -> None:
    """With the keyboard alone: the field is reached, filled in and sent by keys."""
    field = tab.page.get_by_role("textbox", name=re.compile("code", re.I))
    field.focus()
    tab.page.keyboard.type(typed)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_load_state()


def sets_it_up(tab: Tab) -> Iterator[str]:
    """Stops at each of the pages, by its name."""
    signs_in(tab)
    tab.page.wait_for_url("**/2fa/totp/activate/**")
    yield "picture"
    types(tab, "000000")
    tab.page.get_by_text("That is not the code.").wait_for()
    yield "refused"
    tab.page.locator('[name="code"]').fill("")
    types(tab, code(secret=tab.page.locator("figure code").inner_text()))
    tab.page.wait_for_url("**/2fa/recovery-codes/**")
    yield "codes"


@pytest.mark.parametrize(
    ("viewport", "scheme", "scripts"),
    [(WIDE, "light", True), (PHONE, "dark", True), (PHONE, "light", False)],
    ids=["wide-light", "phone-dark", "no scripts"],
)
def test_a_new_editor_comes_to_where_they_wanted_to_go(open_tab, viewport, scheme, scripts):
    get_user_model().objects.create_superuser("new.editor", password=PASSWORD)
    tab = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=scripts)

    broken, wide = {}, []
    for name in sets_it_up(tab):
        tab.picture(f"factor-{name}-{viewport['width']}-{scheme}")
        if scripts:
            broken[name] = rules_broken(tab)
            wide += [] if fits(tab) else [name]
    kept = tab.page.locator("pre").inner_text().split()
    tab.page.get_by_role("button", name="I have kept them").press("Enter")
    tab.page.wait_for_url(f"**{WANTED}")

    later = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=scripts)
    signs_in(later)
    later.page.wait_for_url("**/2fa/authenticate/")
    later.picture(f"factor-step-{viewport['width']}-{scheme}")
    types(later, kept[0])
    later.page.wait_for_url(f"**{WANTED}")

    assert ({name: rules for name, rules in broken.items() if rules}, wide) == ({}, [])
    assert len(kept) == 10
