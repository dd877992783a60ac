"""What pages cost at several sizes of the site, in CPU: one table, the largest against the smallest.

    make bench SIZES="1000 100000"           # notes; see bench/grow.py for what comes with them
    make bench SIZES="1000 1000000" KEEP=…   # a folder in which the databases stay, to ask them again

All are first views: no page is answered from memory. With a DATABASE_URL of PostgreSQL a database
for each size is made beside it, and stays there; what the server spends is counted as well, where
it runs on this machine.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from operator import attrgetter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from .asking import Server, request, started_site
from .backends import Backends, Elsewhere

ROUNDS = int(os.environ.get("ROUNDS", "5"))
FIRST_VIEWS = 20
#: How much more a page of the largest site may cost, and how many bytes any page may have.
MOST, LARGEST = 1.3, 120_000
UNKNOWN_TO_STRANGERS = {"echo", "long echo, 100 of all"}


class Spent(NamedTuple):
    """Microseconds of CPU for each request."""

    site: float
    #: PostgreSQL; None where it is not seen, and on SQLite, which is a part of the site.
    database: float | None

    @property
    def whole(self) -> float:
        return self.site + (self.database or 0)


class Site(NamedTuple):
    """The site at one size."""

    server: Server
    #: Of PostgreSQL, where they can be seen.
    backends: Backends | None
    #: By their addresses, what the pages are called.
    pages: dict[str, str]
    #: Of readers whom nobody has met yet.
    cookies: list[str]

    @property
    def resident(self) -> int:
        """How many bytes the process takes."""
        status = Path(f"/proc/{self.server.worker}/status").read_text().splitlines()
        (size,) = (line.split()[1] for line in status if line.startswith("VmRSS"))
        return int(size) * 1024

    def spent_on(self, requests: Sequence[bytes]) -> Spent:
        before = self.backends.spent() if self.backends else {}
        own = self.server.spent_on(requests)
        if not self.backends:
            return Spent(own, None)
        after = self.backends.spent()
        database = sum(spent - before.get(pid, 0) for pid, spent in after.items())
        return Spent(own, database / len(requests))

    def end(self) -> None:
        self.server.end()
        if self.backends:
            self.backends.close()


class Cost(NamedTuple):
    name: str
    #: For each size.
    spent: list[Spent]
    #: Of the largest to the smallest.
    ratio: float
    bytes: int


def main(sizes: list[int]) -> None:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        kept = Path(os.environ.get("KEEP") or folder).resolve()
        kept.mkdir(parents=True, exist_ok=True)
        sites = []
        for size in sizes:
            sites.append(started(size, kept))
            stack.callback(sites[-1].end)
        costs = list(measured(sites))
        say(sizes, costs, sites)


def started(size: int, folder: Path) -> Site:
    environment = {
        "DATABASE_URL": database(size, folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    lines = subprocess.run(
        [sys.executable, "-m", "bench.grown", str(size)],
        check=True,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.splitlines()
    pages = [line.split("\t") for line in lines if line.startswith("/")]
    server = started_site(**environment)
    return Site(
        server,
        backends_of(server, environment["DATABASE_URL"]),
        dict(pages),
        [line.removeprefix("seen=") for line in lines if line.startswith("seen=")],
    )


def database(size: int, folder: Path) -> str:
    """The address of the database for this size; on PostgreSQL it is made, if it is not there."""
    if not on_postgresql():
        return f"sqlite:///{folder}/{size}.sqlite3"
    import psycopg

    server = os.environ["DATABASE_URL"]
    name = f"bench_{size}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        ).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
            # A query's helpers would be other processes, and what they spend would not be seen.
            connection.execute(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def backends_of(server: Server, address: str) -> Backends | None:
    if not on_postgresql():
        return None
    server.ask(request("/"))  # so that it has connections
    backends = Backends(address)
    try:
        backends.spent()
    except Elsewhere:
        backends.close()
        return None
    return backends


def measured(sites: list[Site]) -> Iterator[Cost]:
    """All sizes in turn: what else the machine does slows them alike."""
    for paths in zip(*(site.pages for site in sites), strict=True):
        name = sites[0].pages[paths[0]]
        visitors = [("fan", [fans(path, site) for path, site in zip(paths, sites, strict=True)])]
        if name not in UNKNOWN_TO_STRANGERS:
            visitors.insert(0, ("stranger", [strangers(path) for path in paths]))
        for visitor, requests in visitors:
            both = list(zip(sites, requests, strict=True))
            for site, some in both:  # it also connects anew: a server closes what is idle
                site.spent_on([next(some) for _ in range(FIRST_VIEWS)])
            weight = max(len(site.server.ask(next(some))[1]) for site, some in both)
            rounds = [
                [site.spent_on([next(some) for _ in range(FIRST_VIEWS)]) for site, some in both]
                for _ in range(ROUNDS)
            ]
            ratio = median(spent[-1].whole / spent[0].whole for spent in rounds)
            each = [
                sorted(spent, key=attrgetter("whole"))[ROUNDS // 2]
                for spent in zip(*rounds, strict=True)
            ]
            yield Cost(f"{name}, {visitor}", each, ratio, weight)


def strangers(path: str) -> Iterator[bytes]:
    """No address with a query is kept."""
    return (request(f"{path}?first-view={number}") for number in count())


def fans(path: str, site: Site) -> Iterator[bytes]:
    return (request(path, Cookie=f"seen={one}") for one in site.cookies)


def say(sizes: list[int], costs: list[Cost], sites: list[Site]) -> None:
    named = "".join(f" {f'{size:,}':>10} |" for size in sizes)
    lines = [
        f"Microseconds of CPU for a first view, by notes; {ROUNDS} rounds of {FIRST_VIEWS}. Database:",
        "how much of it PostgreSQL spends, at the smallest and at the largest.",
        "",
        f"| {'page':<34} |{named} {'×':>5} | {'database':>18} | {'bytes':>7} |",
        f"|{'-' * 36}|{'-----------:|' * len(sizes)}{'-' * 6}:|{'-' * 19}:|{'-' * 8}:|",
    ]
    for cost in costs:
        over = " over" if cost.ratio > MOST or cost.bytes > LARGEST else ""
        each = "".join(f" {one.whole:>10,.0f} |" for one in cost.spent)
        lines.append(
            f"| {cost.name:<34} |{each} {cost.ratio:>5.2f} | {_database(cost.spent):>18} "
            f"| {cost.bytes:>7,} |{over}"
        )
    megabytes = "".join(f" {site.resident / 1e6:>10,.0f} |" for site in sites)
    lines.append(f"| {'memory of the process, MB':<34} |{megabytes} {'':>5} | {'':>18} | {'':>7} |")
    sys.stdout.write("\n".join(lines) + "\n")


def _database(spent: list[Spent]) -> str:
    if not on_postgresql():
        return "in the site"
    first, last = spent[0].database, spent[-1].database
    return "not counted" if first is None or last is None else f"{first:,.0f} to {last:,.0f}"


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent)
    main([int(size) for size in sys.argv[1:]])
