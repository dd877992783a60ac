"""The notice after an action: beside the focus, closed in place, said once, taken back."""

import re

import pytest

from .conftest import PHONE, Tab, playwright

expect = playwright.expect

BALLERINA = "/films/ballerina/"
#: Milliseconds for which a question takes no click: static/js/items.js.
READING = 1_100
#: Of a page's clock that began at 0, a time that it has not reached by itself; in seconds.
HOUR = 3_600
REVEAL = "Reveal “The ending” – spoils Ballerina"

#: The stops of Tab from where the focus is to the notice, and back.
WAY = """(key) => {
    const stops = [...document.querySelectorAll("a, button, input:not([type=hidden]), [tabindex='0']")]
        .filter(one => one.checkVisibility());
    const here = document.activeElement;
    const notice = document.getElementById("notice");
    const after = stops.filter(one =>
        here === document.body || here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    return after.findIndex(one => notice.contains(one));
}"""


def stops_to_the_notice(tab: Tab) -> int:
    """How many stops of Tab lie between the focus and the notice, going forward."""
    return tab.page.evaluate(WAY)


def test_after_a_reveal_the_notice_follows_the_text_that_has_the_focus(tab):
    page = tab.go(BALLERINA)

    page.get_by_role("button", name=REVEAL).click()

    expect(page.get_by_role("status")).to_contain_text("Open now: “The ending”, Ballerina.")
    assert page.evaluate("document.activeElement.className") == "open"
    # “Hide again”, and the echo that runs through it.
    assert stops_to_the_notice(tab) == 2


@pytest.mark.parametrize("name", ["I have seen it", "Lock everything again"])
def test_after_a_page_has_come_the_notice_is_the_first_stop(tab, name):
    tab.saw_films("john-wick")
    page = tab.go(BALLERINA)

    page.get_by_role("button", name=name).click()

    expect(page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    assert stops_to_the_notice(tab) == 0


def test_after_undo_and_after_saving_the_notice_is_the_first_stop_too(tab):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="I have seen it").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    after_undo = stops_to_the_notice(tab)

    tab.saw_films("john-wick")

    assert (after_undo, stops_to_the_notice(tab)) == (0, 0)


def test_after_hiding_the_notice_follows_the_button_that_has_the_focus(tab):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name=REVEAL).click()

    page.get_by_role("button", name="Hide “The ending” again").click()

    expect(page.get_by_role("status")).to_contain_text("Locked again.")
    focused = page.evaluate("document.activeElement.textContent")
    assert (focused, stops_to_the_notice(tab)) == (REVEAL, 0)


def test_who_marks_a_film_at_a_moment_comes_back_to_it(tab):
    page = tab.go(BALLERINA)
    item = page.locator("article.note", has_text="The ending")

    item.get_by_role("button", name="I have seen Ballerina").click()

    expect(page.get_by_role("status")).to_contain_text("You have seen")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("The ending")
    expect(item).to_be_in_viewport()


@pytest.mark.parametrize("by", ["Close", "Escape"])
def test_closing_neither_loads_nor_scrolls_and_keeps_the_focus_near(tab, by):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name=REVEAL).click()
    close = page.get_by_role("status").get_by_role("link", name="Close")
    close.focus()
    place = page.evaluate("scrollY")
    loads = []
    page.on("request", lambda request: loads.append(request.url))

    if by == "Close":
        close.press("Enter")
    else:
        page.keyboard.press("Escape")

    expect(page.get_by_role("status")).to_be_empty()
    assert (loads, page.evaluate("scrollY")) == ([], place)
    assert "The ending" in page.evaluate("document.activeElement.textContent")


def test_a_notice_does_not_return_on_reload(tab):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="I have seen it").click()
    expect(page.get_by_role("status")).to_contain_text("You have seen")

    page.reload()

    assert page.url == tab.root + BALLERINA
    expect(page.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_to_be_seen_on_the_notice(open_tab, scheme):
    tab = open_tab(color_scheme=scheme)
    page = tab.go(BALLERINA)
    page.get_by_role("button", name=REVEAL).click()

    page.get_by_role("status").get_by_role("link", name="Close").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    ring, ground = page.evaluate("""() => {
        const here = document.activeElement;
        return [getComputedStyle(here).outlineColor,
                getComputedStyle(document.getElementById("notice")).backgroundColor];
    }""")
    assert contrast(ring, ground) >= 3  # WCAG 2.2, 1.4.11


def test_on_a_phone_the_notice_takes_one_line(open_tab):
    tab = open_tab(viewport=PHONE, has_touch=True, is_mobile=True)
    page = tab.go(BALLERINA)

    page.get_by_role("button", name=REVEAL).tap()

    notice = page.get_by_role("status")
    expect(notice).to_contain_text("Open now")
    assert notice.bounding_box()["height"] <= 56


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_locking_everything_can_be_taken_back_once(open_tab, javascript):
    tab = open_tab(java_script_enabled=javascript)
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="I have seen it").click()
    page.get_by_role("button", name="Not yet, after all").wait_for()
    page.get_by_role("button", name="Lock everything again").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is locked again.")

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("status")).to_contain_text("Taken back: all is as it was before.")
    expect(page.locator("#reader-bar")).to_contain_text("1 film seen")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_what_gives_away_a_second_film_asks_before_it_opens(open_tab, javascript):
    tab = open_tab(java_script_enabled=javascript)
    page = tab.go(BALLERINA)
    page.get_by_role("button", name=re.compile("“The theatre visit”.*and another film")).click()
    expect(page.get_by_text("This gives away Chapter 3 and Ballerina.")).to_be_visible()
    expect(page.locator("#reader-bar")).to_contain_text("Nothing is marked")

    page.wait_for_timeout(READING)
    page.get_by_role("button", name=re.compile("^Reveal( it| “The theatre visit”)$")).click()

    expect(page.get_by_role("button", name="Hide “The theatre visit” again")).to_be_visible()
    assert page.url.startswith(tab.root + BALLERINA)


@pytest.mark.parametrize("pause", [90, 300, 700])
def test_an_answer_is_disabled_until_the_question_can_have_been_read(open_tab, pause):
    """By the page's own clock, which stands still while a slow machine is at work."""
    tab = open_tab(viewport=PHONE, has_touch=True, is_mobile=True)
    clock = tab.page.clock
    clock.install(time=0)
    page = tab.go(BALLERINA)
    clock.pause_at(HOUR)
    page.get_by_role("button", name=re.compile("“The theatre visit”.*and another film")).tap()
    expect(page.get_by_text("This gives away Chapter 3 and Ballerina.")).to_be_visible()
    answer = page.locator("form:has([name=agreed]) button")
    shown = page.get_by_role("button", name="Hide “The theatre visit” again")

    clock.run_for(pause)
    expect(answer).to_have_attribute("aria-disabled", "true")
    answer.tap(force=True)
    page.wait_for_timeout(500)  # for an answer that should not come
    expect(shown).to_have_count(0)
    expect(page.locator("#reader-bar")).to_contain_text("Nothing is marked")

    clock.run_for(1_000)
    expect(answer).to_be_enabled()
    answer.tap()
    expect(shown).to_be_visible()


def test_on_a_phone_a_tap_on_its_words_shows_the_notice_whole_and_leads_nowhere(open_tab):
    tab = open_tab(viewport=PHONE, has_touch=True, is_mobile=True)
    page = tab.go(BALLERINA)
    page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").tap()
    notice = page.get_by_role("status")
    words, second = notice.locator("p span"), notice.get_by_role("link", name="Follow its echo")
    is_cut = "words => words.scrollWidth > words.clientWidth"
    expect(second).to_be_hidden()
    assert words.evaluate(is_cut)

    words.tap()

    expect(second).to_be_visible()
    assert not words.evaluate(is_cut)
    assert page.url.partition("#")[0] == tab.root + BALLERINA


def test_on_a_phone_the_first_way_on_is_in_view(open_tab):
    tab = open_tab(viewport=PHONE, has_touch=True, is_mobile=True)
    page = tab.go(BALLERINA)

    page.get_by_role("button", name="I have seen it").tap()

    link = page.get_by_role("status").get_by_role("link", name="Read its notes")
    expect(link).to_be_in_viewport(ratio=1)


def test_ticks_that_nobody_has_saved_are_not_left_without_a_word(tab):
    page = tab.go("/seen/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.get_by_label("John Wick: Chapter 2").check()
    page.get_by_role("link", name="Films", exact=True).first.click()
    page.wait_for_url("**/films/")
    tab.saw_films("ballerina")

    assert asked == ["beforeunload"]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, “rgb(1, 2, 3)”."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
