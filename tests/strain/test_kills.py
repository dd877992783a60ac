"""Whatever is killed under a write: the site goes on, and what was confirmed is kept.

`make kills` kills a thousand workers; KILLS says how many.
"""

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from readers.models import Seen

from .writing import Writer, Writing, lost, writers

KILLS = int(os.environ.get("KILLS", "12"))


@pytest.mark.django_db(transaction=True)
def test_no_confirmed_write_is_lost_when_workers_are_killed(world, serving, tmp_path):
    writing = writers("", 4)
    with serving as address:
        for writer in writing:
            writer.address = address
        master = process_of(address)
        with Writing(writing):
            for _ in range(KILLS):
                wait_for_writes(writing)
                os.kill(random.choice(wait_for_workers(master)), signal.SIGKILL)
        kept = marks(tmp_path)

    print(f"{KILLS} kills, {confirmed(writing)} confirmed writes")  # noqa: T201 - the report
    assert lost(writing, kept) == []


def confirmed(writing: list[Writer]) -> int:
    return sum(writer.count for writer in writing)


def wait_for_writes(writing: list[Writer]) -> None:
    """Until the site has confirmed a few more, and into the middle of the next."""
    before, until = confirmed(writing), time.monotonic() + 60
    while confirmed(writing) < before + 3:
        assert time.monotonic() < until, "Nothing is written any more."
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.1))


def process_of(address: str) -> int:
    """The one child of this process that serves at `address`."""
    port = address.rpartition(":")[2]
    (found,) = [pid for pid in children(os.getpid()) if port in command(pid)]
    return found


def wait_for_workers(master: int) -> list[int]:
    until = time.monotonic() + 10
    while not (found := children(master)):
        assert time.monotonic() < until, "No worker was started anew."
        time.sleep(0.02)
    return found


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def marks(folder: Path) -> set[tuple[int, int]]:
    """In the database that was served: on SQLite, a copy of the test's."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3")) as served:
            return set(served.execute("SELECT user_id, film_id FROM seen"))
    return set(Seen.objects.values_list("user_id", "film_id"))
