"""The battery's watch at the database cursor, and at the log: each is shown to see.

To both, the battery holds every answer (its channels "sql" and "log").
"""

import pytest
from django.db import connection
from django.urls import clear_url_caches, path

from config import urls
from spoilers.models import Note
from tests.conftest import ReaderClient

from .battery import Battery
from .watching.watch import watching

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "read",
    [
        lambda notes: list(notes.for_editor()),
        lambda notes: list(notes.for_editor().iterator(chunk_size=1)),
        lambda notes: notes.for_editor().first(),
        lambda notes: _by_hand("fetchall"),
        lambda notes: _by_hand("fetchone"),
        lambda notes: _by_hand("fetchmany"),
        lambda notes: _by_hand("__iter__"),
    ],
    ids=["list", "iterator", "first", "fetchall", "fetchone", "fetchmany", "for row in cursor"],
)
def test_the_watch_at_the_cursor_sees_each_way_of_fetching(world, read):
    with watching() as watched:
        read(Note.objects.order_by("pk"))

    assert "kanari" in watched.fetched
    assert len(watched.statements) == 1


def _by_hand(method: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_text FROM note ORDER BY id")
        if method == "__iter__":
            assert list(cursor) != []
        else:
            getattr(cursor, method)()


def test_the_log_is_watched_and_an_error_report_with_it(world):
    def broken(request):
        text = world.later.sealed_text
        raise RuntimeError(len(text))

    urls.urlpatterns.insert(0, path("broken/", broken))
    clear_url_caches()
    try:
        with watching() as watched:
            answer = ReaderClient(raise_request_exception=False).get("/broken/")
    finally:
        urls.urlpatterns.pop(0)
        clear_url_caches()

    assert answer.status_code == 500
    detector = Battery().detector
    assert detector.found(*watched.log) >= detector.found(world.later.sealed_text) != set()
