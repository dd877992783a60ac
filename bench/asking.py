"""Asks over one connection, and reads what a process spends on it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from time import monotonic, sleep

SECONDS_TO_START = 60
#: As a browser has them; without Accept-Encoding, so that all answers are of one size.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Upgrade-Insecure-Requests": "1",
}


class Server:
    """A process that serves at a port, or the one worker that it has started to do so."""

    def __init__(self, command: list[str], port: int, environment: dict[str, str]) -> None:
        self.port = port
        self.process = subprocess.Popen(command, env=os.environ | environment)
        until = monotonic() + SECONDS_TO_START
        while True:
            try:
                self._connect()
                break
            except OSError:
                if self.process.poll() is not None or monotonic() > until:
                    self.end()
                    raise
                sleep(0.1)

    def _connect(self) -> None:
        self.peer = socket.create_connection(("127.0.0.1", self.port))

    @property
    def worker(self) -> int:
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0]) if children else pid

    def microseconds(self) -> float:
        return spent_by(self.worker)

    def spent_on(self, requests: Iterable[bytes]) -> float:
        """Microseconds for each of these requests."""
        self._connect()  # anew: the server closes what was idle
        before, count = self.microseconds(), 0
        for request in requests:
            self.ask(request)
            count += 1
        return (self.microseconds() - before) / count

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """The head and the body of the answer. Raises ValueError for a page of an error."""
        self.peer.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            more = self.peer.recv(1 << 16)
            if not more:
                raise ConnectionError(f"Port {self.port} has closed the connection.")
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        status = head.split()[1]
        if status >= b"400":
            raise ValueError(f"{request.split(b'\r\n')[0].decode()}: answers {status.decode()}.")
        length = _length(head)
        while len(body) < length:
            body += self.peer.recv(1 << 16)
        return head, body

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()


def with_starter_content(folder: str) -> None:
    """Makes a database there, with the starter content: the one that the environment names then."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for command in (["migrate", "--skip-checks"], ["createcachetable"], ["load_content"]):
        done = [sys.executable, "manage.py", *command, "--verbosity", "0"]
        subprocess.run(done, check=True, stdout=subprocess.DEVNULL)


def started_site(**environment: str) -> Server:
    """The site itself, with one worker, on the database that the environment names."""
    port = free_port()
    command = [sys.executable, "-m", "config.server", "--port", str(port), "--workers", "1"]
    return Server(command, port, environment)


def spent_by(process: int) -> float:
    """Microseconds of CPU so far, in all threads."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1000


def request(path: str, **headers: str) -> bytes:
    """`If_None_Match="…"` for If-None-Match."""
    return _written("GET", path, headers)


def reveal(item: str, **headers: str) -> bytes:
    """What the button of an item sends, which is given by the beginning of its address."""
    site = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Content-Length": "0"}
    return _written("POST", f"{item}reveal/", site | headers)


def _written(method: str, path: str, headers: dict[str, str]) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [
        f"{name}: {value}" for name, value in ({"Host": "localhost"} | BROWSER | named).items()
    ]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
