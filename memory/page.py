"""A finished answer, in all the forms in which it is sent."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import brotli
from django.utils.http import parse_etags

type Headers = list[tuple[str, str]]

NOT_MODIFIED = "304 Not Modified"
#: A 304 has no body that these could tell of.
OF_THE_BODY = {"content-length", "content-type"}
#: Of each of its forms, beside the body.
OVERHEAD = 1000


@dataclass(slots=True)
class Answer:
    status: str
    headers: Headers
    body: bytes
    #: What the server that sends it has made of it, if it keeps that.
    written: Any = None


class Page:
    """Made once from Django's answer, and never changed but by the forms that are asked for."""

    def __init__(self, status: str, headers: Headers, body: bytes, until: float) -> None:
        self.status = status
        self.headers = [
            (name, f"{value}, Accept-Encoding" if name.lower() == "vary" else value)
            for name, value in headers
        ]
        self.body = body
        #: In seconds since the epoch: the cookies of its reader are to be read anew then, or
        #: something is there that was not.
        self.until = until
        self.etag = next((value for name, value in headers if name.lower() == "etag"), "")
        self._forms: dict[tuple[str, str], Answer] = {}

    @property
    def size(self) -> int:
        """In bytes, with all nine forms that it may take."""
        return 2 * len(self.body) + 9 * OVERHEAD

    def answer(self, environ: dict[str, Any], encoding: str) -> Answer:
        """To a GET or HEAD; each form is made when it is first asked for."""
        form = self._form(environ, encoding)
        return self._forms.get(form) or self._made(*form)

    def at_once(self, environ: dict[str, Any], encoding: str) -> Answer | None:
        """The same, unless something must be compressed first."""
        form = self._form(environ, encoding)
        needs_time = encoding and form[0] != NOT_MODIFIED
        return self._forms.get(form) or (None if needs_time else self._made(*form))

    def _form(self, environ: dict[str, Any], encoding: str) -> tuple[str, str]:
        method = environ["REQUEST_METHOD"]
        if method == "GET" and self.etag and _matches(environ, self.etag):
            return NOT_MODIFIED, encoding
        return method, encoding

    def _made(self, kind: str, encoding: str) -> Answer:
        if kind == NOT_MODIFIED:
            headers = _with_weak_etag(self.headers) if encoding else self.headers
            answer = Answer(NOT_MODIFIED, _without(headers, OF_THE_BODY), b"")
        else:
            headers, body = self.headers, self.body
            if encoding:
                body = compressed(body, encoding)
                length = ("Content-Length", str(len(body)))
                headers = _without(_with_weak_etag(headers), {"content-length"})
                headers = [*headers, length, ("Content-Encoding", encoding)]
            answer = Answer(self.status, headers, body)
            if kind == "HEAD":
                # As Django does, which gives an ETag to the answers to GET alone.
                answer = Answer(self.status, _without(headers, {"etag"}), b"")
        self._forms[kind, encoding] = answer
        return answer


def compressed(body: bytes, encoding: str) -> bytes:
    """The same bytes each time. Made once for a page, so it may take a millisecond."""
    if encoding == "br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=5)
    return gzip.compress(body, compresslevel=6, mtime=0)


def _with_weak_etag(headers: Headers) -> Headers:
    """For other bytes than those of the ETag, with the same meaning."""
    return [(name, f"W/{value}" if name.lower() == "etag" else value) for name, value in headers]


def _without(headers: Headers, names: Iterable[str]) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in names]


def _matches(environ: dict[str, Any], etag: str) -> bool:
    """Compared weakly, as If-None-Match is to be."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if not asked:
        return False
    if asked.removeprefix("W/") == etag:
        return True
    tags = [tag.removeprefix("W/") for tag in parse_etags(asked)]
    return "*" in tags or etag in tags
