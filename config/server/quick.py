"""Answers what is kept in memory from the event loop, without a thread.

Most of what a kept page costs would be the way there: a parser for every kind of request, a queue,
a thread, and back. What is read here is just how browsers write a GET or HEAD; whatever is written
in any other way is left to waitress.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter
from time import time
from typing import Any

from waitress.utilities import build_http_date

_HEAD = re.compile(
    rb"(GET|HEAD) (/[\w/-]*) HTTP/1\.1\r\n"
    rb"((?:[A-Za-z][A-Za-z-]*:[ \t]*[\x21-\x7e][\x20-\x7e]*\r\n)+)\r\n"
)
#: With these a request has a body, or is about more than itself.
_NOT_QUICK = {
    f"HTTP_{name}"
    for name in ("CONTENT_LENGTH", "TRANSFER_ENCODING", "EXPECT", "UPGRADE", "TRAILER", "TE")
}
#: With the longest cookies that a reader has, there is still room for what browsers say.
MAX_HEADERS = 12_000
_KEEP = ("", "keep-alive")
#: Stands in no header.
_HERE = "\0"


class Quick:
    """For an application that can tell, by `at_once(environ)`, what it need not wait for."""

    def __init__(self, application: Any, name: str, port: str) -> None:
        self._at_once = getattr(application, "at_once", None)
        self._server = {
            "SERVER_NAME": name,
            "SERVER_PORT": port,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "wsgi.url_scheme": "http",
        }

    def answer(self, data: bytes) -> list[bytes] | None:
        """To one whole request, piece by piece; None where it has to go the usual way."""
        if len(data) > MAX_HEADERS or not self._at_once:
            return None
        environ = self._environ(data)
        answer = environ and self._at_once(environ)
        if not answer:
            return None
        if answer.written is None:  # twice at the same moment is once too often, and no more
            answer.written = _around_the_date(answer.status, answer.headers)
        before, after = answer.written
        return [before, _date(int(time())), after, answer.body]

    def _environ(self, data: bytes) -> dict[str, Any] | None:
        found = _HEAD.fullmatch(data)
        if not found:
            return None
        method, path, lines = found.groups()
        headers = _headers(lines)
        if headers is None:
            return None
        request = {"REQUEST_METHOD": method.decode("ascii"), "PATH_INFO": path.decode("ascii")}
        return headers | self._server | request


@lru_cache(maxsize=256)  # of at most MAX_HEADERS each; browsers say the same of every page
def _headers(lines: bytes) -> dict[str, str] | None:
    headers = [line.split(":", 1) for line in lines.decode("ascii").split("\r\n")[:-1]]
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value.strip() for name, value in headers}
    if len(environ) < len(headers) or not _NOT_QUICK.isdisjoint(environ):
        return None
    return environ if environ.pop("HTTP_CONNECTION", "").lower() in _KEEP else None


def _around_the_date(status: str, headers: Iterable[tuple[str, str]]) -> tuple[bytes, bytes]:
    """A head as waitress writes it: what comes before the time of day, and what after."""
    named = [("-".join(map(str.capitalize, name.split("-"))), value) for name, value in headers]
    named = sorted([*named, ("Date", _HERE)], key=itemgetter(0))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named), "", ""]
    before, _, after = "\r\n".join(lines).encode("latin-1").partition(_HERE.encode())
    return before, after


@lru_cache(maxsize=1)
def _date(now: int) -> bytes:
    return build_http_date(now).encode()
