"""The question that follows “Reveal”, where a text gives away more than its button has named."""

import re

import pytest

from .conftest import Tab, playwright
from .test_at_once import another
from .watch import Held

expect = playwright.expect

ASKED = "This gives away Chapter 3 and Ballerina."
REVEAL = re.compile("“The theatre visit”.*and another film")
OPENED = "Reveal “The ending” – spoils Ballerina"


def asked(tab: Tab) -> "playwright.Page":
    """The film's page, with one moment open and a question on another one."""
    page = tab.go("/films/ballerina/")
    page.get_by_role("button", name=OPENED).click()
    expect(page.get_by_role("status")).to_contain_text("Open now")
    page.get_by_role("button", name=REVEAL).click()
    expect(page.get_by_text(ASKED)).to_be_focused()
    return page


@pytest.mark.parametrize("where", ["on the question", "on its answer", "elsewhere"])
def test_escape_closes_the_question_and_goes_back_to_its_button(tab, where):
    page = asked(tab)
    if where == "on its answer":
        page.keyboard.press("Tab")
    elif where == "elsewhere":
        page.get_by_role("link", name="Callback").focus()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name=REVEAL)).to_be_focused()
    expect(page.get_by_text(ASKED)).to_have_count(0)
    expect(page.locator("#reader-bar")).to_contain_text("1 text opened")


def test_escape_pressed_before_the_question_is_there_cancels_it(tab):
    page = tab.go("/films/ballerina/")
    held = Held(page)
    button = page.get_by_role("button", name=REVEAL)
    button.click(no_wait_after=True)
    expect(button).to_have_attribute("aria-busy", "true")

    page.keyboard.press("Escape")
    held.first().continue_()

    expect(button).not_to_have_attribute("aria-busy", "true")
    expect(button).to_be_focused()
    expect(page.get_by_text(ASKED)).to_have_count(0)
    assert len(held.posts) == 1


def test_the_safe_answer_comes_first_with_scripts_and_without(open_tab):
    answers = []
    for has_scripts in (True, False):
        page = open_tab(java_script_enabled=has_scripts).go("/films/ballerina/")
        page.get_by_role("button", name=REVEAL).click()
        page.get_by_text("This gives away Chapter 3 and Ballerina.").wait_for()
        yes = page.locator("form:has([name=agreed])")
        safe = yes.locator("xpath=preceding-sibling::*[1]")
        answers.append([one.inner_text().split()[0] for one in (safe, yes)])

    assert answers == [["Keep", "Reveal"]] * 2


def test_a_question_that_another_tab_closes_says_why_where_it_stood(tab):
    page = asked(tab)
    other = another(tab)
    other.go("/films/john-wick/")

    other.page.get_by_role("button", name="I have seen it").click()

    expect(page.get_by_role("status")).to_have_text(
        re.compile("^Another tab changed something, so the question here was closed.")
    )
    expect(page.get_by_text(ASKED)).to_have_count(0)
    item = page.locator("article", has_text="The theatre visit").first
    expect(item).to_be_focused()
    assert item.evaluate("item => item.nextElementSibling.id") == "notice"
