"""How tests sign editors out while they type, and in again."""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from editing.second_factor import has_one
from spoilers.models import Note
from tests.gate.editing import filled_in, page
from tests.signing_in import give_factor, recovery_codes, sign_in_to_edit

PASSWORD = "ink and tea"
KEPT = "What you typed is kept: sign in with the same account, and it is there again."


def sign_in(client: Client, address: str, name: str = "editor") -> Any:
    """With a recovery code: a code of the app is taken once in half a minute."""
    user = get_user_model().objects.get(username=name)
    if not has_one(user):
        give_factor(user)
    asked = client.post(address, {"login": name, "password": PASSWORD}, follow=True)
    ((step, _status),) = asked.redirect_chain
    return client.post(step, {"code": recovery_codes(user)[0]}, follow=True)


def to_sign_in(answer: Any) -> str:
    """Where a form leads that came from somebody who is signed out."""
    return answer.redirect_chain[-1][0]


def typed(client: Client, note: Note, **changes: Any) -> dict[str, Any]:
    return filled_in(client.get(page("change", note))) | changes


def kept(client: Client, note: Note, add: bool = False, **changes: Any) -> None:
    """What an editor sends after their session has ended; they sign in again later."""
    editor = get_user_model().objects.get(username="editor")
    sign_in_to_edit(client, editor)
    address = page("add" if add else "change", note)
    form = filled_in(client.get(address)) | changes
    client.logout()
    client.post(address, form)
