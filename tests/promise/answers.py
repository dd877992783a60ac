"""An answer as the battery compares it: everything that the browser gets, and what went on behind.

The normaliser is closed. It replaces these and nothing else: Django's CSRF token in a form and
in its cookie, a session's key, the time stamp and signature of a signed cookie, and dates of
expiry. Never a length, never an ETag.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse

from tests.conftest import ReaderClient

from .asking import Ask
from .keys import plain
from .watching import watching

_FORM_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
_RANDOM_COOKIE = re.compile(r"^((?:csrftoken|sessionid)=)[^;\s]+")
_SIGNATURE = re.compile(r'^((?:seen|peeks)="?[^:;]*):[^;"]*')
_DATES = ("date", "expires")
_EXPIRY = re.compile(r"(expires=)[^;]*")


#: Columns of a row that the reader may know of which are fetched with it and shown later only.
#: Not texts: those are sealed columns, and the canaries watch over them.
BESIDE = {
    "fidelity": "of a locked quote",
    "accessed": "of a source of which the headline is locked",
    "film_id": "of the same",
    "proof_id": "of an echo with one open end",
    "sort_name": "of somebody whom evidence credits: the order of a list",
}


@dataclass(frozen=True)
class Answer:
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    #: Not sent, but compared and looked through all the same.
    statements: tuple[str, ...] = ()
    fetched: str = ""
    #: What was fetched, but for what BESIDE lists, in no order: counts above all.
    brought: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()
    read: frozenset[str] = frozenset()
    #: Names of the cookies that are set or deleted.
    cookies: tuple[str, ...] = ()

    @property
    def sent(self) -> tuple:
        return self.status, self.reason, self.headers, self.body


def ask(client: ReaderClient, ask: Ask) -> Answer:
    with watching() as watched:
        response = send(client, ask)
    return Answer(
        status=response.status_code,
        reason=response.reason_phrase,
        headers=_headers(response),
        body=_FORM_TOKEN.sub(rb"\1token", response.getvalue()),
        statements=tuple(watched.statements),
        fetched=watched.fetched,
        brought=_brought(watched.rows),
        log=tuple(watched.log),
        wrote=tuple(watched.wrote),
        read=frozenset(watched.read),
        cookies=tuple(sorted(response.cookies)),
    )


def _brought(rows: Iterable[Iterable[tuple[str, object]]]) -> tuple[str, ...]:
    """The values of each row, sorted: an echo that is not open may run either way."""
    return tuple(
        sorted(
            " ".join(sorted(str(plain(value)) for name, value in row if name not in BESIDE))
            for row in rows
        )
    )


def send(client: ReaderClient, ask: Ask) -> HttpResponse:
    headers = dict(ask.headers)
    if ask.method == "POST":
        return client.post(ask.path, _form(ask), headers=headers)
    return client.generic(ask.method, ask.path, headers=headers)


def _form(ask: Ask) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in ask.data:
        form.setdefault(name, []).append(value)
    return form


def _headers(response: HttpResponse) -> tuple[tuple[str, str], ...]:
    headers = [
        (name.lower(), "date" if name.lower() in _DATES else value)
        for name, value in response.headers.items()
    ]
    cookies = [("set-cookie", _cookie(morsel)) for morsel in response.cookies.values()]
    return tuple(sorted(headers + cookies))


def _cookie(morsel) -> str:
    written = morsel.OutputString()
    for pattern, kept in (
        (_RANDOM_COOKIE, r"\1token"),
        (_SIGNATURE, r"\1"),
        (_EXPIRY, r"\1date"),
    ):
        written = pattern.sub(kept, written)
    return written
