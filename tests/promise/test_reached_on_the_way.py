"""A form that was put aside to write something else first: that one's page tells nothing of it."""

import pytest
from django.contrib.auth.models import Permission, User

from spoilers.models import Echo
from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.gate.editing import filled_in
from tests.signing_in import sign_in_to_edit

from .asking.questions import Ask
from .test_reached_editors import _on_twins
from .watching.answers import ask
from .whole_world import WholeWorld
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

WAY_BACK = b"Back without it"


def _put_aside(client: ReaderClient, echo: Echo) -> str:
    """The form of an echo, with all that is sealed in it; returns where the button leads."""
    path = page(Echo, "change", echo.pk)
    sent = filled_in(client.get(path)) | {"_write": "later"}
    return client.post(path, sent)["Location"]


def _colleague() -> User:
    """Who writes notes, and may look at no echo."""
    user = UserFactory(is_staff=True)
    rights = ["add_note", "change_note", "view_note", "view_film"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def _signed_in(user: User) -> ReaderClient:
    client = ReaderClient()
    sign_in_to_edit(client, user)
    return client


def _note_form(client: ReaderClient, to_note: str) -> bytes:
    """Without what is random: the print by which the form that waits is known."""
    key = to_note.partition("=")[2].partition(".")[0]
    return ask(client, Ask("", "GET", to_note)).body.replace(key.encode(), b"KEY")


def test_the_form_that_is_written_meanwhile_shows_nothing_of_the_one_that_waits(
    whole_world: WholeWorld,
) -> None:
    one, other = _on_twins(lambda client: _note_form(client, _put_aside(client, whole_world.echo)))

    assert one == other
    assert WAY_BACK in one


def test_to_a_colleague_the_same_address_says_that_nothing_waits(whole_world: WholeWorld) -> None:
    colleague = _colleague()

    one, other = _on_twins(
        lambda client: _note_form(_signed_in(colleague), _put_aside(client, whole_world.echo))
    )

    assert one == other
    assert b"Add note" in one
    assert WAY_BACK not in one
