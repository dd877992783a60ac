"""What holds for every page: open to everybody, quiet, light, and still."""

from functools import cache
from pathlib import Path
from time import sleep

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

from config.static_files import joined

from .conftest import PHONE, WIDE, Tab, playwright
from .pages import every_page

READERS = ["stranger", "completist"]

#: What style sheets import axe would put into the page itself, which the site's CSP refuses. None of
#: its rules but one that it leaves off, being experimental, looks at that.
STAYS_OUT = {"preload": {"assets": ["media"]}}

#: Bytes that a first view may weigh over the wire, with all that it loads; and what it needs before
#: it is painted, which is as much as a server sends before it must wait for a first word back.
FIRST_VIEW, CRITICAL = 60_000, 14_600
#: Of an answer by HTTP/1.1. HTTP/2 sends less.
HEADERS = 650

#: What the page has loaded, and what named it: style sheets in style sheets are sent with those.
NAMED = """() => performance.getEntriesByType("resource")
    .map(each => [new URL(each.name).pathname, each.initiatorType])"""

SHIFTS = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(shift => { sum += shift.value; }))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 400);
})"""


@cache
def published_size(path: str) -> int:
    name = path.removeprefix("/static/")
    files = {name: (storage, name) for name, storage in finders.FileSystemFinder().list([])}
    if name.endswith(".css"):
        return len(brotli.compress(joined(name, files).encode()))
    body = Path(finders.find(name)).read_bytes()
    return min(len(body), len(brotli.compress(body)))


def kept_size(page: bytes) -> int:
    """As it is kept in memory, and sent from there."""
    return len(brotli.compress(page, mode=brotli.MODE_TEXT, quality=5))


def is_document(response: "playwright.Response") -> bool:
    return response.request.resource_type == "document"


def visit(tab: Tab, reader: str, look) -> dict[str, object]:
    """What `look` finds on each page; the one 404 among them is no complaint."""
    if reader == "completist":
        tab.saw_everything()
    found = {}
    for name, path in every_page(reader).items():
        tab.go(path)
        found[name] = look(name)
    tab.console[:] = [line for line in tab.console if "404" not in line]
    return found


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide-light", "phone-dark"]
)
@pytest.mark.parametrize("reader", READERS)
def test_no_page_breaks_a_rule_of_accessibility(open_tab, reader, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")

    def look(name: str) -> list:
        tab.picture(f"{name}-{reader}-{viewport['width']}-{scheme}")
        violations = Axe().run(tab.page, options=STAYS_OUT).response["violations"]
        return [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in violations]

    found = visit(tab, reader, look)

    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [320, 1600])
@pytest.mark.parametrize("reader", READERS)
def test_no_page_scrolls_sideways(open_tab, reader, width):
    tab = open_tab(viewport={"width": width, "height": 700})

    widths = visit(
        tab, reader, lambda name: tab.page.evaluate("document.documentElement.scrollWidth")
    )

    assert {name: found for name, found in widths.items() if found > width} == {}


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_first_view_is_light_and_nothing_moves_in_it(open_tab, viewport):
    """Of the reader whose pages are longest. One visit for both, since a visit takes ten seconds."""
    tab = open_tab(viewport=viewport)
    documents = []
    tab.page.on("response", lambda one: documents.append(one) if is_document(one) else None)

    def look(name: str) -> dict[str, float]:
        shift = tab.page.evaluate(SHIFTS)
        named = {path for path, by in tab.page.evaluate(NAMED) if by != "css"}
        weights = {path: HEADERS + published_size(path) for path in named}
        page = HEADERS + kept_size(documents[-1].body())
        critical = page + sum(weights[path] for path in named if path.endswith(".css"))
        return {"shift": shift, "critical": critical, "whole": page + sum(weights.values())}

    found = visit(tab, "completist", look)

    most = {"shift": 0, "critical": CRITICAL, "whole": FIRST_VIEW}
    assert {
        (name, what): value
        for name, one in found.items()
        for what, value in one.items()
        if value > most[what]
    } == {}


def test_a_font_that_comes_late_moves_nothing(open_tab):
    """Half a second for each of two pages: the font comes that long after all else."""
    tab = open_tab()
    late = []

    def hold(route: "playwright.Route") -> None:
        # Nothing is asked of the page meanwhile: it may still be the one before.
        sleep(0.5)
        late.append(route.request.url)
        route.continue_()

    tab.page.route("**/*.woff2", hold)
    shifts = {}
    for path in ("/", "/films/ballerina/"):
        tab.go(path)
        shifts[path] = tab.page.evaluate(SHIFTS)

    assert len(late) == 2
    assert shifts == {"/": 0, "/films/ballerina/": 0}
