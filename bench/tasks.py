"""The longest task of each kind of page in Chromium, in CPU of the thread that it keeps busy.

    make bench                # after the table of what pages cost the server
    python -m bench.tasks     # this one alone; LOADS= for more of each

A reader waits as long as the longest task of a page takes. By the clock it would be longer on a busy
machine, so the CPU time of the thread is told, as Chromium itself traces it; that too is longer where
others use the same caches. Needs Chromium and what requirements-dev.txt holds.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

from .asking import started_site, with_starter_content

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

LOADS = int(os.environ.get("LOADS", "5"))
#: Milliseconds, and how long to look on after a page has loaded.
MOST, AFTERWARDS = 50, 500
FILMS_OF_ONE_UNIVERSE = 2_000
VIEWPORT = {"width": 1440, "height": 900}
TRACED = ["toplevel", "devtools.timeline", "__metadata"]
TASK, MAIN_THREAD, LOADED = "RunTask", "CrRendererMain", "CommitLoad"
#: What most of a task may be.
WORK = ("ParseHTML", "UpdateLayoutTree", "Layout", "PrePaint", "Paint", "EvaluateScript", "Commit")


class Task(NamedTuple):
    #: Of CPU.
    milliseconds: float
    #: What most of it is, in Chromium's words.
    work: str


class Longest(NamedTuple):
    """Of each load of a page: with nothing in the browser's cache, and with all."""

    page: str
    reader: str
    cold: list[Task]
    warm: list[Task]


def main() -> None:
    """Says what it cannot do; raises nothing where Chromium or its driver is missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return say_missing("Playwright is not installed (requirements-dev.txt)")
    if not chromium:
        return say_missing("Chromium is not installed")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        with_starter_content(folder)
        readers, pages = readers_and_pages()
        site = started_site()
        stack.callback(site.end)
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        stack.callback(browser.close)
        root = f"http://localhost:{site.port}"
        say(measured(browser, root, readers, pages), browser.version)
    return None


def readers_and_pages() -> tuple[dict[str, str], dict[str, str]]:
    """By their names, the cookies of readers, and the addresses of pages."""
    from .readers import Readers, starter_pages  # starts Django, on the database that is there now

    readers = Readers()
    _one_large_universe()
    lists = {"films": "/films/", "people": "/people/", "echoes": "/echoes/", "picker": "/seen/"}
    pages = starter_pages() | {"universe of 2,000": "/universes/large/", "timeline": "/timeline/"}
    return {"stranger": "", "fan": readers.another_fan()}, pages | lists


def _one_large_universe() -> None:
    """Before all others, so that lists begin with it."""
    from films.models import Film, Universe

    from .grow import film_key

    universe = Universe.objects.create(slug="large", name="A large one", position=0)
    Film.objects.bulk_create(
        Film(
            universe=universe,
            key=film_key(number),
            slug=f"large-{number}",
            title=f"One of many films, number {number}",
            released=date(1960, 1, 1) + timedelta(days=10 * number),
            minutes=100,
        )
        for number in range(FILMS_OF_ONE_UNIVERSE)
    )


def measured(
    browser: "Browser", root: str, readers: dict[str, str], pages: dict[str, str]
) -> Iterator[Longest]:
    for page, path in pages.items():
        for reader, seen in readers.items():
            if (page, reader) == ("echo", "stranger"):  # who knows of none
                continue
            cold, warm = [], []
            for _ in range(LOADS):
                with fresh(browser, root, seen) as context:
                    cold.append(longest(browser, context, root + path))
                    warm.append(longest(browser, context, root + path))
            yield Longest(page, reader, sorted(cold), sorted(warm))


@contextmanager
def fresh(browser: "Browser", root: str, seen: str) -> Iterator["BrowserContext"]:
    """A profile in which nothing is but what a reader has seen."""
    context = browser.new_context(viewport=VIEWPORT)
    if seen:
        context.add_cookies([{"name": "seen", "value": seen, "url": root}])
    yield context
    context.close()


def longest(browser: "Browser", context: "BrowserContext", address: str) -> Task:
    """The longest task while a new tab loads this page."""
    tab = context.new_page()
    events: list[dict[str, Any]] = []
    is_traced = Event()
    session = browser.new_browser_cdp_session()
    session.on("Tracing.dataCollected", lambda some: events.extend(some["value"]))
    session.on("Tracing.tracingComplete", lambda _end: is_traced.set())
    config = {"includedCategories": TRACED, "excludedCategories": ["*"]}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    response = tab.goto(address, wait_until="load")
    tab.wait_for_timeout(AFTERWARDS)
    session.send("Tracing.end")
    while not is_traced.is_set():
        tab.wait_for_timeout(20)
    session.detach()
    tab.close()
    if response is None or response.status != 200:
        raise ValueError(f"{address} answers {response and response.status}.")
    return longest_of(events, address)


def longest_of(events: list[dict[str, Any]], address: str) -> Task:
    # Chromium's own surface is pages as well, each in a process of its own.
    processes = {
        event["pid"]
        for event in events
        if event["name"] == LOADED and event["args"]["data"]["url"] == address
    }
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name"
        and event["args"]["name"] == MAIN_THREAD
        and event["pid"] in processes
    }
    timed = [one for one in events if "tdur" in one and (one["pid"], one["tid"]) in threads]
    task = max((one for one in timed if one["name"].endswith(TASK)), key=_cpu)
    parts = [one for one in timed if one["name"] in WORK and _is_within(one, task)]
    work = max(parts, key=_cpu)["name"] if parts else ""
    return Task(_cpu(task) / 1000, work)


def _cpu(event: dict[str, Any]) -> float:
    return event["tdur"]


def _is_within(event: dict[str, Any], task: dict[str, Any]) -> bool:
    same_thread = (event["pid"], event["tid"]) == (task["pid"], task["tid"])
    return same_thread and task["ts"] <= event["ts"] <= task["ts"] + task["dur"]


def say_missing(what: str) -> None:
    sys.stdout.write(f"{what}: the longest tasks in the browser are not measured.\n")


def say(found: Iterable[Longest], version: str) -> None:
    """Each as soon as it is measured: all of them take minutes."""
    lines = [
        f"The longest task in Chromium {version}, in ms of CPU: of {LOADS} loads the shortest, which",
        "other work on the machine has slowed least, and the longest.",
        "",
        f"| {'page':<17} | {'reader':<8} | {'cold':>9} | {'warm':>9} | {'most of it':<16} |",
        f"|{'-' * 19}|{'-' * 10}|{'-' * 10}:|{'-' * 10}:|{'-' * 18}|",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    for page, reader, cold, warm in found:
        least = max(cold[0], warm[0])
        over = " over" if least.milliseconds > MOST else ""
        sys.stdout.write(
            f"| {page:<17} | {reader:<8} | {_span(cold):>9} | {_span(warm):>9} | {least.work:<16} |{over}\n"
        )
        sys.stdout.flush()


def _span(tasks: list[Task]) -> str:
    return f"{tasks[0].milliseconds:.0f} to {tasks[-1].milliseconds:.0f}"


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent)
    main()
