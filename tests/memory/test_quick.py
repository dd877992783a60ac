"""What the server reads by itself, and what it leaves to waitress."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from config.server.quick import MAX_HEADERS, Quick
from config.server.worker import Server, server_on
from memory.page import Answer

LARGE = b"x" * 8_000_000
PLAIN = b"GET /films/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Application:
    """Has everything at hand, and remembers what it was asked."""

    def __init__(self, body: bytes = b"all of it") -> None:
        self.answer: Answer | None = Answer("200 OK", [("Content-Length", str(len(body)))], body)
        self.asked: list[dict[str, Any]] = []

    def at_once(self, environ: dict[str, Any]) -> Answer | None:
        self.asked.append(environ)
        return self.answer

    def __call__(self, environ, start_response):
        start_response("200 OK", [("Content-Length", "8")])
        return [b"a thread"]


@pytest.mark.parametrize(
    ("request_head", "said"),
    [
        (PLAIN, {"HTTP_HOST": "localhost"}),
        (
            b"GET /films/ HTTP/1.1\r\nhost:localhost\r\nCookie:\t a=b; c=d \r\n"
            b"connection: Keep-Alive\r\nX-Forwarded-Proto: https\r\n\r\n",
            {
                "HTTP_HOST": "localhost",
                "HTTP_COOKIE": "a=b; c=d",
                "HTTP_X_FORWARDED_PROTO": "https",
            },
        ),
    ],
    ids=["plain", "with more"],
)
def test_what_browsers_write_is_read_as_waitress_reads_it(request_head, said):
    application = Application()

    before, date, *after = Quick(application, "localhost", "8000").answer(request_head)

    assert (before, after) == (
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nDate: ",
        [b"\r\n\r\n", b"all of it"],
    )
    assert date.endswith(b" GMT")
    assert application.asked == [
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/films/",
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "wsgi.url_scheme": "http",
        }
        | said
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"POST /films/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /films/?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /films/%C3%A9/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://localhost/films/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /films/ HTTP/1.0\r\nHost: localhost\r\n\r\n",
        b"GET /films/ HTTP/1.1\r\n\r\n",
        b"GET /films/ HTTP/1.1\r\nHost: localhost\r\n",
        PLAIN + PLAIN,
        PLAIN + b"x",
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN[:-2] + b"Host: elsewhere.example\r\n\r\n",
        PLAIN[:-2] + b"Cookie: a=b\r\ncookie: c=d\r\n\r\n",
        PLAIN[:-2] + b"Content-Length: 3\r\n\r\n",
        PLAIN[:-2] + b"Transfer-Encoding: chunked\r\n\r\n",
        PLAIN[:-2] + b"Expect: 100-continue\r\n\r\n",
        PLAIN[:-2] + b"Connection: close\r\n\r\n",
        PLAIN[:-2] + b"Connection: keep-alive, Upgrade\r\n\r\n",
        PLAIN[:-2] + b"Upgrade: h2c\r\n\r\n",
        PLAIN[:-2] + b"X_Forwarded_Proto: https\r\n\r\n",
        PLAIN[:-2] + b"X-Odd : space\r\n\r\n",
        PLAIN[:-2] + b"X-Odd: folded\r\n over\r\n\r\n",
        PLAIN[:-2] + b"X-Odd: caf\xe9\r\n\r\n",
        PLAIN[:-2] + b"X-Odd: \0\r\n\r\n",
        PLAIN[:-2] + b"X-Odd: bare\rreturn\r\n\r\n",
        PLAIN[:-2] + b"X-Long: " + b"x" * MAX_HEADERS + b"\r\n\r\n",
    ],
)
def test_whatever_is_written_in_any_other_way_is_left_to_waitress(data):
    application = Application()

    answer = Quick(application, "localhost", "8000").answer(data)

    assert (answer, application.asked) == (None, [])


@pytest.fixture
def serving() -> Iterator:
    """A server without a loop of its own: `turn(server)` is one turn of it."""
    made = []

    def serve(application: Application) -> tuple[Server, socket.socket]:
        listener = socket.create_server(("127.0.0.1", 0))
        server, _sockets = server_on(listener, application)
        peer = socket.create_connection(listener.getsockname(), timeout=0.01)
        made.append((server, peer))
        return server, peer

    yield serve
    for server, peer in made:
        peer.close()
        for pool in server.task_dispatcher.pools.values():
            pool.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.asyncore.close_all(server._map)  # noqa: SLF001


def answered(server: Server, peer: socket.socket, request: bytes, length: int) -> bytes:
    """The body of so many bytes, while the loop turns."""
    peer.sendall(request)
    got = bytearray()
    while len(got.partition(b"\r\n\r\n")[2] if len(got) < 1000 else got) < length:
        server.asyncore.loop(timeout=0.01, use_poll=True, map=server._map, count=1)  # noqa: SLF001
        with suppress(TimeoutError):
            piece = peer.recv(1 << 20)
            assert piece, "The server has hung up."
            got += piece
    return bytes(got.partition(b"\r\n\r\n")[2])


def test_an_answer_that_does_not_fit_at_once_comes_in_full(serving):
    application = Application(LARGE)
    server, peer = serving(application)

    head = len(b"".join(server.at_once(PLAIN))) - len(LARGE)
    bodies = [answered(server, peer, PLAIN, head + len(LARGE)) for _ in range(2)]

    assert [body == LARGE for body in bodies] == [True, True]
    assert len(application.asked) == 3


def test_what_is_not_at_hand_is_answered_by_a_thread(serving):
    application = Application()
    application.answer = None
    server, peer = serving(application)

    body = answered(server, peer, PLAIN, 8)

    assert (body, len(application.asked)) == (b"a thread", 1)


def test_a_fault_in_the_memory_is_logged_and_a_thread_answers(serving, caplog):
    application = Application()
    application.at_once = lambda environ: 1 / 0
    server, peer = serving(application)

    body = answered(server, peer, PLAIN, 8)

    assert body == b"a thread"
    assert [record.message for record in caplog.records] == ["Not answered at once"]
