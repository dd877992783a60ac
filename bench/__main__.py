"""What a page costs, in CPU, against a bare Django view of the same size: one table of ratios.

    make bench                # ROUNDS= and COUNT= for more; AGAINST= see bench/contenders.py

The site and the bare view run side by side on the site's own server, one worker each, and are
asked in turn; each process tells its own CPU time, so that other work on the machine does not
count. Everything is in a folder of its own that goes away again. `make bench` goes on
with the longest tasks in a browser (bench/tasks.py).
"""

import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from .asking import Server, free_port, request, reveal, started_site, with_starter_content
from .contenders import Contender, contenders

ROUNDS = int(os.environ.get("ROUNDS", "5"))
COUNT = int(os.environ.get("COUNT", "1000"))
FIRST_VIEWS = 50
FILM = "/films/ballerina/"


type Requests = Callable[[], Iterator[bytes]]


class Case(NamedTuple):
    name: str
    requests: Requests
    #: What it is to reach; nothing where it is only shown.
    goal: float | None = None


class Measured(NamedTuple):
    name: str
    #: Microseconds of CPU.
    cost: float
    #: How many of it one bare view takes.
    ratio: float
    goal: float | None


def main() -> None:
    others = contenders(os.environ.get("AGAINST", ""))
    with TemporaryDirectory() as folder, ExitStack() as stack:
        with_starter_content(folder)
        site = started_site()
        stack.callback(site.end)
        cases = list(cases_of(site))
        size = len(site.ask(request(FILM))[1])
        port = free_port()
        bare = Server([sys.executable, "-m", "bench.bare", str(port), str(size)], port, {})
        stack.callback(bare.end)
        say(measured(site, bare, cases, others), size)


def cases_of(site: Server) -> Iterator[Case]:
    from .readers import Readers, starter_pages  # starts Django, on the database that is there now

    pages, readers = starter_pages(), Readers()
    head, _body = site.ask(request(FILM))
    tag = next(line for line in head.decode().split("\r\n") if line.lower().startswith("etag"))
    cookies, signed_in = f"seen={readers.seen}", f"sessionid={readers.session}"

    def all_of(one: bytes) -> Requests:
        return lambda: repeat(one, COUNT)

    def first_views(page: str, cookie: Callable[[], str]) -> Requests:
        # All made before the first is asked: who makes one keeps this machine busy.
        return lambda: iter(
            [request(pages[page], Cookie=f"seen={cookie()}") for _ in range(FIRST_VIEWS)]
        )

    def anew(one: bytes) -> Requests:
        return lambda: repeat(one, FIRST_VIEWS)

    yield Case("stranger", all_of(request(FILM)), 4.5)
    yield Case("stranger, home page", all_of(request("/")))
    yield Case("stranger, brotli", all_of(request(FILM, Accept_Encoding="gzip, br")))
    yield Case("304", all_of(request(FILM, If_None_Match=tag.partition(": ")[2])), 4.5)
    yield Case("reader with 40 films", all_of(request(FILM, Cookie=cookies)), 4)
    yield Case("reader with an account", all_of(request(FILM, Cookie=signed_in)), 2)
    for page, path in pages.items():
        if page != "echo":  # strangers know of none
            # What is asked for with a query is made anew each time.
            yield Case(f"first view, {page}, stranger", anew(request(f"{path}?first")), 0.06)
    for page in pages:
        yield Case(f"first view, {page}, fan", first_views(page, readers.another_fan), 0.06)
    for page in ("film", "home"):
        yield Case(f"first view, {page}, some films", first_views(page, readers.another), 0.06)
    yield Case("reveal, by htmx", anew(reveal(readers.locked, HX_Request="true")))
    yield Case("reveal, by form", anew(reveal(readers.locked)))


def measured(
    site: Server, bare: Server, cases: list[Case], others: list[Contender]
) -> list[Measured]:
    """All in turn: what else the machine does slows them alike."""
    plain = request("/")
    for case in cases:  # once each, so that nothing is asked cold but first views
        site.spent_on(list(case.requests())[:3])
    bare.spent_on([plain] * 200)
    of_bare: list[float] = []
    spent: dict[str, list[float]] = {name: [] for name in (one.name for one in (*cases, *others))}
    for _ in range(ROUNDS):
        of_bare.append(bare.spent_on(repeat(plain, COUNT)))
        for case in cases:
            spent[case.name].append(site.spent_on(case.requests()))
        for other in others:
            spent[other.name].append(other.spent_on(FIRST_VIEWS))
    goals = {case.name: case.goal for case in cases}
    sizes = {other.name: f" ({other.bytes:,} bytes)" for other in others}
    return [
        Measured("bare view", median(of_bare), 1, None),
        *(
            Measured(
                name + sizes.get(name, ""),
                median(costs),
                median(one / other for one, other in zip(of_bare, costs, strict=True)),
                goals.get(name),
            )
            for name, costs in spent.items()
        ),
    ]


def say(found: list[Measured], size: int) -> None:
    python, library = platform.python_version(), sqlite3.sqlite_version
    lines = [
        f"{platform.machine()}, Python {python}, SQLite {library}; {size:,} bytes; "
        f"{ROUNDS} rounds of {COUNT}, of first views {FIRST_VIEWS}",
        "",
        f"| {'asked for':<32} | {'µs of CPU':>9} | {'× bare view':>11} | {'goal':>5} |",
        f"|{'-' * 34}|{'-' * 10}:|{'-' * 12}:|{'-' * 6}:|",
    ]
    for one in found:
        goal = "" if one.goal is None else str(one.goal)
        lines.append(f"| {one.name:<32} | {one.cost:>9,.0f} | {one.ratio:>11.2f} | {goal:>5} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent)
    main()
