"""A real browser on the real content: Chromium, started with its back/forward cache on."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from films.models import Film
from tests.conftest import driver

playwright = driver("playwright.sync_api", "Playwright")

# Playwright's blocking interface runs an event loop, at which Django's ORM takes fright.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

OUTPUT = Path(__file__).parent / "output"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}
#: This machine under a name that browsers do not know for local, and so do not trust over HTTP.
ELSEWHERE = "callback.example"
#: Milliseconds for whatever is waited for, so that a busy machine is not taken for a fault.
PATIENCE = 20_000
playwright.expect.set_options(timeout=PATIENCE)


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
        for button in self.page.get_by_role("button", name="that is out").all():
            button.click()
        self._save()

    def saw_films(self, *slugs: str) -> None:
        """Marks films as a reader does, with the picker."""
        self.go("/seen/")
        for film in Film.objects.filter(slug__in=slugs):
            self.page.locator(f'input[name="films"][value="{film.key}"]').check()
        self._save()

    def _save(self) -> None:
        self.page.get_by_role("button", name="Save what I have seen").click()
        self.page.wait_for_url(re.compile(r"/(\?.*)?$"))
        self.page.get_by_text(re.compile("^Saved: ")).wait_for()

    def picture(self, name: str) -> None:
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)

    def _note_other_hosts(self, request: "playwright.Request") -> None:
        if not request.url.startswith((self.root, "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="session")
def play() -> Iterator["playwright.Playwright"]:
    with playwright.sync_playwright() as play:
        yield play
        # While Playwright's loop runs, this thread has database connections of its own. Whoever
        # drops the database would wait for them.
        connections.close_all()


@pytest.fixture(scope="session")
def browser(play, chromium) -> Iterator["playwright.Browser"]:
    browser = play.chromium.launch(
        executable_path=chromium,
        args=["--no-sandbox", f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


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
        context.set_default_timeout(PATIENCE)
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
