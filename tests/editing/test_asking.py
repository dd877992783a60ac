"""A page that asks “Delete?” is answered for what it has shown, and for nothing that came since."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import connections, models
from django.test import Client

from gate.publishing import Publishable
from spoilers.models import Echo, Note
from tests.canaries import canaries_in
from tests.factories import BeatFactory, EchoFactory, EvidenceFactory, NoteFactory, UserFactory
from tests.gate.editing import delete, filled_in, page, say_yes, submit
from tests.signing_in import sign_in_to_edit

from .deleting import chosen_to_delete
from .rows import ROWS, change

pytestmark = pytest.mark.slow

every_row = pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)


def asked_about(client: Client, *rows: models.Model) -> Any:
    """What the list answers, whose action is to delete these rows."""
    return client.post(page("changelist", rows[0]), chosen_to_delete(*rows))


def told(answer: Any) -> tuple[list[tuple[str, str]], list[str]]:
    """Who changed what, by the history; and which rows are others than before."""
    question = answer.wsgi_request.question
    entries = [(entry.user.username, entry.get_change_message()) for entry in question.entries]
    return entries, question.changed


def unpublished(model: type[models.Model]) -> models.Model:
    return ROWS[model](**({"is_published": False} if issubclass(model, Publishable) else {}))


@every_row
def test_what_was_changed_since_the_page_was_opened_is_not_deleted(editor_client, model):
    row = unpublished(model)
    asked = editor_client.get(page("delete", row))
    change(row)

    refused = say_yes(editor_client, asked)
    is_there = model._base_manager.filter(pk=row.pk).exists()
    answer = say_yes(editor_client, refused)

    assert "Changed since you opened this page" in refused.text
    assert (is_there, answer.status_code) == (True, 302)
    assert not model._base_manager.filter(pk=row.pk).exists()


def test_of_many_none_is_deleted_when_one_was_changed(editor_client):
    notes = NoteFactory.create_batch(2, is_published=False)
    asked = asked_about(editor_client, *notes)
    change(notes[1])

    refused = say_yes(editor_client, asked)
    left = Note.objects.count()
    answer = say_yes(editor_client, refused)

    assert "Changed since you opened this page" in refused.text
    assert (left, answer.status_code) == (2, 302)
    assert not Note.objects.exists()


def test_it_says_who_changed_what_and_shows_no_sealed_text(editor_client, other_client):
    echo = EchoFactory(is_published=False)
    beats = BeatFactory.create_batch(2, echo=echo)
    asked = editor_client.get(page("delete", echo))
    typed = {"beats-0-sealed_theme": "Rain", "beats-1-DELETE": "on"}
    submit(other_client, echo, **typed)

    refused = say_yes(editor_client, asked)

    said = f"Changed Theme for beat “{beats[0]}”. Deleted beat “{beats[1]}”."
    assert told(refused) == (
        [("other.editor", said)],
        [f"Beat “{beats[0]}” was changed", "1 beat gone"],
    )
    assert said in refused.text
    assert canaries_in(refused.content) == set()


def test_a_part_that_came_since_is_not_deleted_unseen(editor_client):
    echo = EchoFactory(is_published=False)
    asked = editor_client.get(page("delete", echo))
    beat = BeatFactory(echo=echo)

    refused = say_yes(editor_client, asked)

    assert told(refused) == ([], [f"Beat “{beat}” is new"])
    assert "The history does not say who changed it." in refused.text
    assert Echo.objects.exists()


def test_of_many_one_that_is_gone_is_told_and_the_others_wait(editor_client, other_client):
    notes = NoteFactory.create_batch(2, is_published=False)
    asked = asked_about(editor_client, *notes)
    delete(other_client, notes[0])

    refused = say_yes(editor_client, asked)
    said, left = told(refused), list(Note.objects.all())
    say_yes(editor_client, refused)

    assert said == ([("other.editor", "")], ["1 note gone"])
    assert f"{notes[0]}. Deleted." in refused.text
    assert left == [notes[1]]
    assert not Note.objects.exists()


def test_an_answer_that_does_not_say_what_it_was_shown_does_nothing(editor_client):
    note = NoteFactory(is_published=False)

    refused = editor_client.post(page("delete", note), {"post": "yes"})

    assert "your answer came without what this page had shown" in refused.text
    assert Note.objects.exists()


def test_the_answer_to_another_question_does_nothing(editor_client):
    notes = NoteFactory.create_batch(2, is_published=False)
    asked = editor_client.get(page("delete", notes[0]))

    field = asked.wsgi_request.question
    editor_client.post(page("delete", notes[1]), {"post": "yes", field.field: field.written})

    assert Note.objects.count() == 2


def test_an_account_that_came_into_a_group_is_not_deleted_unseen(editor_client):
    user, group = UserFactory(is_staff=True), Group.objects.create(name="Proof readers")
    asked = editor_client.get(page("delete", user))
    user.groups.add(group)

    say_yes(editor_client, asked)

    assert User.objects.filter(pk=user.pk).exists()


def test_signing_in_meanwhile_changes_nothing_about_an_account(editor_client):
    user = UserFactory(is_staff=True)
    asked = editor_client.get(page("delete", user))
    Client().force_login(user)

    say_yes(editor_client, asked)

    assert not get_user_model().objects.filter(pk=user.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_deletion_and_a_save_at_one_moment_the_second_sees_the_first(postgresql):
    beat = BeatFactory(echo=EchoFactory(is_published=False))
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        sign_in_to_edit(client, get_user_model().objects.create_superuser(f"editor-{number}"))
    asked = clients[0].get(page("delete", beat.echo))
    form = filled_in(clients[1].get(page("change", beat.echo)))
    together = Barrier(2)

    def act(send: Callable[[], Any]) -> int:
        together.wait()
        try:
            return send().status_code
        finally:
            connections.close_all()

    typed = form | {"beats-0-sealed_theme": "Rain"}
    sends = [
        partial(say_yes, clients[0], asked),
        partial(clients[1].post, page("change", beat.echo), typed),
    ]
    with ThreadPoolExecutor() as pool:
        deleted, saved = pool.map(act, sends)

    assert sorted([deleted, saved]) == [200, 302]
    assert Echo.objects.exists() == (saved == 302)


def test_the_question_is_the_heading_and_has_the_focus(editor_client):
    notes = NoteFactory.create_batch(2, is_published=False)
    echo, proof = EchoFactory(is_published=False), EvidenceFactory()
    chosen = {"_selected_action": [echo.pk]}

    asked = [
        editor_client.get(page("delete", notes[0])),
        asked_about(editor_client, *notes),
        editor_client.post(page("changelist", echo), chosen | {"action": "publish"}),
        editor_client.get(page("delete", proof.quote)),
    ]

    assert [re.findall(r"<(h1 .*autofocus)>(.*)</h1>", answer.text) for answer in asked] == [
        [('h1 tabindex="-1" autofocus', question)]
        for question in (
            f"Delete the note “{notes[0]}”?",
            "Delete the selected notes?",
            "Publish these echoes?",
            "Cannot delete quote",
        )
    ]
