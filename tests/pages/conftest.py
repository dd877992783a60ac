"""A programme in plain words, and readers who have seen some of it."""

from collections.abc import Callable

import pytest

from films.models import Film
from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.recording import Recording

from .cinema import Cinema

CINEMA = Recording(Cinema)


@pytest.fixture
def cinema(db) -> Cinema:
    return CINEMA.again()


@pytest.fixture
def fan_of() -> Callable[..., ReaderClient]:
    """`fan_of(cinema.house)` has seen that film, and says so by cookie."""

    def make(*films: Film) -> ReaderClient:
        client = ReaderClient()
        client.has_seen(*films)
        return client

    return make


@pytest.fixture
def devotee(cinema, fan_of) -> ReaderClient:
    """Has seen every film of the programme that is out."""
    return fan_of(*Film.objects.released())


@pytest.fixture
def member(db) -> ReaderClient:
    """Has an account under the name of “ada”, and has seen nothing."""
    client = ReaderClient()
    client.user = UserFactory(username="ada")
    client.force_login(client.user)
    return client
