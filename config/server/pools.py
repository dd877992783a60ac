"""The threads of a worker: those who read do not queue behind those who write."""

from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

#: Those who read and write need no more connections than the pool of PostgreSQL has
#: (config/settings.py); what is refused, and /healthz, need none.
THREADS = {"reading": 6, "writing": 2, "house": 1}


class Pools:
    """What waitress calls a dispatcher, made of three of them.

    A sign-in may wait for the database for seconds, with all other writers behind it, and
    strangers still get their pages. A refusal waits for nobody.
    """

    def __init__(self) -> None:
        self.pools = {name: ThreadedTaskDispatcher() for name in THREADS}
        for name, pool in self.pools.items():
            pool.queue_logger.disabled = True  # what waits too long is refused, and logged then
            pool.set_thread_count(THREADS[name])

    def add_task(self, channel: HTTPChannel) -> None:
        request = channel.requests[0]
        request.queued = monotonic()
        if request.error or request.path == "/healthz":
            name = "house"
        else:
            name = "reading" if request.command in ("GET", "HEAD") else "writing"
        self.pools[name].add_task(channel)

    def refuse(self, task: Any) -> None:
        """`task` has a `service()` that needs no database."""
        self.pools["house"].add_task(task)
