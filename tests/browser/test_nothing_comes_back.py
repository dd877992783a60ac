"""What is locked again does not come back: not by Back, Forward, reload, or a restored tab.

Chromium keeps whole pages in memory for Back, those marked `no-store` too as long as no cookie
changes. So every change of a reader's state changes a cookie (readers/cookies.py), and the site's
script empties a page that is put away (static/js/site.js): a stranger's page, which is not
`no-store`, may have had a text put into it by htmx.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.factories import UserFactory

from .conftest import Tab, playwright
from .watch import BALLERINA, KEPT, NOTHING, WATCHED, Profile, Watch, step

#: The front page, which may have something to say.
HOME = re.compile(r"^http://[^/]+/(\?.*)?$")

expect = playwright.expect


@pytest.fixture
def profile(site, browser, chromium, tmp_path) -> Iterator[Profile]:
    profile = Profile(browser.browser_type, chromium, tmp_path, site)
    yield profile
    profile.close()


def reveal(tab: Tab) -> None:
    tab.go(BALLERINA)
    tab.page.get_by_role("button", name="Reveal “The ending” – spoils Ballerina").click()


def mark_as_seen(tab: Tab) -> None:
    tab.go(BALLERINA)
    tab.page.get_by_role("button", name="I have seen it").click()


def sign_in_and_mark_as_seen(tab: Tab) -> None:
    fan = UserFactory(password="a long walk home")
    tab.go("/accounts/login/")
    tab.page.get_by_label("Username or email").fill(fan.username)
    tab.page.get_by_label("Password").fill("a long walk home")
    tab.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    tab.page.wait_for_url(HOME)
    mark_as_seen(tab)


def hide(tab: Tab) -> None:
    tab.go(BALLERINA)
    tab.page.get_by_role("button", name="Hide “The ending” again").click()
    expect(tab.page.get_by_role("main")).not_to_contain_text(WATCHED)


def hide_in_another_tab(tab: Tab) -> None:
    other = Tab(tab.page.context.new_page(), tab.root)
    hide(other)
    other.page.close()


def lock_all(tab: Tab) -> None:
    tab.page.get_by_role("button", name="Lock everything again").click()
    expect(tab.page.locator("#reader-bar")).to_contain_text("everything that spoils is locked")


def not_yet(tab: Tab) -> None:
    tab.go(BALLERINA)
    tab.page.get_by_role("button", name="Not yet, after all").click()
    expect(tab.page.get_by_role("main")).not_to_contain_text(WATCHED)


def not_yet_in_another_tab(tab: Tab) -> None:
    other = Tab(tab.page.context.new_page(), tab.root)
    not_yet(other)
    other.page.close()


def sign_out(tab: Tab) -> None:
    tab.go("/accounts/logout/")
    tab.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    tab.page.wait_for_url(HOME)


WAYS: list[tuple[Callable[[Tab], None], Callable[[Tab], None]]] = [
    (reveal, hide),
    (reveal, hide_in_another_tab),
    (reveal, lock_all),
    (mark_as_seen, not_yet),
    (sign_in_and_mark_as_seen, not_yet_in_another_tab),
    (sign_in_and_mark_as_seen, sign_out),
]


def read_and_leave(tab: Tab) -> None:
    """By links, as readers do, so that Back brings the pages with the text."""
    main = tab.page.get_by_role("main")
    expect(main).to_contain_text(WATCHED)
    main.get_by_role("link", name="The ending", exact=True).click()
    tab.page.wait_for_url("**/notes/*/")
    expect(main).to_contain_text(WATCHED)
    tab.page.get_by_role("link", name="Films", exact=True).first.click()
    tab.page.wait_for_url("**/films/")


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "plain"])
def test_back_forward_and_reload_never_show_what_was_locked_since(open_tab, javascript):
    sightings = {}
    for unlock, lock in WAYS:
        watch = Watch(open_tab(java_script_enabled=javascript), javascript)
        unlock(watch.tab)
        read_and_leave(watch.tab)

        lock(watch.tab)

        sightings[f"{unlock.__name__}, {lock.__name__}"] = watch.walk_the_history()
    assert {way: seen for way, seen in sightings.items() if seen} == {}


def test_a_page_that_the_browser_kept_is_empty_and_then_asked_for_anew_in_the_same_place(open_tab):
    """Shows as well that this browser does keep pages, without which the test above is empty."""
    watch = Watch(open_tab())
    reveal(watch.tab)
    expect(watch.page.get_by_role("main")).to_contain_text(WATCHED)
    watch.page.evaluate("scrollTo(0, 700)")
    watch.page.evaluate("document.querySelector('footer a').click()")
    watch.page.wait_for_url("**/promise/")

    step(watch.page, "go_back")
    watch.wait_until_shown_anew()

    assert watch.shown[-2:] == [(BALLERINA, True, False), (BALLERINA, False, True)]
    assert watch.page.evaluate("scrollY") == 700


def test_hiding_leaves_no_copy_in_the_page_or_its_source(tab):
    reveal(tab)
    expect(tab.page.get_by_role("main")).to_contain_text(WATCHED)

    tab.page.get_by_role("button", name="Hide “The ending” again").click()
    expect(tab.page.get_by_role("main")).not_to_contain_text(WATCHED)

    assert WATCHED not in tab.page.content()  # what stands in templates included
    tab.page.goto(f"view-source:{tab.root}{BALLERINA}")
    assert "Reveal" in tab.page.content()
    assert WATCHED not in tab.page.content()
    tab.console.clear()  # the view of the source looks for /favicon.ico


def test_no_storage_of_the_browser_ever_holds_anything(open_tab):
    for unlock in (reveal, mark_as_seen):
        tab = open_tab()
        unlock(tab)
        read_and_leave(tab)
        step(tab.page, "go_back")
        while_open = tab.page.evaluate(KEPT)

        lock_all(tab)

        assert [while_open, tab.page.evaluate(KEPT)] == [NOTHING, NOTHING]


def test_a_restored_tab_shows_the_text_no_longer_than_it_is_open_and_the_disk_never_has_it(
    profile,
):
    """The browser is closed and opened again, and brings back its tabs and session cookies."""
    tab = profile.open()
    tab.go("/promise/")
    reveal(tab)
    read_and_leave(tab)
    step(tab.page, "go_back")
    expect(tab.page.get_by_role("main")).to_contain_text(WATCHED)
    profile.close()
    assert profile.files_with(WATCHED) == []
    assert profile.files_with("Nothing that this site sends you")  # the search finds what is kept

    tab = profile.open()
    expect(tab.page.get_by_role("main")).to_contain_text(WATCHED)
    lock_all(tab)
    step(tab.page, "go_back")
    profile.close()
    assert profile.files_with(WATCHED) == []

    tab = profile.open()
    tab.page.reload()
    expect(tab.page.get_by_role("button", name="Reveal “The ending”")).to_be_visible()
    assert WATCHED not in tab.page.content()
