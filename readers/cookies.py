"""What a reader without an account has seen and revealed: two signed cookies.

`seen` lasts a year and holds film ids; `revealed` ends with the browser session and holds public
ids. Both are bounded. Whatever cannot be read in full (forged, cut, too long, too old, of
another form) counts as empty: fail closed, and never an error.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gate.models import ALPHABET, PUBLIC_ID_LENGTH
from gate.reader import Reader, Revealed

from .http import Request

SEEN = "seen"
REVEALED = "revealed"
SEEN_MAX_AGE = 365 * 24 * 3600
REVEALED_MAX_AGE = (
    24 * 3600
)  # the browser may restore a session for weeks; what was revealed closes sooner
MAX_FILMS = 500
MAX_REVEALED = 150
MAX_LENGTH = 3900  # browsers keep at least 4096 bytes, name and attributes included

_PUBLIC_ID = f"[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"
_SEEN_FORM = re.compile(r"[1-9][0-9]{0,9}(\.[1-9][0-9]{0,9})*", re.ASCII)
_REVEALED_FORM = re.compile(
    rf"{_PUBLIC_ID}(-{_PUBLIC_ID})*(\.{_PUBLIC_ID}(-{_PUBLIC_ID})*)*", re.ASCII
)


class TooMuch(Exception):
    """More films than a cookie can hold."""


def read_seen(request: HttpRequest) -> frozenset[int]:
    value = _read(request, SEEN, SEEN_MAX_AGE)
    if not _SEEN_FORM.fullmatch(value):
        return frozenset()
    film_ids = frozenset(int(number) for number in value.split("."))
    return film_ids if len(film_ids) <= MAX_FILMS else frozenset()


def read_revealed(request: HttpRequest) -> tuple[Revealed, ...]:
    value = _read(request, REVEALED, REVEALED_MAX_AGE)
    if not _REVEALED_FORM.fullmatch(value):
        return ()
    groups = [group.split("-") for group in value.split(".")]
    return tuple(Revealed(item, tuple(opens)) for item, *opens in groups)


def write_seen(response: HttpResponse, film_ids: Iterable[int]) -> None:
    """Raises TooMuch past MAX_FILMS: the reader must be told, not silently cut short."""
    film_ids = sorted(film_ids)
    if len(film_ids) > MAX_FILMS:
        raise TooMuch
    _write(response, SEEN, ".".join(map(str, film_ids)), SEEN_MAX_AGE)


def write_revealed(response: HttpResponse, reveals: tuple[Revealed, ...]) -> None:
    """Past MAX_REVEALED open items, the oldest close again."""
    while sum(len(one.public_ids) for one in reveals) > MAX_REVEALED:
        reveals = reveals[1:]
    _write(response, REVEALED, ".".join("-".join(one.public_ids) for one in reveals), None)


def forget(request: Request, *names: str) -> None:
    """Delete these cookies with the answer to this request, whoever writes it."""
    request.forgotten_cookies = (*getattr(request, "forgotten_cookies", ()), *names)


def delete_forgotten(request: Request, response: HttpResponse) -> None:
    for name in getattr(request, "forgotten_cookies", ()):
        empty(response, name)


def empty(response: HttpResponse, name: str) -> None:
    """Overwrites rather than deletes, and lets the empty cookie expire at once.

    Chromium keeps pages for Back in spite of `no-store`, until a cookie changes that scripts
    cannot read; a deletion does not count as a change.
    """
    _set(response.set_cookie, name, "", max_age=1)


def carries_state(request: HttpRequest) -> bool:
    """The request has a cookie of a reader's, readable or not: its answer is for nobody else."""
    names = (SEEN, REVEALED, settings.SESSION_COOKIE_NAME)
    return any(request.COOKIES.get(name) for name in names)


def reader_from_cookies(request: HttpRequest) -> Reader:
    return Reader(seen=read_seen(request), reveals=read_revealed(request))


def _read(request: HttpRequest, name: str, max_age: int) -> str:
    if len(request.COOKIES.get(name, "")) > MAX_LENGTH:
        return ""
    # With a default, Django gives that for a bad signature too, and raises nothing.
    salt = f"callback.{name}"
    return request.get_signed_cookie(name, default=None, salt=salt, max_age=max_age) or ""


def _write(response: HttpResponse, name: str, value: str, max_age: int | None) -> None:
    if not value:
        empty(response, name)
        return
    _set(response.set_signed_cookie, name, value, salt=f"callback.{name}", max_age=max_age)


def _set(write: Callable[..., None], name: str, value: str, **options: Any) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    write(name, value, secure=secure, httponly=True, samesite="Lax", **options)
