"""What a reader without an account has seen and revealed: two signed cookies.

`seen` lasts a year from the last visit and holds the keys of films, which no other film ever
gets; `revealed` ends with the browser session and holds public ids. Both are bounded in bytes.
Whatever cannot be read in full (forged, cut, too long, too old, of another form) counts as
empty: fail closed, and never an error.
"""

import re
from collections.abc import Callable, Collection, Iterable
from math import inf
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import b62_decode
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from films.models import FILM_KEY, Film
from gate.among import Among
from gate.models import ALPHABET, PUBLIC_ID_LENGTH
from gate.prepared import prepared
from gate.reader import Reader, Revealed

from .http import Request

SEEN = "seen"
REVEALED = "revealed"
#: Which account was last signed in here. It opens nothing: see readers/accounts.py.
KNOWN = "known"
DAY = 24 * 3600
SEEN_MAX_AGE = 365 * DAY
RENEWED_AFTER = 30 * DAY
# The browser may restore a session for weeks; what was revealed closes sooner.
REVEALED_MAX_AGE = DAY
MAX_REVEALED = 150
MAX_LENGTH = 3900  # browsers keep at least 4096 bytes, name and attributes included

_PUBLIC_ID = f"[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}"
_SEEN_FORM = re.compile(rf"{FILM_KEY}(\.{FILM_KEY})*", re.ASCII)
_REVEALED_FORM = re.compile(
    rf"{_PUBLIC_ID}(-{_PUBLIC_ID})*(\.{_PUBLIC_ID}(-{_PUBLIC_ID})*)*", re.ASCII
)


class TooMuch(Exception):
    """More films than a cookie can hold."""


def read_seen(request: HttpRequest) -> frozenset[int]:
    """The films of the cookie, by their row numbers; one query where there are any."""
    value = _read(request, SEEN, SEEN_MAX_AGE)
    if not _SEEN_FORM.fullmatch(value):
        return frozenset()
    return frozenset(_with_keys(value.split(".")))


@prepared
def _with_keys(keys: Collection[str]) -> QuerySet[Film, int]:
    return Film.objects.filter(Among("key", keys)).order_by().values_list("pk", flat=True)


def read_revealed(request: HttpRequest) -> tuple[Revealed, ...]:
    value = _read(request, REVEALED, REVEALED_MAX_AGE)
    if not _REVEALED_FORM.fullmatch(value):
        return ()
    groups = [group.split("-") for group in value.split(".")]
    return tuple(Revealed(item, tuple(opens)) for item, *opens in groups)


def write_seen(response: HttpResponse, film_ids: Iterable[int]) -> None:
    """`film_ids` are row numbers.

    Raises TooMuch where the cookie would be longer than browsers keep: the reader must be told,
    not silently cut short.
    """
    films = Film.objects.filter(pk__in=film_ids).order_by("key")
    _write(response, SEEN, ".".join(films.values_list("key", flat=True)), SEEN_MAX_AGE)
    if len(response.cookies[SEEN].value) > MAX_LENGTH:
        del response.cookies[SEEN]
        raise TooMuch


def renew(request: Request, response: HttpResponse) -> None:
    """Lets the year begin anew for somebody who comes back: at most once a month."""
    if SEEN not in request.COOKIES or SEEN in response.cookies:
        return
    if isinstance(request.user, User) or _read(request, SEEN, RENEWED_AFTER):
        return
    if _read(request, SEEN, SEEN_MAX_AGE):
        write_seen(response, request.reader.seen)


def write_revealed(response: HttpResponse, reveals: tuple[Revealed, ...]) -> None:
    """Past MAX_REVEALED open items, the oldest close again."""
    while sum(len(one.public_ids) for one in reveals) > MAX_REVEALED:
        reveals = reveals[1:]
    _write(response, REVEALED, ".".join("-".join(one.public_ids) for one in reveals), None)


def remember_account(response: HttpResponse, user: User) -> None:
    """Sent to the pages of accounts alone, so that no other page could depend on it."""
    options = {"max_age": SEEN_MAX_AGE, "path": "/accounts/"}
    _set(response.set_signed_cookie, KNOWN, _account(user), salt=f"callback.{KNOWN}", **options)


def remembers_account(request: HttpRequest, user: User) -> bool:
    return _read(request, KNOWN, SEEN_MAX_AGE) == _account(user)


def _account(user: User) -> str:
    """Not its number alone, which another account may get after a restore."""
    return f"{user.pk}.{user.date_joined.timestamp():.6f}"


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


def readable_until(values: dict[str, str]) -> float:
    """Until when an answer to these cookies (raw, by their names) would be the same, in seconds
    since the epoch: one of them is to be renewed then, or counts as empty. Without any, for ever;
    where one of them counts as empty now, or is to be renewed, until 0.
    """
    request = HttpRequest()
    request.COOKIES = values
    ends = [inf]
    for name, max_age in ((SEEN, RENEWED_AFTER), (REVEALED, REVEALED_MAX_AGE)):
        if value := values.get(name):
            if not _read(request, name, max_age):
                return 0
            _value, begun, _signature = value.rsplit(":", 2)
            ends.append(b62_decode(begun) + max_age)
    return min(ends)


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
