"""The memory of real processes: the server as `make run` starts it, with two workers."""

import http.client
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from films.models import Film
from readers.models import Seen
from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.promise.shared_cache.processes import site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PAGE = "/films/the-garden/"
HEAD = b"GET /films/the-garden/ HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\n"
#: Not written as browsers do: the server leaves it to waitress and a thread.
BY_A_THREAD = "X-Odd: caf\xe9\r\n".encode("latin-1")
AT_ONCE = b"X-Odd: coffee\r\n"
#: So that both of two workers have been asked, but for once in a thousand times.
OFTEN = 10


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as peer:
        yield peer


def ask(peer: socket.socket, request: bytes) -> http.client.HTTPResponse:
    peer.sendall(request)
    answer = http.client.HTTPResponse(peer, method=request.split()[0].decode())
    answer.begin()
    return answer


def sent(answer: http.client.HTTPResponse) -> tuple:
    """Without the time of day, and what is said of the connection."""
    varying = ("Date", "Connection")
    headers = [header for header in answer.getheaders() if header[0] not in varying]
    return answer.status, headers, answer.read()


def pages(address: str, headers: dict[str, str], path: str = PAGE) -> set[bytes]:
    """What comes when it is asked for over and over, each time over another connection."""
    found = set()
    for _ in range(OFTEN):
        with closing(http.client.HTTPConnection(address, timeout=20)) as client:
            client.request("GET", path, headers={"Host": "localhost"} | headers)
            found.add(client.getresponse().read())
    return found


def change(folder: Path, sql: str) -> None:
    """By somebody else, in the database that is served: on SQLite, a copy of the test's."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "copy.sqlite3", timeout=5)) as served:
            served.execute(sql)
            served.commit()
    else:
        with connection.cursor() as cursor:
            cursor.execute(sql)


def test_every_worker_notices_on_the_next_request(world, tmp_path):
    member = ReaderClient()
    user = UserFactory(username="somebody")
    member.force_login(user)
    Seen.objects.create(user=user, film=world.first)
    fan = ReaderClient()
    fan.has_seen(*Film.objects.all())
    cookies = {
        "stranger": {},
        "fan": {"Cookie": fan.cookies.output(header="", sep=";", attrs=[])},
        "member": {"Cookie": member.cookies.output(header="", sep=";", attrs=[])},
    }
    changes = [
        f"UPDATE note SET label = 'Another' WHERE id = {world.later.pk}",
        f"DELETE FROM seen WHERE user_id = {user.pk}",
        f"UPDATE film SET minutes = 7 WHERE id = {world.second.pk}",
        "UPDATE auth_user SET username = 'somebody-else'",
        "DELETE FROM django_session",
    ]
    told = []

    with site(tmp_path, workers=2) as address:
        for sql in ["SELECT 1", *changes]:
            change(tmp_path, sql)
            told.append({who: pages(address, headers) for who, headers in cookies.items()})

    assert [len(found) for one in told for found in one.values()] == [1] * 3 * len(told)
    changed = [
        {who for who in cookies if before[who] != after[who]}
        for before, after in zip(told, told[1:], strict=False)
    ]
    everybody = set(cookies)
    assert changed == [everybody, {"member"}, everybody, {"member"}, {"member"}]


def test_what_is_answered_at_once_is_what_a_thread_answers(world, tmp_path):
    with site(tmp_path) as address, connected(address) as peer:
        own = sent(ask(peer, HEAD + BY_A_THREAD + b"\r\n"))
        by_thread, at_once = (
            [
                sent(ask(peer, HEAD + how + b"\r\n")),
                sent(ask(peer, HEAD.replace(b"GET", b"HEAD") + how + b"\r\n")),
                sent(ask(peer, HEAD.replace(b"/the-garden/", b"/nowhere/") + how + b"\r\n")),
            ]
            for how in (BY_A_THREAD, AT_ONCE)
        )

    assert at_once == by_thread
    assert (at_once[0], at_once[1][2]) == (own, b"")


def test_a_page_that_did_not_change_leaves_the_connection_open(world, tmp_path):
    with site(tmp_path) as address, connected(address) as peer:
        _, headers, _ = sent(ask(peer, HEAD + b"\r\n"))
        condition = f"If-None-Match: {dict(headers)['Etag']}\r\n".encode()

        answers = [
            sent(ask(peer, HEAD + condition + how + b"\r\n"))
            for how in (BY_A_THREAD, AT_ONCE, BY_A_THREAD, b"Connection: close\r\n")
        ]
        left = peer.recv(1)

    assert [(status, body) for status, _, body in answers] == [(304, b"")] * 4
    assert len({tuple(headers) for _, headers, _ in answers}) == 1
    assert left == b""


def test_a_copy_that_takes_the_place_of_the_database_is_served_next(world, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("Is about SQLite alone.")
    by_django = f"{PAGE}?page=1"  # by connections that last from one request to the next
    with site(tmp_path, workers=2) as address:
        before = pages(address, {}), pages(address, {}, by_django)
        file, copy = tmp_path / "copy.sqlite3", tmp_path / "copy"
        shutil.copy(file, copy)
        with closing(sqlite3.connect(copy)) as other:
            other.execute("UPDATE note SET label = 'Of the copy ' || id")
            other.commit()
        copy.rename(file)

        after = pages(address, {}), pages(address, {}, by_django)

    assert [len(found) for found in (*before, *after)] == [1] * 4
    assert [b"Of the copy" in page for found in (*before, *after) for page in found] == [
        *(False, False),
        *(True, True),
    ]
