"""Starts the site's own server and a real nginx in front of it, and ends them by their ids."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from string import Template
from time import monotonic, sleep

from django.conf import settings
from django.db import connection

CONFIGURATION = Path(__file__).with_name("nginx.conf")
CACHES = ("OBEDIENT", "HASTY", "MINUTES", "CARELESS")
SECONDS_TO_START = 30
SECONDS_TO_END = 10


@contextmanager
def site(folder: Path, workers: int = 1, **environment: str) -> Iterator[str]:
    """The server that `make run` starts, on what the test has put into its database.

    `environment` may name another database.
    """
    (port,) = free_ports(1)
    command = [
        sys.executable,
        "-m",
        "config.server",
        "--workers",
        str(workers),
        "--port",
        str(port),
    ]
    if "DATABASE_URL" not in environment:
        environment["DATABASE_URL"] = database_url(folder)
    environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.promise.shared_cache.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    with process(command, [port], folder, environment):
        yield f"127.0.0.1:{port}"


@contextmanager
def caches_of(origin: str, nginx: str, folder: Path) -> Iterator[dict[str, str]]:
    """The caches of nginx.conf by their names there, in front of `origin`: "host:port" each."""
    ports = dict(zip(CACHES, free_ports(len(CACHES)), strict=True))
    text = Template(CONFIGURATION.read_text()).safe_substitute(ports, ORIGIN=origin)
    (folder / "nginx.conf").write_text(text)
    command = [nginx, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    with process(command, list(ports.values()), folder):
        yield {name: f"127.0.0.1:{port}" for name, port in ports.items()}


@contextmanager
def process(
    command: list[str], ports: list[int], folder: Path, environment: dict[str, str] | None = None
) -> Iterator[None]:
    """Runs `command` until the block ends, which begins when something answers at all ports."""
    log = folder / "output"
    with log.open("wb") as output:
        started = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        until = monotonic() + SECONDS_TO_START
        while not all(map(answers, ports)):
            if started.poll() is not None or monotonic() > until:
                raise RuntimeError(f"{command[0]} did not start: {log.read_text()}")
            sleep(0.05)
        yield
    finally:
        started.terminate()
        try:
            started.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_ports(count: int) -> list[int]:
    """Held all at once while they are chosen, so that they differ."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def database_url(folder: Path) -> str:
    """The test's database, or where only this process can see that, a copy of it."""
    if connection.vendor == "sqlite":
        copy = folder / "copy.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
        return f"sqlite:///{copy}"
    made = connection.settings_dict
    account = ":".join(filter(None, [made["USER"], made["PASSWORD"]]))
    return f"postgres://{account}@{made['HOST']}:{made['PORT']}/{made['NAME']}"
