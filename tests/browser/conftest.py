"""A real browser on the real content: Chromium, started with its back/forward cache on."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from films.models import Film

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")

# Playwright's blocking interface runs an event loop, at which Django's ORM takes fright.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

OUTPUT = Path(__file__).parent / "output"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}


@dataclass
class Tab:
    """One page of one fresh browser profile, and all that it complained about or asked for."""

    page: "playwright.Page"
    root: str
    console: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", self._note_other_hosts)

    def go(self, path: str) -> "playwright.Page":
        self.page.goto(self.root + path)
        return self.page

    def saw_everything(self) -> None:
        self.go("/seen/")
        self.page.get_by_role("button", name="Everything that is out").click()
        self.page.wait_for_url("**/?done=saved")

    def saw_films(self, *slugs: str) -> None:
        """Marks films as a reader does, with the picker."""
        self.go("/seen/")
        for film in Film.objects.filter(slug__in=slugs):
            self.page.locator(f'input[name="films"][value="{film.pk}"]').check()
        self.page.get_by_role("button", name="Save what I have seen").click()
        self.page.wait_for_url("**/?done=saved")

    def picture(self, name: str) -> None:
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)

    def _note_other_hosts(self, request: "playwright.Request") -> None:
        if not request.url.startswith((self.root, "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()
        # While Playwright's loop runs, this thread has database connections of its own. Whoever
        # drops the database would wait for them.
        connections.close_all()


@pytest.fixture
def site(transactional_db, live_server) -> str:
    call_command("load_content", verbosity=0)
    return live_server.url


@pytest.fixture
def open_tab(site, browser) -> Iterator[Callable[..., Tab]]:
    """Opens tabs, each as a newcomer; fails the test if one complained or called elsewhere."""
    contexts, tabs = [], []

    def open_tab(**options) -> Tab:
        context = browser.new_context(**({"viewport": WIDE} | options))
        context.set_default_timeout(10_000)
        contexts.append(context)
        tabs.append(Tab(context.new_page(), site))
        return tabs[-1]

    yield open_tab
    complaints = [(tab.console, tab.strangers) for tab in tabs if tab.console or tab.strangers]
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def tab(open_tab) -> Tab:
    return open_tab()
