"""What leaves the database: no sealed text for a locked reader, whatever the page does with it.

The battery holds every answer to this (its channel "sql"); here it is shown to see.
"""

import pytest
from django.db import connection
from django.urls import clear_url_caches, path

from config import urls
from spoilers.models import Note
from tests.conftest import ReaderClient

from . import asking
from . import visitors as cast
from .battery import Battery, Session, undone
from .secrets import AT_ONCE, change
from .watching import watching

pytestmark = pytest.mark.django_db


def test_no_statement_brings_a_sealed_text_to_a_stranger(whole_world):
    stranger = cast.visitors(whole_world)[0]
    battery, session = Battery(), Session(stranger)
    unlocked = battery.words_open_to(stranger.reader)
    pages = asking.asks(whole_world, kinds=["reading"])

    brought = {page: battery.detector.found(session.ask(page).fetched) for page in pages}

    assert {page: words - unlocked for page, words in brought.items() if words - unlocked} == {}


def test_the_shape_of_the_statements_is_the_same_on_both_twins(whole_world):
    stranger = cast.visitors(whole_world)[0]
    session = Session(stranger)
    pages = asking.asks(whole_world, kinds=["reading"])[::3]
    shapes = {page: session.ask(page).statements for page in pages}

    with undone():
        change(stranger.reader, AT_ONCE)
        again = {page: session.ask(page).statements for page in pages}

    assert again == shapes
    assert sum(map(len, shapes.values())) > len(pages)


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
def test_the_watch_at_the_cursor_sees_each_way_of_fetching(whole_world, read):
    with watching() as watched:
        read(Note.objects.order_by("pk"))

    assert "kanari" in watched.fetched
    assert len(watched.statements) == 1


def _by_hand(method: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_text FROM spoilers_note ORDER BY id")
        if method == "__iter__":
            assert list(cursor) != []
        else:
            getattr(cursor, method)()


def test_the_log_is_watched_and_an_error_report_with_it(whole_world):
    def broken(request):
        text = whole_world.later.sealed_text
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
    assert detector.found(*watched.log) >= detector.found(whole_world.later.sealed_text) != set()
