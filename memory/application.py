"""The WSGI application around Django's: answers from memory, or asks Django and keeps the answer."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from readers.cookies import readable_until

from .accounts import Owners
from .database import Database, Owner, State, Unreachable, default_database
from .key import Key, encoding_of, key_of
from .moments import Moments
from .page import Answer, Headers, Page
from .store import FOR_READERS, FOR_STRANGERS, Store

type Application = Callable[..., Iterable[bytes]]


class Memory:
    """What is kept is one process's; `database` is, if nothing else is said, the site's."""

    def __init__(self, application: Application, database: Database | None = None) -> None:
        self.application = application
        self.strangers = Store(FOR_STRANGERS)
        self.readers = Store(FOR_READERS)
        self.owners = Owners()
        self.days = Days()
        self.moments = Moments()
        self._database = database

    @property
    def database(self) -> Database:
        # At the first request: a connection must not come along into a forked worker.
        if self._database is None:
            self._database = default_database()
        return self._database

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        now = time.time()
        key = key_of(environ, self.days.at(now))
        page = key and (self._found(key, now) or self._made(key, environ, now))
        if not page:
            return self.application(environ, start_response)
        if isinstance(page, Page):
            page = page.answer(environ, encoding_of(environ))
        start_response(page.status, page.headers)
        return [page.body]

    def at_once(self, environ: dict[str, Any]) -> Answer | None:
        """The answer, where it is there already, and nothing need be waited for."""
        if not self.database.is_quick:
            return None
        now = time.time()
        key = key_of(environ, self.days.at(now))
        page = key and self._found(key, now)
        return page.at_once(environ, encoding_of(environ)) if page else None

    def _found(self, key: Key, now: float) -> Page | None:
        owner = self.owners.known(key.session) if key.session else None
        if key.session and owner is None:
            return None
        try:
            state = self.database.state(owner)
        except Unreachable:
            return None
        page = self._store(key).get(state.version, (key, state.account))
        return page if page and now < page.until else None

    def _made(self, key: Key, environ: dict[str, Any], now: float) -> Page | Answer | None:
        """None where Django must be asked with all that the browser sent."""
        until = readable_until(key.cookies)
        if not until or environ["REQUEST_METHOD"] != "GET":
            return None
        try:
            owner, before = None, self.database.state(None)
            if key.session:
                owner, ends = self.owners.learn(key.session)
                before, until = self.database.state(owner), min(until, ends)
            # Before Django is asked: what comes meanwhile ends the page before it is kept.
            until = min(until, self.moments.until(before.version, now, self.database))
        except Unreachable:
            return None
        if key.session and before.account is None:
            return None
        status, headers, body = asked(self.application, key.environ(environ))
        if status != "200 OK" or any(name.lower() == "set-cookie" for name, _ in headers):
            return Answer(status, headers, body)
        page = Page(status, headers, body, until)
        if self._is_still(before, owner):
            weight = len(repr(key)) + len(repr(before.account))
            self._store(key).put(before.version, (key, before.account), page, weight)
        return page

    def _is_still(self, before: State, owner: Owner | None) -> bool:
        """Nothing was changed meanwhile.

        Of an account, nothing at all was committed: what was marked and taken back again while the
        page was made could stand on it, although the account is as it was. A content version never
        comes again, unless a copy of the database takes its place and goes again.
        """
        try:
            now = self.database.state(owner)
        except Unreachable:
            return False
        return now == before if owner else now.version == before.version

    def _store(self, key: Key) -> Store:
        return self.strangers if key.is_strangers else self.readers


class Days:
    """The day, as pages have it, looked up once in a second."""

    def __init__(self) -> None:
        self._known = 0, ""

    def at(self, now: float) -> str:
        """`now`: seconds since the epoch."""
        second, day = self._known
        if int(now) != second:
            day = timezone.localdate().isoformat()
            self._known = int(now), day
        return day


def asked(application: Application, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
    """What an application answers, in full."""
    told: list[Any] = []
    chunks = application(environ, lambda status, headers, *error: told.extend((status, headers)))
    try:
        body = b"".join(chunks)
    finally:
        if close := getattr(chunks, "close", None):
            close()
    status, headers = told
    return status, headers, body
