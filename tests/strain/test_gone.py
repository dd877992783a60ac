"""What the site leans on is silent, or gone: whoever needs it is told so within a few seconds."""

import http.client
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from urllib.parse import urlencode

import pytest

from config.server.channel import SECONDS_TO_ANSWER
from tests.conftest import miss
from tests.promise.shared_cache.processes import free_ports, process, site

from .test_waiting import got

TOKEN = "a" * 32
#: A second more than any limit of what the application itself waits for.
SOON = SECONDS_TO_ANSWER - 1


@contextmanager
def silent() -> Iterator[socket.socket]:
    """Takes connections and never says a word; nobody is there once it is closed."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as peer:
        yield peer


def name_of(peer: socket.socket) -> str:
    return f"127.0.0.1:{peer.getsockname()[1]}"


def six_strangers(address: str) -> tuple[set[int], bool, int]:
    """What they are answered, whether that came soon, and what /healthz says meanwhile."""
    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(got, address, "/films/") for _ in range(6)]
        health, _ = got(address, "/healthz")
    answers = [one.result() for one in asked]
    return {status for status, _ in answers}, max(took for _, took in answers) < SOON, health


def guess(address: str) -> http.client.HTTPResponse:
    """A sign-in with a wrong password."""
    form = {"login": "owner", "password": "guess", "csrfmiddlewaretoken": TOKEN}
    headers = {
        "Host": "localhost",
        "Cookie": f"csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    client = http.client.HTTPConnection(address, timeout=30)
    client.request("POST", "/accounts/login/", urlencode(form), headers)
    answer = client.getresponse()
    answer.text = answer.read().decode()
    client.close()
    return answer


def test_strangers_are_told_soon_that_postgresql_is_silent_or_gone(tmp_path):
    with silent() as peer:
        database = f"postgres://callback@{name_of(peer)}/callback"
        with site(tmp_path, DATABASE_URL=database) as address:
            got(address, "/films/")  # loads what the first request has to wait for
            when_silent = six_strangers(address)
            peer.close()
            when_gone = six_strangers(address)

    assert when_silent == ({503}, True, 200)
    assert when_gone == ({503}, True, 200)


@pytest.mark.django_db(transaction=True)
def test_who_signs_in_is_told_that_redis_is_silent_or_gone_and_others_read_on(world, tmp_path):
    with silent() as peer, site(tmp_path, REDIS_URL=f"redis://{name_of(peer)}/0") as address:
        got(address, "/accounts/login/")  # loads what the first request has to wait for
        begun = monotonic()
        when_silent = guess(address)
        seconds = monotonic() - begun
        page, _ = got(address, "/films/")
        peer.close()
        when_gone = guess(address)

    assert (when_silent.status, when_silent.headers["Retry-After"]) == (503, "5")
    assert (when_gone.status, when_gone.headers["Retry-After"]) == (503, "5")
    assert (seconds < SOON, page) == (True, 200)


@pytest.fixture
def redis(tmp_path) -> Iterator[str]:
    """Its address. `REQUIRE_REDIS=1` makes its absence a failure."""
    path = shutil.which("redis-server") or miss("Redis is not installed", "REQUIRE_REDIS")
    (port,) = free_ports(1)
    folder = tmp_path / "redis"
    folder.mkdir()
    with process([path, "--port", str(port), "--bind", "127.0.0.1", "--save", ""], [port], folder):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.mark.django_db(transaction=True)
def test_with_redis_attempts_are_counted_there_for_all_processes_and_through_a_restart(
    world, redis, tmp_path
):
    with site(tmp_path, workers=2, REDIS_URL=redis) as address:
        before = ["Too many wrong passwords" in guess(address).text for _ in range(5)]
    with site(tmp_path, workers=2, REDIS_URL=redis) as address:
        after = ["Too many wrong passwords" in guess(address).text for _ in range(2)]

    assert (before, after) == ([False] * 5, [True] * 2)
