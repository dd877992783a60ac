"""What is not kept, and how much is: nobody can push out what others ask for."""

from importlib import reload

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from config import wsgi
from memory.application import Memory
from memory.keeping import MAX_PATH
from memory.page import Page
from memory.store import Store
from tests.conftest import ReaderClient
from tests.readers.jar import signed

from .browsing import Site
from .test_stale import DAY, in_seconds

PAGE = "/films/the-garden/"
#: Each is asked twice, and twice of Django.
NOT_KEPT: dict[str, tuple[str, dict[str, str]]] = {
    "a query": (f"{PAGE}?done=hidden", {}),
    "a query without a name": (f"{PAGE}?x", {}),
    "what is not there": ("/films/nowhere/", {}),
    "what no view stands for": ("/nowhere/", {}),
    "a slash too much": (f"/{PAGE}", {}),
    "a slash too few": (PAGE[:-1], {}),
    "a very long address": (f"/films/{'x' * MAX_PATH}/", {}),
    "letters of another script": ("/films/caf%C3%A9/", {}),
    "health": ("/healthz", {}),
    "sign-in": ("/accounts/login/", {}),
    "the editors' pages": ("/admin/login/", {}),
    "an address that has changed": ("/films/the-old-garden/", {}),
    "a question": ("/notes/222222222/reveal/", {}),
    "another site's name": (PAGE, {"Host": "elsewhere.example"}),
    "another port": (PAGE, {"Host": "testserver:8080"}),
    "a name in capitals": (PAGE, {"Host": "TestServer"}),
    "an odd word of htmx": (PAGE, {"HX-Request": "maybe"}),
    "a body": (PAGE, {"Content-Length": "3"}),
    "a condition on what is there": (PAGE, {"If-Match": '"x"'}),
    "a forged cookie": (PAGE, {"Cookie": "seen=abcdef:1tQ8eA:forged"}),
    "a cookie in quotes": (PAGE, {"Cookie": 'revealed="x y"'}),
    "a session that is none": (PAGE, {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}),
}


@pytest.mark.parametrize("kind", NOT_KEPT)
def test_what_need_not_be_kept_is_asked_of_django_each_time(world, site, stranger, kind):
    world.second.former_slugs = "/the-old-garden/"
    world.second.save()
    path, headers = NOT_KEPT[kind]
    browser = site.opened_by(stranger)

    answers = [browser.get(path, headers=headers) for _ in range(2)]

    assert site.times == 2
    assert {answer.status_code for answer in answers} <= {200, 301, 302, 400, 404, 412}
    assert (site.memory.strangers.held, site.memory.readers.held) == (0, 0)


@pytest.mark.parametrize("method", ["post", "put", "options", "delete"])
def test_what_is_no_reading_is_djangos(world, site, stranger, method):
    browser = site.opened_by(stranger)
    browser.get(PAGE)

    answer = getattr(browser, method)(PAGE)

    assert (answer.status_code, site.times) == (405 if method == "options" else 403, 2)


def test_an_answer_that_sets_a_cookie_is_not_kept(world, site):
    client = ReaderClient()
    with in_seconds(-31 * DAY):
        client.has_seen(world.first)
    before = client.cookies["seen"].value
    site.opened_by(client)

    answers = [client.get(PAGE)]
    client.cookies["seen"] = before
    answers.append(client.get(PAGE))

    assert ["seen" in answer.cookies for answer in answers] == [True, True]
    assert (site.times, site.memory.readers.held) == (2, 0)


def test_cookies_of_others_make_no_other_page(world, site, stranger):
    browser = site.opened_by(stranger)

    for cookie in ("", "_ga=1.2.3", "csrftoken=x; messages=y", "known=z; seen=", "seen"):
        browser.get(PAGE, headers={"Cookie": cookie})

    assert site.times == 1


def test_django_is_told_nothing_but_what_the_page_is_kept_by(world, fan_of_first):
    class Told(Site):
        def _django(self, environ, start_response):
            names = [name for name in environ if not name.startswith("wsgi.")]
            told.append({name: environ[name] for name in names})
            return super()._django(environ, start_response)

    told: list[dict[str, str]] = []
    kept = f"seen={fan_of_first.cookies['seen'].value}"

    Told().opened_by(ReaderClient()).get(PAGE, headers={"Cookie": kept})
    Told().opened_by(ReaderClient()).get(
        PAGE,
        headers={"Cookie": f"{kept}; known=x", "If-None-Match": '"x"'}
        | dict.fromkeys(("Referer", "Accept", "Accept-Language", "User-Agent"), "x")
        | dict.fromkeys(("Origin", "Sec-Fetch-Site", "X-Forwarded-For", "X-Odd"), "x"),
        REMOTE_ADDR="192.0.2.1",
        REMOTE_USER="x",
    )

    assert told[0] == told[1]
    assert len(told) == 2


@pytest.mark.parametrize("state", ["seen", "revealed", "account"])
def test_whoever_has_any_state_takes_no_place_among_strangers(world, site, member, state):
    reader = member if state == "account" else ReaderClient()
    if state == "seen":
        reader.has_seen(world.first)
    if state == "revealed":
        reader.has_revealed(world.later.public_id)

    site.opened_by(reader).get(PAGE)

    assert site.memory.readers.held > 0
    assert site.memory.strangers.held == 0


def test_readers_have_a_place_of_their_own(world, site, stranger):
    site.memory.readers.size = 300_000
    site.opened_by(stranger).get(PAGE)
    keys = [film.key for film in world.films]

    for number in range(20):
        fan = site.opened_by(ReaderClient())
        fan.cookies["seen"] = signed("seen", keys[number % 2])
        fan.cookies["revealed"] = signed("revealed", f"{number:09}".translate(LETTERS))
        fan.get(PAGE)
    asked = site.times
    site.opened_by(stranger).get(PAGE)

    assert (asked, site.times) == (21, 21)
    assert 0 < site.memory.readers.held <= 300_000


def test_what_a_page_is_kept_by_counts_as_well(world, site, fan_of_first):
    fan_of_first.has_revealed(world.later.public_id)
    answer = site.opened_by(fan_of_first).get(PAGE)

    cookies = sum(len(fan_of_first.cookies[name].value) for name in ("seen", "revealed"))
    assert site.memory.readers.held >= page(len(answer.content)).size + cookies


#: Digits that public ids have.
LETTERS = str.maketrans("01", "zy")


def page(length: int) -> Page:
    return Page("200 OK", [], b"x" * length, 0)


def test_a_store_forgets_what_was_asked_for_the_longest_ago():
    size = page(100).size
    store = Store(8 * size)
    for name in "abcdefgh":
        store.put("1", name, page(100), weight=0)
    store.get("1", "a")

    store.put("1", "i", page(100), weight=0)

    assert [name for name in "abcdefghi" if store.get("1", name)] == list("acdefghi")
    assert store.held == 8 * size


def test_a_store_takes_no_page_that_would_push_out_many():
    store = Store(100_000)

    store.put("1", "large", page(50_000), weight=0)
    store.put("1", "heavy", page(100), weight=50_000)

    assert (store.get("1", "large"), store.get("1", "heavy"), store.held) == (None, None, 0)


def test_a_store_counts_a_page_once_that_is_put_twice():
    store = Store(100_000)

    for _ in range(2):
        store.put("1", "same", page(100), weight=10)

    assert store.held == page(100).size + 10


def test_a_store_holds_pages_of_one_version_alone():
    store = Store(100_000)
    store.put("1", "same", page(100), weight=0)

    assert store.get("2", "same") is None
    assert (store.get("1", "same"), store.held) == (None, 0)


def test_two_processes_know_nothing_of_each_other(world, stranger):
    sites = [Site(), Site()]

    for site in sites * 2:
        site.opened_by(stranger).get(PAGE)

    assert [site.times for site in sites] == [1, 1]


@pytest.mark.parametrize(("debug", "kind"), [(False, Memory), (True, WSGIHandler)])
def test_nothing_is_kept_while_somebody_develops(debug, kind):
    with override_settings(DEBUG=debug):
        application = reload(wsgi).application

    assert type(application) is kind
