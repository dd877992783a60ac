"""The other one of two editors."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.signing_in import sign_in_to_edit


@pytest.fixture
def other_client(db) -> Client:
    client = Client()
    sign_in_to_edit(client, get_user_model().objects.create_superuser("other.editor"))
    return client
