"""A change is taken back while somebody else does something to the same item.

Such tests wait for the database to be emptied after each of them.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.http import HttpResponse

from editing.models import Version
from spoilers.models import Note
from tests.conftest import ReaderClient
from tests.factories import TimedNoteFactory
from tests.gate.editing import say_yes, submit
from tests.signing_in import sign_in_to_edit

from .changes import ask_to_take_back, newest

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = """
    SELECT count(*) FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"""


def is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return cursor.fetchone()[0] > 0


def said_yes_while(act: Callable[[Note], Any]) -> HttpResponse:
    """To taking back a change of the only note, by who began before `act` was done with."""
    client, note = ReaderClient(), TimedNoteFactory(sealed_text="He lives.")
    sign_in_to_edit(client, get_user_model().objects.create_superuser("editor"))
    submit(client, note, sealed_text="He dies.")
    asked = ask_to_take_back(client, newest(note))

    def answer() -> HttpResponse:
        try:
            return say_yes(client, asked)
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            act(Note.objects.for_editor().get())
            answered, until = pool.submit(answer), monotonic() + 20
            while not is_waited_for():
                assert monotonic() < until
                sleep(0.01)
        return answered.result()


def test_what_was_deleted_at_that_moment_stays_so(postgresql):
    answer = said_yes_while(Note.delete)

    assert (answer.status_code, Note.objects.count()) == (403, 0)


def test_what_was_changed_at_that_moment_is_asked_about_anew(postgresql):
    def change(note: Note) -> None:
        note.label = "Another label"
        note.save()

    answer = said_yes_while(change)

    assert (answer.status_code, answer.context["protected"]) == (200, [])
    assert (Note.objects.get().label, Version.objects.count()) == ("Another label", 2)
