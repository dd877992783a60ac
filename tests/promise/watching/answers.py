"""An answer as the battery compares it: everything that the browser gets, and what went on behind.

What is random or tells the time is taken out by normalise.py. Never a length, never an ETag.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from unittest.mock import patch

from django.http import HttpResponse
from django.test.signals import template_rendered

from tests.conftest import ReaderClient
from tests.promise.asking.questions import Ask
from tests.promise.twins.keys import plain

from .normalise import Normaliser
from .watch import watching

#: Columns of a row that the reader may know of which are fetched with it and shown later only.
#: Not texts: those are sealed columns, and the canaries watch over them.
BESIDE = {
    "fidelity": "of a locked quote",
    "accessed": "of a source of which the headline is locked",
    "later_is_open": "of an echo with one open end: which one, as the keys of both tell as well",
}
#: Rows of just this column are compared in no way: which sets of seen films anything at all
#: spoils, hidden or not. The reader has seen these films, and what is there is asked by another
#: query.
FULFILLED = ("requirement",)


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
    #: What the normaliser took out of body, headers and cookies.
    taken: tuple[str, ...] = ()

    @property
    def sent(self) -> tuple:
        return self.status, self.reason, self.headers, self.body


def ask(client: ReaderClient, ask: Ask) -> Answer:
    began = time.time()
    # Nobody looks at the contexts of templates here, and Django's client copies each of them.
    with patch.object(template_rendered, "send", lambda **kwargs: []), watching() as watched:
        response = send(client, ask)
    normaliser = Normaliser(began, time.time())
    return Answer(
        status=response.status_code,
        reason=response.reason_phrase,
        headers=normaliser.headers(response),
        body=normaliser.body(response.getvalue()),
        statements=tuple(watched.statements),
        fetched=watched.fetched,
        brought=_brought(watched.rows),
        log=tuple(watched.log),
        wrote=tuple(watched.wrote),
        read=frozenset(watched.read),
        cookies=tuple(sorted(response.cookies)),
        # Arguments are worked out in their order: by now everything has been taken.
        taken=tuple(normaliser.taken),
    )


def _brought(rows: Iterable[Iterable[tuple[str, object]]]) -> tuple[str, ...]:
    """The values of each row, sorted: an echo that is not open may run either way."""
    return tuple(
        sorted(
            " ".join(sorted(str(plain(value)) for name, value in row if name not in BESIDE))
            for row in rows
            if tuple(name for name, _value in row) != FULFILLED
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
