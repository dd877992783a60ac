"""Browsers that ask the site through the memory, as the server does."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client

from memory.application import Memory, asked
from memory.database import Database, Owner, Postgresql, State, default_database
from memory.triggers import CHANGED_BY
from tests.promise.watching.answers import Answer


@cache
def handler() -> WSGIHandler:
    """Made under the settings of the tests, which are not in force yet when this is imported."""
    return WSGIHandler()


def django(environ: dict[str, Any], start_response: Callable) -> list[bytes]:
    """Without the end of a request, which would close the connection with the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        status, headers, body = asked(handler(), environ)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    start_response(status, headers)
    return [body]


class InTransaction(Postgresql):
    """Sees what the test has written, and not committed."""

    @property
    def connection(self) -> BaseDatabaseWrapper:  # type: ignore[override]
        return connection

    def state(self, owner: Owner | None) -> State:
        with connection.cursor() as cursor:
            # The test is one transaction, and each changes the version once.
            cursor.execute("SELECT set_config(%s, '', true)", [CHANGED_BY])
        return super().state(owner)


def database() -> Database:
    is_inside = connection.vendor == "postgresql" and connection.in_atomic_block
    return InTransaction() if is_inside else default_database()


class Through:
    """What a client of Django's asks in place of Django: an application, as the server does."""

    def __init__(self, application: Callable) -> None:
        self.application = application

    def opened_by[Browser: Client](self, client: Browser) -> Browser:
        """The client, from now on asking this application."""
        client.handler = self
        return client

    def __call__(self, environ: dict[str, Any]) -> HttpResponse:
        environ.setdefault("HTTP_HOST", "testserver")  # as every browser says it
        status, headers, body = asked(self.application, environ)
        code, _, reason = status.partition(" ")
        response = HttpResponse(body, status=int(code), reason=reason)
        del response["Content-Type"]
        for name, value in headers:
            if name == "Set-Cookie":
                response.cookies.load(value)
            else:
                response[name] = value
        response.wsgi_request = HttpRequest()
        return response


class Site(Through):
    """A process of its own, as far as memory goes. `times`: how often Django itself was asked."""

    def __init__(self) -> None:
        self.times = 0
        self.memory = Memory(self._django, database())
        super().__init__(self.memory)

    def _django(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        self.times += 1
        return django(environ, start_response)


def sent(response: HttpResponse) -> tuple[int, dict[str, str], bytes]:
    return response.status_code, dict(response.headers), response.getvalue()


def by_django(response: HttpResponse) -> tuple[int, dict[str, str], bytes]:
    """As the memory sends what Django has answered: in more than one encoding."""
    status, headers, body = sent(response)
    return status, headers | {"Vary": f"{headers['Vary']}, Accept-Encoding"}, body


def without_encoding(answer: Answer) -> tuple:
    """What the memory has sent, as Django answers: in one encoding."""
    return Answer(
        answer.status,
        answer.reason,
        tuple((name, value.removesuffix(", Accept-Encoding")) for name, value in answer.headers),
        answer.body,
    ).sent
