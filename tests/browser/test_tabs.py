"""Several tabs of one browser: each says what it did, and none shows who has signed out."""

import pytest

from tests.factories import UserFactory

from .conftest import Tab, playwright
from .test_at_once import another, slow_down
from .watch import Held

expect = playwright.expect

BALLERINA, JOHN_WICK = "/films/ballerina/", "/films/john-wick/"
SEEN = "I have seen it"
REVEAL = "Reveal “The ending” – spoils Ballerina"
#: What a tab does: what it then says, and what the bar of both tabs comes to.
ACTIONS = {
    SEEN: ("You have seen From the World of John Wick: Ballerina.", "2 films seen"),
    REVEAL: ("Open now: “The ending”, Ballerina.", "1 film seen · 1 text opened"),
}


@pytest.mark.parametrize("action", ACTIONS, ids=["two films", "a film and a moment"])
def test_of_two_tabs_that_act_at_once_each_says_what_it_did(tab, action):
    heard, bar = ACTIONS[action]
    other = another(tab)
    tab.go(BALLERINA)
    other.go(JOHN_WICK)
    slow_down(tab)
    slow_down(other)

    tab.page.get_by_role("button", name=action).first.click(no_wait_after=True)
    other.page.get_by_role("button", name=SEEN).click(no_wait_after=True)

    for one in (tab, other):
        expect(one.page.locator("#reader-bar")).to_contain_text(bar)
    tab.page.wait_for_timeout(2_500)  # for whatever one of them still has to tell the other
    expect(tab.page.get_by_role("status")).to_contain_text(heard)
    expect(other.page.get_by_role("status")).to_contain_text("You have seen John Wick.")
    pages = [one.page.url.partition("#")[0] for one in (tab, other)]
    assert pages == [tab.root + BALLERINA, tab.root + JOHN_WICK]


def test_of_two_tabs_that_reveal_on_one_page_each_says_what_it_did_beside_it(tab):
    labels = ["The ending", "The opening"]
    tabs = [tab, another(tab)]
    for one in tabs:
        one.go(BALLERINA)
        slow_down(one)

    for one, label in zip(tabs, labels, strict=True):
        button = one.page.get_by_role("button", name=f"Reveal “{label}” – spoils Ballerina")
        button.click(no_wait_after=True)

    for one in tabs:
        expect(one.page.locator("#reader-bar")).to_contain_text("2 texts opened")
    tab.page.wait_for_timeout(2_500)  # for whatever one of them still has to tell the other
    for one, label in zip(tabs, labels, strict=True):
        expect(one.page.get_by_role("status")).to_contain_text(f"Open now: “{label}”, Ballerina.")
        item = one.page.locator("article", has_text=label).first
        assert item.evaluate("item => item.nextElementSibling.id") == "notice"


def test_a_tab_stops_saying_what_another_tab_has_made_untrue(tab):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name=REVEAL).click()
    expect(page.get_by_role("status")).to_contain_text("Open now")
    other = another(tab)
    other.go("/films/")

    other.page.get_by_role("button", name="Lock everything again").click()

    expect(page.get_by_role("button", name=REVEAL)).to_be_visible()
    expect(page.get_by_role("status")).to_be_empty()


def sign_in(tab: Tab) -> None:
    UserFactory(username="ada")
    page = tab.go("/accounts/login/?next=/films/")
    page.get_by_label("Username or email").fill("ada")
    page.get_by_label("Password").fill("a long walk home")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed in.")


def test_signing_in_and_out_shows_in_the_bar_of_every_tab_where_nothing_is_marked(tab):
    other = another(tab)
    bar = other.go(BALLERINA).locator("#reader-bar")

    sign_in(tab)
    expect(bar.get_by_role("link", name="ada")).to_be_visible()

    tab.page.get_by_role("link", name="Sign out").click()
    tab.page.get_by_role("button", name="Sign out").click()
    expect(bar.get_by_role("link", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("action", ACTIONS)
def test_what_failed_in_a_tab_that_is_out_of_date_is_told_until_the_notice_is_closed(tab, action):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="Reveal “The opening” – spoils Ballerina").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("Open now")
    held = Held(page)
    page.get_by_role("button", name=action).first.click(no_wait_after=True)
    post = held.first()
    sign_in(another(tab))
    expect(page.locator("main")).to_be_empty()

    post.abort()

    notice = page.get_by_role("status")
    expect(notice).to_contain_text("The site could not be reached.")
    page.wait_for_timeout(1_000)  # for a page that would take it away
    expect(notice).to_contain_text("The site could not be reached.")
    page.keyboard.press("Escape")
    expect(page.locator("#reader-bar").get_by_role("link", name="ada")).to_be_visible()
    tab.console.clear()  # the browser itself reports the request that this test cut
