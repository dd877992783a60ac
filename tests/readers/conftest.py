import pytest

from films.models import Film
from tests.factories import FilmFactory
from tests.recording import Recording

NINE = Recording(lambda: [FilmFactory(key=letter * 6) for letter in "23456789b"])


@pytest.fixture
def films(db) -> list[Film]:
    """Nine films whose keys are known: “222222”, “333333” and so on."""
    return NINE.again()
