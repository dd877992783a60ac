"""What a road leaves behind, without what is sealed, random, or the time of day."""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from itertools import product
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection, models
from django.http import HttpResponse
from django.utils.formats import date_format

from gate.queryset import sealed_fields
from gate.sealed import Unsealed
from memory.triggers import TABLE
from tests.factories import Factory
from tests.numbering import begin_again
from tests.promise.battery import undone
from tests.promise.watching.normalise import Normaliser
from tests.promise.watching.watch import watching

#: These show the sealed texts to their editor, who may read them.
FORMS = ("/change/", "/add/")


@dataclass
class Left:
    """Each part is compared by itself, so that a finding says where the texts came out."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    told: list[tuple] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    printed: str = ""
    cached: dict[str, Any] = field(default_factory=dict)
    #: Not compared: it shows that something was written.
    sealed: set[tuple[str, str]] = field(default_factory=set)

    def differences(self, other: "Left") -> list[str]:
        tables = [
            f"table {name}: {_first_difference(self.rows[name], other.rows[name])}"
            for name in self.rows
            if self.rows[name] != other.rows[name]
        ]
        parts = [
            f"{name}: {_first_difference(getattr(self, name), getattr(other, name))}"
            for name in ("told", "mails", "log", "printed", "cached")
            if getattr(self, name) != getattr(other, name)
        ]
        return tables + parts


def left_by(road: Callable[["Telling"], None]) -> Left:
    """Walks the road in a database that is empty before and after."""
    with undone(), _as_if_for_the_first_time(), watching() as watched:
        cache.clear()
        telling, printed = Telling(), StringIO()
        sent = len(mail.outbox)
        with redirect_stdout(printed), redirect_stderr(printed):
            road(telling)
        return Left(
            rows=rows(telling.clock),
            told=telling.told,
            mails=[f"{one.subject}\n{one.body}\n{one.recipients()}" for one in mail.outbox[sent:]],
            log=watched.log,
            printed=printed.getvalue(),
            cached={key: telling.clock.plain(cache.get(key)) for key in _keys()},
            sealed=_sealed(),
        )


#: In minutes.
LONGEST = 20
#: How editors' pages write a moment: Django's own, and ours.
WRITTEN = (settings.DATETIME_FORMAT, "j F Y, H:i")


class Telling:
    """What the site answers meanwhile."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.told: list[tuple] = []

    def tell(self, response: HttpResponse) -> HttpResponse:
        address = response.wsgi_request.path
        shows = address.endswith(FORMS) and response.wsgi_request.method == "GET"
        body = b"" if shows else response.getvalue()
        text = self.clock.without(body)
        # A moment takes more letters than another: “4 p.m.”, a minute after “3:59 p.m.”
        whole, left = ("content-length", str(len(body))), ("content-length", str(len(text)))
        headers = tuple(
            left if header == whole else header
            for header in self.clock.normaliser.headers(response)
        )
        self.told.append((address, response.status_code, headers, text))
        return response


class Clock:
    def __init__(self) -> None:
        self.began = time.time()

    @property
    def normaliser(self) -> Normaliser:
        return Normaliser(self.began, time.time())

    def plain(self, value: Any) -> Any:
        """Without the time, in whatever form."""
        if isinstance(value, list):
            return [self.plain(one) for one in value]
        if isinstance(value, dict):
            return {name: self.plain(one) for name, one in value.items()}
        moment = value.timestamp() if isinstance(value, datetime) else value
        if not isinstance(moment, float):
            return value
        # What is published is so from a whole second on.
        is_whole = isinstance(value, datetime) and not value.microsecond
        clock = self.normaliser
        is_now = clock.is_now(moment) if is_whole else clock.is_exactly_now(moment)
        return "now" if is_now else value

    def without(self, body: bytes) -> str:
        """The editors' history tells the minute: that of now, or one since this began."""
        text, now = self.normaliser.body(body).decode(), time.time()
        # A walk takes some minutes at most, however busy the machine is.
        since = [
            self.began + 60 * number for number in range(LONGEST) if self.began + 60 * number < now
        ]
        for moment, written in product((*since, now), WRITTEN):
            minute = date_format(datetime.fromtimestamp(moment, UTC), written)
            text = text.replace(minute, "now")
        return text


@contextmanager
def _as_if_for_the_first_time() -> Iterator[None]:
    """The same keys, numbers and random ids for every hand, so that nothing needs to be left out."""
    numbers = {one: one._meta.next_sequence() for one in _all(Factory) if not one._meta.abstract}
    for factory in numbers:
        factory.reset_sequence(0, force=True)
    begin_again()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(secrets, "choice", random.Random(17).choice)
            yield
    finally:
        for factory, number in numbers.items():
            factory.reset_sequence(number, force=True)  # what other tests have kept has lower ones


def _all(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _all(one)


def rows(clock: Clock) -> dict[str, list[dict[str, Any]]]:
    found = {}
    filled = _filled()
    for model in apps.get_models(include_auto_created=True):
        sealed = sealed_fields(model)
        names = [one.attname for one in model._meta.concrete_fields if one not in sealed]
        rows = model._base_manager.order_by("pk").values(*names)
        table = model._meta.db_table
        found[table] = [_plain(model, row, clock) for row in rows] if table in filled else []
    # The content version is random; no view reads it, and memory/ keeps it to itself.
    for table in filled - found.keys() - {TABLE}:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = [{"row": row} for row in cursor.fetchall()]
    return found


def _filled() -> set[str]:
    """The tables with any rows: most have none, and to ask each model for all takes long."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        has_rows = "SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})"
        asked = (has_rows.format(name, connection.ops.quote_name(name)) for name in tables)
        cursor.execute(" UNION ALL ".join(asked))
        return {table for (table,) in cursor.fetchall()}


def _plain(model: type[models.Model], row: dict[str, Any], clock: Clock) -> dict[str, Any]:
    if model is Session:
        # Signed with the time. Until when it is kept follows from the same.
        return {"holds": clock.plain(Session(**row).get_decoded())}
    if model is Authenticator:
        # Encrypted each time in another way, and made by chance.
        row["data"] = {name: _read(name, value) for name, value in row["data"].items()}
    return {name: clock.plain(value) for name, value in row.items()}


def _read(name: str, value: Any) -> Any:
    if name not in ("secret", "seed"):
        return value
    return f"of {len(decrypt(value))} characters"


def _sealed() -> set[tuple[str, str]]:
    filled = _filled()
    return {
        (field.name, text)
        for model in apps.get_models()
        if model._meta.db_table in filled
        for field in sealed_fields(model)
        for text in model._base_manager.order_by().values_list(Unsealed(field.name), flat=True)
    }


def _keys() -> list[str]:
    held = cache._cache  # noqa: SLF001 - a local cache has no list of its keys
    return [key.split(":", 2)[2] for key in held]


def _first_difference(one: Any, other: Any) -> str:
    if isinstance(one, list):
        if len(one) != len(other):
            return f"{len(one)} and {len(other)}"
        one, other = next(pair for pair in zip(one, other, strict=True) if pair[0] != pair[1])
    if isinstance(one, dict):
        names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
        return ", ".join(f"{n}: {one.get(n)!r:.80} and {other.get(n)!r:.80}" for n in sorted(names))
    if isinstance(one, tuple):
        return _first_difference(list(one), list(other))
    lines = zip(str(one).splitlines(), str(other).splitlines(), strict=False)
    return next((f"{a:.150} and {b:.150}" for a, b in lines if a != b), "one goes on longer")
