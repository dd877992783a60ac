"""A site, several shared caches in front of it, and readers who are not one another."""

from collections.abc import Iterator

import pytest

from readers import cookies
from tests.conftest import ReaderClient
from tests.factories import SeenFactory, UserFactory

from .browsing import Browser
from .processes import caches_of, site


@pytest.fixture
def origin(world, readers, tmp_path_factory) -> Iterator[str]:
    """The site itself. After `readers`, for it gets the database as it is when it starts."""
    with site(tmp_path_factory.mktemp("site")) as origin:
        yield origin


@pytest.fixture
def servers(nginx, origin, tmp_path) -> Iterator[dict[str, str]]:
    """Where to ask: the ORIGIN itself, or one of the caches of nginx.conf."""
    with caches_of(origin, nginx, tmp_path) as caches:
        yield {"ORIGIN": origin, **caches}


@pytest.fixture
def strangers() -> list[Browser]:
    """All of them are the same reader: nobody. The first carries nothing at all."""
    return [
        Browser("stranger"),
        Browser("stranger with htmx", {"HX-Request": "true"}),
        Browser("stranger with a measured visit", {"Cookie": "_visit=1"}),
        Browser("stranger who has seen a form", {"Cookie": f"csrftoken={'x' * 32}"}),
        Browser("stranger with cookies emptied", {"Cookie": "seen=; revealed="}),
    ]


@pytest.fixture
def readers(transactional_db, world) -> list[Browser]:
    fan, completist, revealer, forger, member = (ReaderClient() for _ in range(5))
    fan.has_seen(world.first)
    completist.has_seen(*world.films)
    revealer.has_revealed(world.later.public_id)
    forger.cookies[cookies.SEEN] = "1.2:forged"
    member.force_login(SeenFactory(user=UserFactory(username="fan"), film=world.second).user)
    return [
        Browser("fan of the first film").holding(fan),
        Browser("completist").holding(completist),
        Browser("revealer").holding(revealer),
        Browser("forger").holding(forger),
        Browser("member").holding(member),
    ]
