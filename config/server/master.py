"""Starts the worker processes, starts them anew when they die, and ends them when it is ended.

The application is loaded once, before the workers are forked from here: one that dies is replaced
in a few milliseconds. Signals are blocked and waited for, so none is lost, at whatever moment of
the start it comes.
"""

import gc
import os
import signal
import socket
from time import monotonic, sleep

from .worker import SECONDS_TO_FINISH, work

SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
#: A worker that dies sooner than this after its start is not replaced at once.
SECONDS_TO_PROVE = 0.2
BACKLOG = 1024


def block_signals() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def serve(host: str, port: int, workers: int) -> None:
    """Returns after SIGTERM or SIGINT, when all workers have ended. Needs `block_signals()`.

    Raises OSError where the port is taken.
    """
    listener = socket.create_server((host, port), backlog=BACKLOG)
    os.environ["SERVING"] = "1"  # config/settings.py: limits that a migration must not have
    from config.wsgi import application

    gc.collect()
    gc.freeze()  # what is here now is shared by all workers and never collected
    born = {_fork(listener, application): monotonic() for _ in range(workers)}
    while signal.sigwait(SIGNALS) == signal.SIGCHLD:
        for pid in _dead():
            if monotonic() - born.pop(pid, 0) < SECONDS_TO_PROVE:
                sleep(SECONDS_TO_PROVE)
            born[_fork(listener, application)] = monotonic()
    listener.close()
    _end(set(born))


def _fork(listener: socket.socket, application: object) -> int:
    master = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work(listener, application, master)
        status = 0
    finally:
        os._exit(status)  # not the way out of the master, whose copy this process is


def _dead() -> list[int]:
    """The workers that have died since the last call; several deaths may be one signal."""
    found: list[int] = []
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if not pid:
            return found
        found.append(pid)


def _end(workers: set[int]) -> None:
    """Lets the workers finish what they have begun, and kills those that cannot."""
    for pid in workers:
        os.kill(pid, signal.SIGTERM)
    until = monotonic() + SECONDS_TO_FINISH + 1
    while workers and monotonic() < until:
        workers.difference_update(_dead())
        sleep(0.02)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
