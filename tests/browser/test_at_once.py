"""Two actions at once, on a slow line and in two tabs: each keeps what the other has done."""

from urllib.request import Request, urlopen

import pytest

from .conftest import PATIENCE, Tab, playwright

expect = playwright.expect

BALLERINA = "/films/ballerina/"
SEALED = "fire exit"  # of Ballerina's ending
REVEAL = "Reveal “The ending” – spoils Ballerina"


def slow_down(tab: Tab, milliseconds: int = 400) -> None:
    """Each request and each answer of this tab takes as long as on a slow line."""
    network = tab.page.context.new_cdp_session(tab.page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": milliseconds,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )


def another(tab: Tab) -> Tab:
    return Tab(tab.page.context.new_page(), tab.root)


def open_moments(tab: Tab) -> list[str]:
    """The labels of the moments that are open on the film's page, asked for anew."""
    page = tab.go(BALLERINA)
    opened = page.locator("article.note:has(.open) h3").all_inner_texts()
    return sorted(opened)


@pytest.mark.parametrize("round", range(5))
def test_two_moments_hidden_within_one_round_trip_are_both_hidden_after_a_reload(tab, round):
    page = tab.go(BALLERINA)
    for label in ("The opening", "The ending"):
        page.get_by_role("button", name=f"Reveal “{label}” – spoils Ballerina").click()
        page.get_by_role("button", name=f"Hide “{label}” again").wait_for()
    slow_down(tab)

    page.get_by_role("button", name="Hide “The opening” again").click()
    page.wait_for_timeout(150)
    page.get_by_role("button", name="Hide “The ending” again").click()
    expect(page.get_by_role("button", name="again", exact=False)).to_have_count(0)

    assert open_moments(tab) == []


def test_two_moments_revealed_within_one_round_trip_are_both_open_after_a_reload(tab):
    page = tab.go(BALLERINA)
    slow_down(tab)

    page.get_by_role("button", name="Reveal “The opening” – spoils Ballerina").click()
    page.get_by_role("button", name=REVEAL).click()
    expect(page.get_by_role("button", name="again", exact=False)).to_have_count(3)

    assert open_moments(tab) == ["The ending", "The opening"]


def test_two_tabs_that_mark_films_at_once_keep_both(tab):
    other = another(tab)
    tab.go(BALLERINA)
    other.go("/films/john-wick/")
    slow_down(tab)
    slow_down(other)

    tab.page.get_by_role("button", name="I have seen it").click(no_wait_after=True)
    other.page.get_by_role("button", name="I have seen it").click(no_wait_after=True)
    for page in (tab.page, other.page):
        expect(page.get_by_role("button", name="Not yet, after all")).to_be_visible()

    expect(another(tab).go("/").locator("#reader-bar")).to_contain_text("2 films seen")


def test_a_picker_from_before_takes_nothing_back_that_another_tab_has_marked(tab):
    tab.go("/seen/")
    other = another(tab)
    other.saw_films("ballerina")

    tab.page.get_by_label("John Wick: Chapter 2").check()
    tab.page.get_by_role("button", name="Save what I have seen").click()

    expect(tab.page.get_by_role("status")).to_contain_text("Saved: 2 films marked as seen.")


@pytest.mark.parametrize("visible", [True, False], ids=["beside it", "behind it"])
def test_locking_in_one_tab_empties_the_others(tab, visible):
    page = tab.go(BALLERINA)
    page.get_by_role("button", name=REVEAL).click()
    expect(page.locator("main")).to_contain_text(SEALED)
    if not visible:
        page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    other = another(tab)
    other.go("/films/")

    other.page.get_by_role("button", name="Lock everything again").click()

    expect(page.locator("body")).not_to_contain_text(SEALED)
    if visible:
        expect(page.get_by_role("button", name=REVEAL)).to_be_visible()


def test_what_is_being_filled_in_stays_when_another_tab_locks(tab):
    tab.saw_films("ballerina")
    tab.go("/seen/")
    tab.page.get_by_label("John Wick: Chapter 2").check()
    other = another(tab)
    other.go("/films/")

    other.page.get_by_role("button", name="Lock everything again").click()
    expect(other.page.get_by_role("status")).to_contain_text("Everything is locked again.")

    expect(tab.page.get_by_label("John Wick: Chapter 2")).to_be_checked()


def test_a_second_click_while_the_first_is_on_its_way_does_nothing(tab):
    page = tab.go(BALLERINA)
    slow_down(tab, 1_000)  # long enough for two clicks on a busy machine
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    button = page.get_by_role("button", name="I have seen it")

    button.click(no_wait_after=True)
    busy = button.get_attribute("aria-busy")
    button.click(no_wait_after=True)
    expect(page.get_by_role("button", name="Not yet, after all")).to_be_visible()

    assert (busy, len(sent)) == ("true", 1)


@pytest.mark.parametrize("name", ["I have seen it", REVEAL])
def test_without_a_connection_an_action_says_so_and_can_be_tried_again(tab, name):
    page = tab.go(BALLERINA)
    page.context.set_offline(True)

    page.get_by_role("button", name=name).click()

    expect(page.get_by_role("status")).to_contain_text("The site could not be reached.")
    page.context.set_offline(False)
    page.get_by_role("button", name=name).click()
    expect(page.locator("main")).to_contain_text(SEALED)
    tab.console.clear()  # the browser itself reports the connection that this test cut


def test_a_browser_that_keeps_no_cookies_is_told_so(tab):
    page = tab.go(BALLERINA)
    page.route("**/seen/", answer_without_cookies)

    page.get_by_role("button", name="I have seen it").click()

    expect(page.get_by_role("status")).to_contain_text("This browser keeps no cookies")
    expect(page.get_by_role("button", name="I have seen it")).to_be_visible()


def answer_without_cookies(route: "playwright.Route") -> None:
    """What the site says, as a browser takes it that lets no cookie in."""
    asked = route.request
    request = Request(asked.url, asked.post_data_buffer or b"", asked.headers)
    with urlopen(request, timeout=PATIENCE / 1000) as answer:
        kept = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
        route.fulfill(status=answer.status, headers=kept, body=answer.read())
