"""Three browsers under one interface: what a reader does with keys and buttons, and no more.

Elements are named by XPath, which Playwright and WebDriver both know.
"""

from typing import Any, Protocol

from tests.browser.conftest import playwright
from tests.browser.watch import step
from tests.conftest import driver

errors = driver("selenium.common.exceptions", "Selenium")
webdriver = driver("selenium.webdriver", "Selenium")
ClientConfig = driver("selenium.webdriver.remote.client_config", "Selenium").ClientConfig

#: An answer of WebKit's that was lost on its way.
lost = driver("urllib3.exceptions", "Selenium")

SECONDS = 20
#: Longer than what is waited for in a page, so that the browser itself can say what did not come.
PATIENCE = 2 * SECONDS


class Driver(Protocol):
    """One browser with one page. Until a page has come, each method may raise one of `errors`."""

    #: What it raises while there is no such element yet, or while a page is being replaced.
    errors: tuple[type[Exception], ...]

    @property
    def url(self) -> str: ...

    def open(self, url: str) -> None: ...

    def press(self, xpath: str) -> None:
        """Follow a link, or press a button or a box."""

    def is_ticked(self, xpath: str) -> bool: ...

    def source(self) -> str:
        """The document as it is now, what stands in no view of it included."""

    def back(self) -> None: ...

    def forward(self) -> None: ...

    def reload(self) -> None: ...

    def evaluate(self, function: str) -> Any:
        """What a JavaScript function without arguments gives, where the page has scripts."""

    def close(self) -> None: ...


class Playwright:
    """Chromium or Firefox, as a newcomer. `by_keys`: press them by the keyboard, not the mouse.

    Before each click Playwright waits for a frame to be drawn. In Firefox without scripts it waits
    for ever.
    """

    errors = (playwright.Error,)

    def __init__(self, browser: "playwright.Browser", by_keys: bool = False, **options) -> None:
        self.context = browser.new_context(ignore_https_errors=True, **options)
        self.context.set_default_timeout(SECONDS * 1000)
        self.page, self.by_keys = self.context.new_page(), by_keys
        self.open = self.page.goto
        self.source, self.evaluate = self.page.content, self.page.evaluate

    @property
    def url(self) -> str:
        return self.page.evaluate("location.href")  # of Firefox, `page.url` may be the last one

    def back(self) -> None:
        step(self.page, "go_back")

    def forward(self) -> None:
        step(self.page, "go_forward")

    def reload(self) -> None:
        step(self.page, "reload")

    def press(self, xpath: str) -> None:
        element = self._find(xpath)
        if self.by_keys:
            element.focus()
            self.page.keyboard.press("Space" if "input" in xpath else "Enter")
        else:
            element.click()

    def is_ticked(self, xpath: str) -> bool:
        return self._find(xpath).is_checked()

    def close(self) -> None:
        self.context.close()

    def _find(self, xpath: str) -> "playwright.Locator":
        return self.page.locator(f"xpath={xpath}").first


class WebKit:
    """WebKitGTK. The process is that of the newcomers before; only the cookies are new."""

    errors = (errors.WebDriverException, lost.HTTPError)

    def __init__(self, browser: "webdriver.Remote", root: str) -> None:
        self.browser = browser
        self.connection = browser.command_executor.client_config
        self.open = browser.get
        self.back, self.forward, self.reload = browser.back, browser.forward, browser.refresh
        browser.get(f"{root}/healthz")
        browser.delete_all_cookies()

    @property
    def url(self) -> str:
        return self.browser.current_url

    def press(self, xpath: str) -> None:
        element = self._find(xpath)
        if element.tag_name == "input":
            element.send_keys(" ")  # a label lies over a box, and takes the click
        else:
            element.click()

    def is_ticked(self, xpath: str) -> bool:
        return self._find(xpath).is_selected()

    def source(self) -> str:
        # Asked while one page gives way to another, it may never answer.
        self.connection.timeout = SECONDS / 5
        try:
            return self.browser.page_source
        finally:
            self.connection.timeout = PATIENCE

    def close(self) -> None:
        pass

    def evaluate(self, function: str) -> Any:
        return self.browser.execute_script(f"return ({function})()")

    def _find(self, xpath: str) -> "webdriver.remote.webelement.WebElement":
        return self.browser.find_element("xpath", xpath)
