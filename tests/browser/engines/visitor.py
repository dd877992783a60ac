"""What a reader does and sees on this site, in any browser."""

import re
from collections.abc import Callable
from html import unescape
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from .drivers import SECONDS, Driver

#: For so long a page may still change after it has come: the site's script may ask for it anew.
SETTLED = 0.3


class Visitor:
    def __init__(self, driver: Driver, root: str) -> None:
        self.driver, self.root = driver, root

    def go(self, path: str) -> None:
        self.driver.open(self.root + path)

    def press(self, button: str) -> None:
        self.driver.press(f"//button[contains(normalize-space(.), '{button}')]")

    def follow(self, link: str) -> None:
        self.driver.press(f"//a[normalize-space(.)='{link}']")

    def tick(self, film: str) -> None:
        self.driver.press(_box(film))

    def has_not_ticked(self, film: str) -> None:
        """Waits until this box is not ticked, and stays so; fails if it does not."""
        self._wait(lambda: not self.driver.is_ticked(_box(film)), f"{film} not to be ticked")
        sleep(SETTLED)
        assert not self._patiently(lambda: self.driver.is_ticked(_box(film)))

    def sees(self, *texts: str) -> None:
        """Waits until all of these stand in the page; fails if they do not."""
        self._wait(lambda: all(text in self._text() for text in texts), f"{texts} to be there")

    def misses(self, text: str) -> None:
        """Waits until this is in no place of the page's source; fails if it stays."""
        self._wait(lambda: text not in self.driver.source(), f"{text!r} to be gone")

    def comes_to(self, path: str) -> None:
        """Waits for the address of a page that begins so."""
        self._wait(lambda: self._path().startswith(path), f"{path} to be here")

    def step(self, way: str, watched: str) -> tuple[str, bool]:
        """Goes `back` or `forward`, or `reload`s: to which path, and whether `watched` was there."""
        getattr(self.driver, way)()
        self.sees("The promise")  # in the footer of each page
        until, was_there = monotonic() + SETTLED, False
        while monotonic() < until:
            was_there = was_there or watched in self._patiently(self.driver.source)
            sleep(0.02)
        return self._path(), was_there

    def goes_back_to(self, path: str) -> None:
        """By as many steps as it takes: without scripts, an action has an address of its own."""
        passed = [""]
        while passed[-1] != path and len(passed) < 5:
            passed.append(self.step("back", watched=path)[0])
        assert passed[-1] == path, passed

    def evaluate(self, function: str) -> Any:
        return self._patiently(lambda: self.driver.evaluate(function))

    def scrolls_to(self, place: int) -> None:
        """Again until it lasts: a page that is loading goes to the part that its address names."""
        there = False
        until = monotonic() + SECONDS
        while not there and monotonic() < until:
            self.waits_for("() => document.readyState", "complete")
            self.evaluate(f"() => scrollTo(0, {place})")
            sleep(SETTLED)
            there = self.evaluate("() => scrollY") == place
        assert there

    def waits_for(self, function: str, value: Any) -> None:
        self._wait(lambda: self.driver.evaluate(function) == value, f"{function} to be {value}")

    def _path(self) -> str:
        return urlsplit(self.driver.url).path

    def _text(self) -> str:
        words = unescape(re.sub(r"<[^>]*>", "", self.driver.source()))
        return " ".join(words.split())

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        until = monotonic() + SECONDS
        while not self._patiently(condition):
            assert monotonic() < until, f"Waited for {what}: {self.driver.url} {self._text()}"
            sleep(0.02)

    def _patiently[T](self, ask: Callable[[], T]) -> T:
        """What `ask` gives; asked again while the page is just being replaced by another."""
        until = monotonic() + SECONDS
        while True:
            try:
                return ask()
            except self.driver.errors:
                if monotonic() > until:
                    raise
            sleep(0.02)


def _box(film: str) -> str:
    return f"//label[contains(normalize-space(.), '{film}')]/input"
