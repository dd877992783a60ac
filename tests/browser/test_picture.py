"""The README's picture, taken by `make screenshot`."""

from .conftest import OUTPUT, playwright


def test_the_readmes_picture_shows_an_echo_of_the_invented_universe(open_tab):
    # Not of John Wick: who reads the README has unlocked nothing.
    tab = open_tab(viewport={"width": 1200, "height": 1400})
    tab.saw_films("the-ninth-lamp", "the-eighth-night")
    page = tab.go("/echoes/")

    page.get_by_role("link", name="The Eighth Night: The ending").click()

    playwright.expect(page.locator("table.beats tbody tr")).to_have_count(3)
    OUTPUT.mkdir(exist_ok=True)
    page.screenshot(path=OUTPUT / "screenshot.png")
