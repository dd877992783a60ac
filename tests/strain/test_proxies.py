"""The proxy recipes of docs/production.md, in front of a site on a port like no other.

A second for each server that is started: what a proxy does can be seen on a running one only.
"""

import http.client
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from config.settings import CACHES

from .proxies import BEFORE

Proxy = Callable[[str], AbstractContextManager[int]]


@pytest.fixture(params=BEFORE)
def proxy(request, tmp_path_factory) -> Proxy:
    """`proxy(origin)` runs it in front of that site, and gives its port."""
    program = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    return lambda origin: BEFORE[request.param](origin, program, folder)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Something that listens, in place of the site."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        yield listening


def unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def test_a_request_reaches_the_site_whole_and_says_truly_where_it_comes_from(proxy, listener):
    with proxy(":".join(map(str, listener.getsockname()))) as port:
        plain = socket.create_connection(("127.0.0.1", port), timeout=5)
        with unverified().wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(
                f"POST /seen/ HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 11\r\n"
                "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\n\r\nshown".encode()
            )
            with pytest.raises(TimeoutError):  # half of it is held back
                listener.accept()
            client.sendall(b"=abcde")
            listener.settimeout(5)
            received, _address = listener.accept()
            with received:
                head, body = whole(received)

    lines = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:])
    told = [lines[name] for name in ("host", "x-forwarded-for", "x-forwarded-proto")]
    assert told == [f"localhost:{port}", "127.0.0.1", "https"]
    assert body == "shown=abcde"


def whole(received: socket.socket) -> tuple[str, str]:
    received.settimeout(5)
    text = ""
    while not text.endswith("\r\n\r\nshown=abcde"):
        piece = received.recv(65536).decode()
        assert piece, f"No more came after {text!r}"
        text += piece
    head, _, body = text.partition("\r\n\r\n")
    return head, body


class Browser:
    """Keeps cookies, and says where it comes from as browsers do over plain HTTP: by Origin."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def ask(self, method: str, path: str, origin: str = "", **form: str) -> tuple[int, str, str]:
        """The status, where it leads, and the page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            own = f"https://localhost:{self.port}"
            headers |= {"Origin": origin or own, "Referer": f"{origin or own}{path}"}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asking = http.client.HTTPSConnection("localhost", self.port, context=unverified())
        asking.request(method, path, urlencode(form) or None, headers)
        answer = asking.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        page = answer.read().decode()
        asking.close()
        return answer.status, answer.headers.get("Location", ""), page


def test_readers_act_and_join_through_the_proxy_whatever_its_port(
    proxy, transactional_db, world, serving, monkeypatch, settings
):
    monkeypatch.setenv("TRUST_PROXY", "1")
    settings.CACHES = CACHES  # those of the server: attempts are counted in the database
    call_command("createcachetable", verbosity=0)
    film = world.first.get_absolute_url()
    with serving as origin, proxy(origin) as port:
        browser = Browser(port)

        elsewhere = browser.ask("POST", f"{film}seen/", origin="https://localhost")
        marked = browser.ask("POST", f"{film}seen/")
        page = browser.ask("GET", "/accounts/signup/")[2]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        words = {
            "username": "ada",
            "password1": "a long walk home",
            "password2": "a long walk home",
        }
        joined = browser.ask("POST", "/accounts/signup/", csrfmiddlewaretoken=token, **words)
        front = browser.ask("GET", joined[1])

    assert (elsewhere[0], marked[0]) == (403, 303)
    assert joined[:2] == (302, "/?done=joined-1")
    assert "The 1 film that was marked in this browser is now in your account." in front[2]


class Page(BaseHTTPRequestHandler):
    """Answers with as much as is worth compressing, and says nothing in the log."""

    def do_GET(self) -> None:
        body = b"<p>All is well.</p>" * 100
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """There is none."""


@pytest.fixture
def well() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever).start()
        yield ":".join(map(str, server.server_address))
        server.shutdown()


def test_no_page_is_compressed_that_holds_tokens_or_what_editors_see(proxy, well):
    with proxy(well) as port:
        compressed = {}
        for path in ("/", "/films/accounts/", "/account/export/", "/accounts/login/", "/admin/"):
            asking = http.client.HTTPSConnection("localhost", port, context=unverified())
            asking.request("GET", path, headers={"Accept-Encoding": "gzip"})
            compressed[path] = asking.getresponse().headers.get("Content-Encoding")
            asking.close()

    assert compressed == {
        "/": "gzip",
        "/films/accounts/": "gzip",
        "/account/export/": None,
        "/accounts/login/": None,
        "/admin/": None,
    }
