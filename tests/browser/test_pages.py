"""What holds for every page: open to everybody, quiet, light, and still."""

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import PHONE, WIDE, Tab
from .pages import every_page

READERS = ["stranger", "completist"]

#: Bytes that the first page may weigh over the wire, with all that it loads.
FIRST_PAGE = 60_000

SHIFTS = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(shift => { sum += shift.value; }))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 400);
})"""


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
        violations = Axe().run(tab.page).response["violations"]
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
def test_nothing_moves_after_the_first_paint(open_tab, viewport):
    tab = open_tab(viewport=viewport)

    shifts = visit(tab, "completist", lambda name: tab.page.evaluate(SHIFTS))

    assert {name: shift for name, shift in shifts.items() if shift} == {}


def test_the_first_page_is_light(tab):
    """Static files count as WhiteNoise sends them, compressed with Brotli; the page as it is."""
    bodies = []
    tab.page.on("response", lambda response: bodies.append((response.url, response)))

    tab.go("/")
    tab.page.wait_for_load_state("networkidle")

    weights = {}
    for url, response in bodies:
        body = response.body()
        weights[url] = len(brotli.compress(body)) if "/static/" in url else len(body)
    assert len(weights) > 5
    assert sum(weights.values()) <= FIRST_PAGE, weights
