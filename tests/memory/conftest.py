import pytest

from readers.models import Seen
from tests.conftest import ReaderClient
from tests.factories import UserFactory

from .browsing import Site


@pytest.fixture
def site(db) -> Site:
    return Site()


@pytest.fixture
def member(world) -> ReaderClient:
    """Has an account, and has seen the first film."""
    client = ReaderClient()
    client.user = UserFactory()
    client.force_login(client.user)
    Seen.objects.create(user=client.user, film=world.first)
    return client
