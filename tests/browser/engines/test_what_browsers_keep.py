"""What browsers do of their own accord: they keep ticks and places, and read styles their way."""

import pytest

from tests.browser.watch import BALLERINA

from .drivers import Playwright
from .visitor import Visitor

over_https = pytest.mark.parametrize("scheme", ["https"])
with_scripts = pytest.mark.parametrize(
    "engine", [("firefox", True), ("webkit", True)], ids=["firefox", "webkit"], indirect=True
)

PAGES = ["/", BALLERINA, "/seen/", "/people/keanu-reeves/", "/promise/"]
#: Clicked by a script, for a driver would scroll to it first.
FOLLOW = "() => document.querySelector('footer a').click()"
#: How each link and each button of a page is underlined.
UNDERLINES = """() => [...document.querySelectorAll("a, button")].map((link) => {
    const style = getComputedStyle(link);
    const { textDecorationLine: line, textDecorationThickness: thickness } = style;
    return [link.textContent.trim(), line, line === "none" ? "" : thickness].join(": ");
})"""


@over_https
def test_the_picker_keeps_no_tick_over_a_reload_that_nobody_has_saved(visitor):
    visitor.go("/seen/")
    visitor.tick("Ballerina")

    visitor.driver.reload()

    visitor.has_not_ticked("Ballerina")


@over_https
def test_the_picker_ticks_no_film_that_was_locked_elsewhere_before_back(visitor):
    visitor.go("/seen/")
    visitor.tick("Ballerina")
    visitor.press("Save what I have seen")
    visitor.sees("Saved: 1 film marked as seen.")
    visitor.go("/seen/")
    visitor.follow("Films")
    visitor.comes_to("/films/")
    visitor.press("Lock everything again")
    visitor.sees("Everything is locked again.")

    visitor.goes_back_to("/seen/")

    visitor.has_not_ticked("Ballerina")


@with_scripts
def test_back_comes_to_the_place_from_which_the_reader_left(visitor):
    visitor.go(BALLERINA)
    visitor.press("I have seen Ballerina")  # leads to an address with an anchor
    visitor.sees("Lock everything again")
    visitor.scrolls_to(1300)
    visitor.evaluate(FOLLOW)
    visitor.comes_to("/promise/")

    visitor.driver.back()

    visitor.comes_to(BALLERINA)
    visitor.waits_for("() => document.readyState", "complete")
    visitor.waits_for("() => scrollY", 1300)


@with_scripts
@over_https
def test_links_are_underlined_as_in_chromium(visitor, browser):
    chromium = Visitor(Playwright(browser), visitor.root)

    lines = {each: underlines(each) for each in (visitor, chromium)}

    assert lines[visitor] == lines[chromium]
    chromium.driver.close()


def underlines(visitor: Visitor) -> dict[str, list[str]]:
    """Of each page, how its links and buttons are."""
    found = {}
    for path in PAGES:
        visitor.go(path)
        found[path] = visitor.evaluate(UNDERLINES)
    return found
