"""One world for all tests of a file; each test rolls back what it does to it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from tests.recording import Recording

from .coverage import reached
from .whole_world import WholeWorld

#: Made once in a process; each file of tests begins with it.
WORLD = Recording(WholeWorld)


@pytest.fixture(scope="module")
def whole_world(django_db_setup, django_db_blocker) -> Iterator[WholeWorld]:
    """Loaded once, inside a transaction that ends with the file. Each test rolls back its own part (its mark: django_db)."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = WORLD.again()
        # Whoever asks for one first would ask the database, and who asks next would not.
        ContentType.objects.get_for_models(*apps.get_models())
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def on_twins(request, record_property) -> Iterator[None]:
    """For whatever compares the answers of twins: what runs meanwhile has been proved."""
    if "whole_world" in request.fixturenames:
        request.getfixturevalue("whole_world")  # to make it proves nothing
    with reached.noting(record_property):
        yield
