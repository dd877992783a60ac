"""One slow peer does not stop the site: the server as `make run` starts it, over real sockets."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from config.mail import POSTMAN, Background
from config.server.channel import SECONDS_TO_ASK
from tests.promise.shared_cache.processes import answers, free_ports

from .test_kills import children, process_of, wait_for_workers
from .writing import writers

HEAD = b"POST /seen/ HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"


def asked(address: str, request: bytes, seconds: float = 20) -> bytes:
    """All that comes back, until the server closes the connection."""
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as peer:
        peer.sendall(request)
        return b"".join(iter(lambda: peer.recv(65536), b""))


def got(address: str, path: str) -> tuple[int, float]:
    """The status, and how many seconds it took."""
    begun = time.monotonic()
    with closing(http.client.HTTPConnection(address, timeout=30)) as client:
        client.request("GET", path, headers={"Host": "localhost"})
        answer = client.getresponse()
        answer.read()
    return answer.status, time.monotonic() - begun


def test_bodies_that_never_come_hold_nobody_up_and_are_told_so(served):
    host, _, port = served.partition(":")
    with ExitStack() as held:
        peers = [
            held.enter_context(socket.create_connection((host, int(port)), timeout=30))
            for _ in range(40)
        ]
        for peer in peers:
            peer.sendall(HEAD + b"Content-Length: 100\r\n\r\nfilms")

        status, seconds = got(served, "/films/")
        told = b"".join(iter(lambda: peers[0].recv(65536), b""))

    assert (status, seconds < SECONDS_TO_ASK) == (200, True)
    assert told.startswith(b"HTTP/1.1 408 ")
    assert b"Cache-Control: private, no-store" in told
    assert b"<h1>Too slow</h1>" in told


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 900000\r\n\r\n" + b"x" * 900_000,
        b"Content-Length: 90000000\r\n\r\n" + b"x" * 900_000,
        b"Transfer-Encoding: chunked\r\n\r\n" + (b"F0000\r\n" + b"x" * 0xF0000 + b"\r\n") * 4,
    ],
    ids=["too long for readers", "too long for anybody", "without a length"],
)
def test_a_body_that_is_too_long_is_refused_and_the_answer_arrives(served, body):
    told = asked(served, HEAD + b"Connection: close\r\n" + body)

    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"<h1>Too large</h1>" in told


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n",
        b"GET http://[/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        HEAD + b"Transfer-Encoding: gzip\r\n\r\n",
        HEAD + b"Content-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_in_the_words_of_this_site(served, request_):
    told = asked(served, request_)

    assert 400 <= int(told.split()[1]) < 500
    assert b"<h1>Not understood</h1>" in told
    assert b"X-Content-Type-Options: nosniff" in told


def test_a_header_written_with_underscores_is_not_the_real_one(served):
    forged = HEAD.replace(b"Sec-Fetch-Site", b"Sec_Fetch_Site")

    told = asked(served, forged + b"Connection: close\r\nContent-Length: 0\r\n\r\n")

    assert told.startswith(b"HTTP/1.1 403 ")


@pytest.mark.django_db(transaction=True)
def test_strangers_do_not_queue_behind_writers(world, serving, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no lock on the whole database.")
    fans = writers("", 8)
    slug = next(film.slug for film in fans[0].films)
    with serving as address, closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as holder:
        for fan in fans:
            fan.address = address
        holder.isolation_level = None
        holder.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(len(fans)) as threads:
            warm = [got(address, "/films/")[0] for _ in range(4)]
            begun = time.monotonic()
            waiting = [threads.submit(fan.status, f"/films/{slug}/seen/") for fan in fans]
            time.sleep(0.5)
            pages = [got(address, "/films/")[0] for _ in range(2)]
            answered = [one for one in waiting if one.done()]
            refused = {one.result() for one in waiting}
            seconds = time.monotonic() - begun

    assert (warm, pages, answered) == ([200] * 4, [200] * 2, [])
    assert refused == {503}
    assert seconds < 20


def test_a_killed_worker_is_started_anew(served):
    master = process_of(served)
    before = set(wait_for_workers(master))

    for worker in before:
        os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 10
    while len(set(children(master)) - before) < 2 and time.monotonic() < until:
        time.sleep(0.05)

    assert got(served, "/films/")[0] == 200


@pytest.mark.parametrize("moment", [0.3, 0.8, 2, 4])
def test_it_ends_at_whatever_moment_of_its_start_it_is_told_to(moment, tmp_path):
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "config.server", "--port", str(port)]
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.promise.shared_cache.settings",
    }
    server = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL
    )
    time.sleep(moment)

    server.terminate()
    server.wait(30)

    assert not answers(port)


def test_nobody_waits_for_a_silent_mail_server():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        backend = Background(
            alias="default", host="127.0.0.1", port=silent.getsockname()[1], timeout=1
        )
        begun = time.monotonic()

        sent = backend.send_messages([EmailMessage("A", "B", "c@example.org", ["d@example.org"])])

        assert (sent, time.monotonic() - begun < 0.5) == (1, True)
        POSTMAN.finish(begun + 20)
        assert POSTMAN.errands.unfinished_tasks == 0
