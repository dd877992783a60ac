"""An answer as the battery compares it: everything that the browser gets, and what went on behind.

The normaliser is closed. It replaces these and nothing else: Django's CSRF token in a form and
in its cookie, a session's key, the time stamp and signature of a signed cookie, and dates of
expiry. Never a length, never an ETag.
"""

import re
from dataclasses import dataclass

from django.http import HttpResponse

from tests.conftest import ReaderClient

from .asking import Ask
from .watching import watching

_FORM_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
_RANDOM_COOKIE = re.compile(r"^((?:csrftoken|sessionid)=)[^;\s]+")
_SIGNATURE = re.compile(r'^((?:seen|peeks)="?[^:;]*):[^;"]*')
_DATES = ("date", "expires")
_EXPIRY = re.compile(r"(expires=)[^;]*")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    #: Not sent, but compared and looked through all the same.
    statements: tuple[str, ...] = ()
    fetched: str = ""
    log: tuple[str, ...] = ()
    wrote: tuple[str, ...] = ()
    #: Names of the cookies that are set or deleted.
    cookies: tuple[str, ...] = ()

    @property
    def sent(self) -> tuple:
        return self.status, self.headers, self.body


def ask(client: ReaderClient, ask: Ask) -> Answer:
    with watching() as watched:
        response = send(client, ask)
    return Answer(
        status=response.status_code,
        headers=_headers(response),
        body=_FORM_TOKEN.sub(rb"\1token", response.content),
        statements=tuple(watched.statements),
        fetched=watched.fetched,
        log=tuple(watched.log),
        wrote=tuple(watched.wrote),
        cookies=tuple(sorted(response.cookies)),
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
