"""What a page locks, it locks within a transaction; where there is none, it locks nothing.

Such tests wait for the database to be emptied after each of them.
"""

import pytest
from django.urls import reverse

from tests.factories import NoteFactory, UserFactory
from tests.gate.editing import page


@pytest.mark.django_db(transaction=True)
def test_pages_of_djangos_that_are_no_transactions_are_answered(editor_client):
    account, note = UserFactory(is_staff=True), NoteFactory()
    path = reverse("admin:auth_user_password_change", args=[account.pk])
    words = {"password1": "a river of rain", "password2": "a river of rain"}

    changed = editor_client.post(path, words | {"usable_password": "true"})
    history = editor_client.post(page("history", note))

    account.refresh_from_db()
    assert (changed.status_code, account.check_password("a river of rain")) == (302, True)
    assert (history.status_code, history.context["object"]) == (200, note)
