"""Watches for a text that must not come back: in the pages shown, in the browser, on its disk."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from .conftest import PATIENCE, Tab, playwright

WATCHED = "fire exit"  # of Ballerina's ending
BALLERINA = "/films/ballerina/"

#: Runs before the site's own scripts, and so sees a page from the back/forward cache as the
#: browser shows it, before anything has reloaded it.
ON_SHOW = f"""addEventListener("pageshow", ({{ persisted }}) => {{
    const page = document.documentElement;
    reportShown(location.pathname, persisted, page.textContent.includes("{WATCHED}"));
}})"""

#: Everything where a page can leave something behind for itself or the next one.
KEPT = """async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    caches: await caches.keys(),
    databases: await indexedDB.databases(),
    name: window.name,
    state: history.state,
    cookies: document.cookie,
})"""
NOTHING = {
    "local": [],
    "session": [],
    "caches": [],
    "databases": [],
    "name": "",
    "state": None,
    "cookies": "",
}


#: What Chromium says while it puts one page in another's place: nothing has been done then.
BEING_REPLACED = ("Not attached to an active page", "page is navigating")

#: What Chromium and Firefox say of one page's coming when the next one is asked for already.
OVERTAKEN = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")


def once_settled[T](page: "playwright.Page", act: Callable[[], T]) -> T:
    """Does `act`, again for as long as the page is just being replaced."""
    until = monotonic() + PATIENCE / 1000
    while True:
        try:
            return act()
        except playwright.Error as error:
            replaced = any(reason in error.message for reason in BEING_REPLACED)
            if not replaced or monotonic() > until:
                raise
        page.wait_for_timeout(20)


def step(page: "playwright.Page", name: str) -> None:
    """`go_back`, `go_forward` or `reload`, until a page of the site is there.

    Only its beginning is waited for: a page that was kept is not loaded again. It asks for itself
    anew at once, and where that overtakes the browser's word on the step, Playwright calls the
    step aborted, though it has been taken.
    """
    try:
        once_settled(page, lambda: getattr(page, name)(wait_until="commit"))
    except playwright.Error as error:
        if not any(reason in error.message for reason in OVERTAKEN):
            raise
    once_settled(page, page.get_by_role("contentinfo").wait_for)


class Held:
    """Holds back what a page posts, until somebody lets it go or cuts it."""

    def __init__(self, page: "playwright.Page") -> None:
        self.page = page
        self.posts: list[playwright.Route] = []
        page.route("**/*", self._hold)

    def first(self) -> "playwright.Route":
        """Waits until it was sent, which is a moment after the page says that it is busy."""
        until = monotonic() + PATIENCE / 1000
        while not self.posts:
            assert monotonic() < until, f"{self.page.url} posted nothing"
            self.page.wait_for_timeout(10)
        return self.posts[0]

    def _hold(self, route: "playwright.Route") -> None:
        if route.request.method == "POST":
            self.posts.append(route)
        else:
            route.continue_()


class Watch:
    """Goes back and forth in a tab, and notes where the watched text is to be seen."""

    def __init__(self, tab: Tab, javascript: bool = True) -> None:
        self.tab, self.page, self.javascript = tab, tab.page, javascript
        self.shown: list[tuple[str, bool, bool]] = []  # path, from the bfcache?, with the text?
        tab.page.context.expose_function("reportShown", lambda *seen: self.shown.append(seen))
        tab.page.context.add_init_script(ON_SHOW)
        for path in ("/", "/promise/"):  # so that four steps back are steps within the site
            tab.go(path)

    def walk_the_history(self) -> list[str]:
        """Back, forward and reload: where the text was."""
        sightings: list[str] = []
        steps = [*["go_back"] * 4, "go_forward", "reload"]
        for number, name in enumerate(steps):
            del self.shown[:]
            self._take(name)
            where = f"{number}: {name} to {self.page.url}"
            sightings += [f"{where}, {seen}" for seen in self.shown if seen[2]]
            if WATCHED in once_settled(self.page, self.page.content):
                sightings.append(where)
        return sightings

    def _take(self, name: str) -> None:
        step(self.page, name)
        if self.javascript:
            self.wait_until_shown_anew()

    def wait_until_shown_anew(self) -> None:
        """A page from the back/forward cache asks for itself a second time."""
        until = monotonic() + PATIENCE / 1000
        while not self.shown or self.shown[-1][1]:
            assert monotonic() < until, f"{self.page.url} was not asked for anew: {self.shown}"
            self.page.wait_for_timeout(10)


class Profile:
    """A browser profile on the disk, whose browser can be closed and opened again."""

    def __init__(self, chromium_type, executable: str, folder: Path, root: str) -> None:
        self.chromium_type, self.executable = chromium_type, executable
        self.folder, self.root, self.context = folder, root, None

    def open(self) -> Tab:
        """The tab that the browser restores, or a new one where there was none."""
        known = self.context is not None
        self.context = self.chromium_type.launch_persistent_context(
            self.folder,
            executable_path=self.executable,
            args=["--no-sandbox", "--restore-last-session"],
            ignore_default_args=["--disable-back-forward-cache"],
        )
        page = self.context.pages[0]
        while known and not page.url.startswith(self.root):
            pages = [page for page in self.context.pages if page.url.startswith(self.root)]
            page = pages[0] if pages else self.context.wait_for_event("page", timeout=PATIENCE)
        return Tab(page, self.root)

    def close(self) -> None:
        self.context.close()

    def files_with(self, phrase: str) -> list[str]:
        """The files that hold a phrase, in the encodings that browsers use on the disk."""
        spellings = [phrase.encode("utf-8"), phrase.encode("utf-16-le")]
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        found = [path for path in files if any(word in path.read_bytes() for word in spellings)]
        return [str(path.relative_to(self.folder)) for path in found]
