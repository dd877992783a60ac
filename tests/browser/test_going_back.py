"""Going back past a form that was refused: to the form, and not to a browser's own error page."""

import pytest

from tests.factories import UserFactory

from .conftest import Tab, playwright
from .watch import step

expect = playwright.expect


def sign_in(tab: Tab) -> None:
    UserFactory(username="ada")
    page = tab.go("/accounts/login/?next=/films/")
    page.get_by_label("Username or email").fill("ada")
    page.get_by_label("Password").fill("a long walk home")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/films/**")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_one_can_go_back_past_a_password_that_was_not_ones_own(open_tab, scripts):
    tab = open_tab(java_script_enabled=scripts)
    sign_in(tab)
    page = tab.go("/account/delete/")
    page.get_by_label("Your password").fill("guess")
    page.get_by_role("button", name="Delete the account").click()
    expect(page.get_by_role("alert")).to_have_text(
        "That is not your password. Nothing was deleted."
    )

    page.get_by_role("link", name="What is kept").click()
    page.get_by_role("heading", name="What is kept of you").wait_for()
    step(page, "go_back")

    expect(page.get_by_role("heading", level=1)).to_have_text("Delete your account")


FORMS = {
    "signing in": (
        "/accounts/login/",
        {"Username or email": "ada", "Password": "guess"},
        "Sign in",
    ),
    "joining": (
        "/accounts/signup/",
        {"Username": "ada", "Password": "a long walk home", "The same password again": "guess"},
        "Make the account",
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_one_can_go_back_past_any_form_that_was_refused(tab, form):
    address, words, button = form
    page = tab.go(address)
    for label, word in words.items():
        page.get_by_label(label, exact=True).fill(word)
    page.get_by_role("main").get_by_role("button", name=button).click()
    page.locator(".errors").first.wait_for()

    page.get_by_role("link", name="Films", exact=True).click()
    page.wait_for_url("**/films/")
    step(page, "go_back")

    expect(page.get_by_role("button", name=button)).to_be_visible()
    assert page.locator(".errors").count() == 0
