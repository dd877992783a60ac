"""Other software on the same scale, where it is installed and runs.

    make bench AGAINST="wagtail=http://127.0.0.1:8101/a-page/ mediawiki=http://127.0.0.1:8102/A_page"

What is counted is the CPU time of all processes that listen at the port: a server that hands on to
others (nginx, PHP's own manager) hides what these spend, so name the last one that listens.
"""

import re
from collections.abc import Iterable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from .asking import BROWSER, spent_by

LISTENS = "0A"


class Contender:
    """Raises ValueError for what is no address of a page here, or where nothing listens."""

    def __init__(self, said: str) -> None:
        self.name, _, address = said.partition("=")
        parts = urlsplit(address)
        if parts.hostname not in ("127.0.0.1", "localhost") or not parts.port:
            raise ValueError(f"{said!r}: say name=http://127.0.0.1:PORT/path")
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path or "/"
        self._processes = list(listening(self._port))
        if not self._processes:
            raise ValueError(f"{said!r}: nothing that we may look at listens there.")
        self.bytes = len(self._ask(self._connect()))

    def spent_on(self, count: int) -> float:
        """Microseconds for each of so many requests, over one connection if the server keeps it."""
        connection = self._connect()
        before = sum(map(spent_by, self._processes))
        for _ in range(count):
            self._ask(connection)
        return (sum(map(spent_by, self._processes)) - before) / count

    def _connect(self) -> HTTPConnection:
        return HTTPConnection(self._host, self._port, timeout=30)

    def _ask(self, connection: HTTPConnection) -> bytes:
        connection.request("GET", self._path, headers=BROWSER)
        response = connection.getresponse()
        if response.status != 200:
            raise ValueError(f"{self.name}: {self._path} answers {response.status}.")
        return response.read()


def contenders(said: str) -> list[Contender]:
    return [Contender(one) for one in said.split()]


def listening(port: int) -> Iterable[int]:
    """The processes that have a socket open that listens at this port."""
    rows = (
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    )
    sockets = {
        f"socket:[{row[9]}]"
        for row in rows
        if row[3] == LISTENS and int(row[1].rpartition(":")[2], 16) == port
    }
    for process in Path("/proc").iterdir():
        if re.fullmatch(r"[0-9]+", process.name) and not sockets.isdisjoint(_open(process)):
            yield int(process.name)


def _open(process: Path) -> set[str]:
    try:
        return {str(file.readlink()) for file in (process / "fd").iterdir()}
    except OSError:  # it is another user's, or has ended
        return set()
