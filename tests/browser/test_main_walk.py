"""The walk that the site is for: from Ballerina's ending to the ending that it echoes."""

import re

import pytest

from .conftest import PHONE, Tab, playwright
from .watch import once_settled, step

expect = playwright.expect

BALLERINA = "/films/ballerina/"
BEATS = "table.beats tbody tr"
SEALED = "fire exit"  # of Ballerina's ending
ANSWERED = "excommunicado"  # of the ending of Chapter 2
#: Milliseconds for which a question takes no click: static/js/items.js.
READING = 1_100
SAID = "nod to the last moment of the second film"


def expect_the_whole_echo(tab: Tab) -> None:
    page = tab.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("mirrors")
    expect(page.locator("section.scene")).to_have_count(2)
    expect(page.locator(BEATS)).to_have_count(5)
    for text in (SEALED, ANSWERED, SAID, "Intended by the makers", "Second-hand"):
        expect(page.locator("main")).to_contain_text(text)


def test_marking_both_films_leads_to_the_echo_with_two_scenes_five_beats_and_evidence(tab):
    page = tab.go("/")
    page.get_by_role("link", name="What have you seen?").first.click()
    page.get_by_label("John Wick: Chapter 2").check()
    page.get_by_label("From the World of John Wick: Ballerina").check()
    page.get_by_role("button", name="Save what I have seen").click()

    expect(page.get_by_role("status")).to_contain_text("Saved: 2 films marked as seen.")
    echo = "Ballerina: The ending mirrors Chapter 2: The ending"
    page.get_by_role("status").get_by_role("link", name=echo).click()

    expect_the_whole_echo(tab)


def test_a_stranger_opens_single_spoilers_and_follows_them_to_the_echo(tab):
    page = tab.go(BALLERINA)
    assert SEALED not in page.content()
    assert "echo-line" not in page.content()

    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").click()
    expect(page.locator("main")).to_contain_text(SEALED)
    expect(page.get_by_role("status")).to_contain_text("Open now: “The ending”, Ballerina.")
    page.get_by_role("status").get_by_role("link", name="Follow its echo").click()

    expect(page.locator("main")).to_contain_text("also need to have seen another film")
    assert ANSWERED not in page.content()
    page.get_by_role("button", name="Reveal this echo – spoils Ballerina and another film").click()
    expect(page.locator("main")).to_contain_text("This gives away Chapter 2 and Ballerina.")
    assert ANSWERED not in page.content()
    page.wait_for_timeout(READING)
    page.get_by_role("button", name="Reveal this echo", exact=True).click()
    expect_the_whole_echo(tab)

    page.get_by_role("button", name="Hide this echo again").click()
    expect(page.get_by_role("button", name="Reveal this echo")).to_be_visible()
    assert ANSWERED not in page.content()


def test_the_walk_works_by_keyboard_alone(tab):
    page = tab.go(BALLERINA)

    def press_on(name: str, key: str = "Enter") -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if name in page.evaluate("document.activeElement.textContent"):
                page.keyboard.press(key)
                return
        pytest.fail(f"{name} cannot be reached by Tab")

    press_on("Reveal “The ending”", "Space")
    expect(page.locator("main")).to_contain_text(SEALED)
    # The focus is in the opened text: the way on lies right after it.
    focused = page.evaluate("document.activeElement.closest('.item').textContent")
    assert SEALED in focused
    press_on("has an echo")
    page.wait_for_url("**/echoes/*/")
    press_on("Reveal this echo – spoils Ballerina and another film")
    expect(page.locator("main")).to_contain_text("This gives away Chapter 2 and Ballerina.")
    press_on("Reveal this echo")
    expect_the_whole_echo(tab)


def test_the_walk_works_without_javascript(open_tab):
    tab = open_tab(java_script_enabled=False)
    page = tab.go(BALLERINA)

    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").click()
    expect(page.locator("main")).to_contain_text(SEALED)
    expect(page.get_by_role("status")).to_contain_text("Open now: “The ending”, Ballerina.")
    page.get_by_role("status").get_by_role("link", name="Follow its echo").click()
    page.get_by_role("button", name=re.compile("Reveal this echo")).click()
    page.get_by_role("button", name="Reveal it").click()

    expect_the_whole_echo(tab)


def test_the_walk_works_on_a_phone(open_tab):
    tab = open_tab(viewport=PHONE, has_touch=True, is_mobile=True)
    tab.saw_films("ballerina", "john-wick-chapter-2")

    tab.go("/echoes/")
    tab.page.get_by_role("link", name=re.compile("Ballerina: The ending")).tap()

    expect_the_whole_echo(tab)


def test_a_double_click_on_reveal_opens_once_and_leaves_nothing_behind(tab):
    page = tab.go(BALLERINA)

    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").dblclick()

    expect(page.get_by_text("1 text opened")).to_be_visible()
    expect(page.locator("main")).to_contain_text(SEALED)


def test_hide_and_lock_all_bring_back_the_page_from_before(tab):
    page = tab.go(BALLERINA)
    before = page.content()

    page.get_by_role("button", name="I have seen it").click()
    expect(page.locator("main")).to_contain_text(SEALED)
    page.get_by_role("button", name="Lock everything again").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is locked again.")
    page.keyboard.press("Escape")

    assert page.url == tab.root + BALLERINA
    assert page.content() == before


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "plain"])
def test_locking_a_page_away_leads_to_the_nearest_one_that_is_left(open_tab, javascript):
    tab = open_tab(java_script_enabled=javascript)
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").click()
    page.get_by_role("status").get_by_role("link", name="Follow its echo").click()
    expect(page.locator("main")).to_contain_text("also need to have seen another film")

    page.get_by_role("button", name="Lock everything again").click()

    page.wait_for_url(re.compile(r"/echoes/(\?.*)?$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Echoes")


@pytest.mark.parametrize("leave_by", ["link", "reload"])
def test_back_never_shows_a_text_that_was_hidden_since(tab, leave_by):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").click()
    expect(page.locator("main")).to_contain_text(SEALED)
    if leave_by == "reload":
        page.reload()
        expect(page.locator("main")).to_contain_text(SEALED)
    page.get_by_role("link", name="Films", exact=True).first.click()
    page.get_by_role("button", name="Lock everything again").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is locked again.")

    for _ in range(2):
        step(page, "go_back")
        page.wait_for_load_state("load")
        assert SEALED not in once_settled(page, page.content)


def test_a_lost_connection_is_said_in_words_and_opens_nothing(tab):
    page = tab.go(BALLERINA)
    page.route("**/reveal/", lambda route: route.abort())

    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").click()

    expect(page.get_by_role("status")).to_contain_text("could not be reached")
    tab.console.clear()  # the browser itself reports the connection that this test cut
