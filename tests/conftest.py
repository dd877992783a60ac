"""The standing cast, and the world that they read."""

import os
import shutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from films.models import Film
from gate.reader import Revealed
from readers import cookies

from .left_behind import forget
from .recording import Recording
from .signing_in import sign_in_to_edit
from .world import World

pytest_plugins = ["tests.promise.plugin"]
pytest.register_assert_rewrite("tests.refusals")


#: Made once in a process; hundreds of tests begin with it.
WORLD = Recording(World)


class ReaderClient(Client):
    """A browser: it can hold a reader's cookies, and it says where its actions come from."""

    def has_seen(self, *films: Film) -> None:
        self._keep(cookies.write_seen, [film.pk for film in films])

    def has_revealed(self, *public_ids: str) -> None:
        reveals = tuple(Revealed(public_id) for public_id in public_ids)
        self._keep(cookies.write_revealed, reveals)

    def act(
        self, path: str, data: dict | None = None, page: str = "", **headers: str
    ) -> HttpResponse:
        """A form of this site's own pages: `client.act(path, page="/films/")`."""
        headers = {"Sec-Fetch-Site": "same-origin", **headers}
        if page:
            headers["Referer"] = f"http://testserver{page}"
        return self.post(path, data or {}, headers=headers)

    def _keep(self, write, state: Iterable) -> None:
        response = HttpResponse()
        write(response, state)
        self.cookies.update(response.cookies)


@pytest.fixture(scope="session", autouse=True)
def _plain_and_quick() -> Iterator[None]:
    """Hashed file names would need a collectstatic first; good password hashes take their time.

    What a collectstatic has left behind would be looked through for each client. Once for all
    tests, also for what a file of them makes beforehand. And the cache is in this process: not
    every test has a database.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        STATIC_ROOT=settings.BASE_DIR / "tests" / "no-static-files",
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> None:
    """How often somebody has tried to sign in, for one."""
    forget()


@pytest.fixture
def world(db) -> World:
    return WORLD.again()


@pytest.fixture
def stranger() -> ReaderClient:
    """Comes for the first time: no cookie, no account."""
    return ReaderClient()


@pytest.fixture
def fan_of_first(world) -> ReaderClient:
    """Has seen the first film, and says so by cookie."""
    client = ReaderClient()
    client.has_seen(world.first)
    return client


@pytest.fixture
def completist(world) -> ReaderClient:
    """Has seen every film, and says so by cookie."""
    client = ReaderClient()
    client.has_seen(*world.films)
    return client


@pytest.fixture
def editor(db):
    return get_user_model().objects.create_superuser("editor", "editor@example.org", "ink and tea")


@pytest.fixture
def editor_client(editor) -> ReaderClient:
    client = ReaderClient()
    sign_in_to_edit(client, editor)
    return client


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is. `REQUIRE_BROWSER=1` makes its absence a failure."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return path or miss("Chromium is not installed", "REQUIRE_BROWSER")


@pytest.fixture(scope="session")
def nginx() -> str:
    """Where nginx is, often off a user's path. `REQUIRE_NGINX=1` makes its absence a failure."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    return path or miss("nginx is not installed", "REQUIRE_NGINX")


@pytest.fixture(scope="session")
def caddy() -> str:
    """Where Caddy is. `REQUIRE_CADDY=1` makes its absence a failure."""
    return shutil.which("caddy") or miss("Caddy is not installed", "REQUIRE_CADDY")


@pytest.fixture
def postgresql(db) -> None:
    """For tests of PostgreSQL alone. `REQUIRE_POSTGRES=1` makes another database a failure."""
    if connection.vendor != "postgresql":
        miss("DATABASE_URL names no PostgreSQL", "REQUIRE_POSTGRES")


def miss(what: str, variable: str) -> NoReturn:
    if os.environ.get(variable):
        pytest.fail(f"{what}, and {variable} is set.")
    pytest.skip(f"{what}.", allow_module_level=True)


def driver(module: str, name: str) -> ModuleType:
    """What drives a browser. `REQUIRE_BROWSER=1` makes its absence a failure."""
    try:
        return import_module(module)
    except ModuleNotFoundError:
        return miss(f"{name} is not installed", "REQUIRE_BROWSER")
