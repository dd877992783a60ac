"""One worker: an event loop that reads and writes sockets, and threads that answer."""

import os
import signal
import socket
from time import monotonic
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from config.mail import POSTMAN

from .channel import Channel
from .pools import Pools
from .quick import Quick

#: What runs when the worker is told to end may take this long.
SECONDS_TO_FINISH = 10
#: A connection on which nothing happens is closed.
SECONDS_IDLE = 30
#: An editor's longest form fits; readers' forms have a smaller limit (config/refusals.py).
MAX_BODY = 2_500_000
MAX_HEADERS = 32_768


class Server(TcpWSGIServer):
    channel_class = Channel

    def __init__(self, application: Any, **options: Any) -> None:
        super().__init__(application, **options)
        self.quick = Quick(application, self.server_name, str(self.effective_port))

    def at_once(self, data: bytes) -> list[bytes] | None:
        return self.quick.answer(data)

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            channel.look_at_the_clock()

    def is_busy(self) -> bool:
        return any(
            channel.requests or channel.total_outbufs_len
            for channel in self.active_channels.values()
        )


def server_on(listener: socket.socket, application: Any) -> tuple[Server, dict[int, Any]]:
    """A server that nobody has asked to turn yet, and the sockets that its loop looks after."""
    sockets: dict[int, Any] = {}
    server = Server(
        application,
        map=sockets,
        dispatcher=Pools(),
        bind_socket=False,
        _sock=listener,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        adj=Adjustments(
            ident=None,
            backlog=1024,
            connection_limit=2000,
            channel_timeout=SECONDS_IDLE,
            cleanup_interval=1,
            max_request_header_size=MAX_HEADERS,
            max_request_body_size=MAX_BODY,
            inbuf_overflow=MAX_BODY,  # never in a file
            clear_untrusted_proxy_headers=False,  # the proxy's own are Django's to judge
        ),
    )
    return server, sockets


def work(listener: socket.socket, application: Any, master: int) -> None:
    """Serve until SIGTERM or SIGINT, or until the master is gone."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stopping.append(number))
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    server, sockets = server_on(listener, application)
    while not stopping and os.getppid() == master:
        server.asyncore.loop(timeout=1, use_poll=True, map=sockets, count=1)
    server.accepting = False
    server.del_channel()
    server.socket.close()
    until = monotonic() + SECONDS_TO_FINISH
    while server.is_busy() and monotonic() < until:
        server.asyncore.loop(timeout=0.1, use_poll=True, map=sockets, count=1)
    POSTMAN.finish(until)
