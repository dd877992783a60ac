"""What a kept page may depend on. Whatever is not named here, Django does not get to see either."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http.cookie import parse_cookie

from readers.cookies import REVEALED, SEEN

from .keeping import is_kept

#: Such a request is Django's own matter: it has a body, was refused by the server, or sets
#: conditions that hardly anybody sets.
NOT_KEPT = (
    "CONTENT_LENGTH",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_TRANSFER_ENCODING",
    "QUERY_STRING",
    "SCRIPT_NAME",
    "callback.refused",
)
#: A cookie that is written in any other way may be read in more than one.
_PLAIN = re.compile(r"[\w.:-]+", re.ASCII)
#: Django would take some other spellings for the same page.
_PATH = re.compile(r"(/[\w-]+)*/", re.ASCII)
_TAKEN = re.compile(r"(?:^|,)\s*(br|gzip)\s*(?:$|,|;\s*q=(?:1|0\.0*[1-9]))")


class Key(NamedTuple):
    """Of a finished page, beside the content version and the state of an account."""

    day: str
    path: str
    host: str
    is_secure: bool
    is_htmx: bool
    #: Raw, so that no signature is checked twice; empty where there is none.
    seen_cookie: str
    revealed_cookie: str
    session: str

    @property
    def is_strangers(self) -> bool:
        return not (self.seen_cookie or self.revealed_cookie or self.session)

    @property
    def cookies(self) -> dict[str, str]:
        """Of the reader's state."""
        return {SEEN: self.seen_cookie, REVEALED: self.revealed_cookie}

    def environ(self, server: dict[str, Any]) -> dict[str, Any]:
        """A request for this page and nothing else; of `server` just what is no client's word."""
        cookies = self.cookies | {settings.SESSION_COOKIE_NAME: self.session}
        environ = {name: value for name, value in server.items() if name.startswith("wsgi.")}
        environ |= {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": "",
            "SERVER_NAME": server["SERVER_NAME"],
            "SERVER_PORT": server["SERVER_PORT"],
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.host,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items() if value),
            "wsgi.url_scheme": "https" if self.is_secure else "http",
        }
        if settings.SECURE_PROXY_SSL_HEADER:
            header, secure = settings.SECURE_PROXY_SSL_HEADER
            environ[header] = secure if self.is_secure else "http"
        if self.is_htmx:
            environ["HTTP_HX_REQUEST"] = "true"
        return environ


def key_of(environ: dict[str, Any], day: str) -> Key | None:
    """None where the answer is not to be kept, and none that was kept fits."""
    get = environ.get
    path = environ["PATH_INFO"]
    if get("REQUEST_METHOD") not in ("GET", "HEAD") or any(map(get, NOT_KEPT)):
        return None
    if not _PATH.fullmatch(path) or not is_kept(path):
        return None
    host = get("HTTP_HOST", "")
    is_htmx = get("HTTP_HX_REQUEST")
    if not _is_ours(host, environ["SERVER_PORT"]) or is_htmx not in (None, "true"):
        return None
    values = _readers_cookies(get("HTTP_COOKIE", ""))
    if values is None:
        return None
    return Key(day, path, host, _is_secure(environ), is_htmx is not None, *values)


def encoding_of(environ: dict[str, Any]) -> str:
    """“br”, “gzip”, or “” for none: the smallest that this browser takes."""
    return _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    taken = _TAKEN.findall(accepted.replace(",", ",,"))
    return min(taken, default="")


def _is_ours(host: str, port: str) -> bool:
    """One of the site's own names, as it is written. What else Django would let pass, a port that
    nobody listens at or any name below ours, has no end, and would flush what is kept.
    """
    return host.removesuffix(f":{port}") in settings.ALLOWED_HOSTS


def _is_secure(environ: dict[str, Any]) -> bool:
    """As django.http.HttpRequest.scheme has it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            return environ[header].split(",", 1)[0].strip() == secure
    return environ["wsgi.url_scheme"] == "https"


@lru_cache(maxsize=256)
def _readers_cookies(header: str) -> tuple[str, str, str] | None:
    """Of all that a browser brings, what a page may depend on; None where it is oddly written."""
    if not header:
        return "", "", ""
    if not header.isascii():
        return None
    brought = parse_cookie(header)
    seen, revealed = brought.get(SEEN, ""), brought.get(REVEALED, "")
    values = seen, revealed, brought.get(settings.SESSION_COOKIE_NAME, "")
    is_plain = all(not value or _PLAIN.fullmatch(value) for value in values)
    return values if is_plain else None
