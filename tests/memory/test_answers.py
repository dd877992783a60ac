"""What is answered from memory is what Django would have answered, in another form at most."""

import gzip
from copy import copy

import brotli
import pytest

from memory.keeping import is_kept
from tests.routes import actions, pages

from .browsing import Site, by_django, sent
from .test_stale import both, fresh

PAGE = "/films/the-garden/"
#: All others are Django's: what asks a question, belongs to an account, or is nobody's page.
KEPT = {
    "home",
    "universe",
    "films",
    "film",
    "timeline",
    "people",
    "person",
    "character",
    "interviews",
    "interview",
    "note",
    "echoes",
    "echo",
    "picker",
    "promise",
}


def addresses(world) -> list[str]:
    """Of kept pages, those too that this reader may not know of."""
    listed = pages(world)
    return [path for route in sorted(KEPT) for path in listed[route] if "?" not in path]


def test_these_pages_are_kept(world):
    kept = {
        route
        for route, paths in (pages(world) | actions(world)).items()
        if any(is_kept(path) for path in paths)
    }

    assert kept == KEPT


@pytest.mark.slow  # makes every page twice
@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "completist", "member"])
def test_each_page_is_what_django_answers_when_it_is_made_and_when_it_is_kept(
    world, site, request, reader
):
    client = request.getfixturevalue(reader)
    plain = {path: client.get(path) for path in addresses(world)}
    own = {
        path: by_django(answer) if answer.status_code == 200 else sent(answer)
        for path, answer in plain.items()
    }
    browser = site.opened_by(copy(client))

    cold = {path: sent(browser.get(path)) for path in own}
    asked = site.times
    warm = {path: sent(browser.get(path)) for path in own}

    assert (cold, warm) == (own, own)
    assert asked == len(own)
    assert site.times - asked == len([path for path, got in own.items() if got[0] != 200])


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first"])
def test_head_is_answered_like_get_without_the_body(world, site, request, reader):
    client = request.getfixturevalue(reader)
    own = by_django(client.head(PAGE))
    browser = site.opened_by(client)

    browser.get(PAGE)
    warm = browser.head(PAGE)

    assert sent(warm) == own
    assert (warm.content, site.times) == (b"", 1)


def test_a_page_that_is_asked_for_by_head_first_is_djangos(site, world, stranger):
    browser = site.opened_by(stranger)

    head, get = browser.head(PAGE), browser.get(PAGE)

    assert (head.status_code, get.status_code, site.times) == (200, 200, 2)


@pytest.mark.parametrize("form", ["{}", "W/{}", '"another", {}', '"another", W/{}', "*"])
def test_a_page_that_did_not_change_is_answered_304_as_by_django(world, site, stranger, form):
    condition = {"If-None-Match": form.format(stranger.get(PAGE)["ETag"])}
    own = by_django(stranger.get(PAGE, headers=condition))
    browser = site.opened_by(stranger)

    cold, warm = (browser.get(PAGE, headers=condition) for _ in range(2))

    assert (sent(cold), sent(warm)) == (own, own)
    assert (warm.status_code, warm.content, site.times) == (304, b"", 1)


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first"])
def test_head_is_answered_in_full_whatever_was_there_before(world, site, request, reader):
    client = request.getfixturevalue(reader)
    condition = {"If-None-Match": client.get(PAGE).get("ETag", "*")}
    own = by_django(client.head(PAGE, headers=condition))
    browser = site.opened_by(client)

    browser.get(PAGE)
    warm = browser.head(PAGE, headers=condition)

    assert (sent(warm), warm.status_code, site.times) == (own, 200, 1)


@pytest.mark.parametrize("form", ["{}", "W/{}", "*", "W/", '""'])
def test_a_readers_own_page_is_always_sent(world, site, fan_of_first, stranger, form):
    asking = {"headers": {"If-None-Match": form.format(stranger.get(PAGE)["ETag"])}}
    own = by_django(fan_of_first.get(PAGE, **asking))
    browser = site.opened_by(fan_of_first)

    cold, warm = (browser.get(PAGE, **asking) for _ in range(2))

    assert (sent(cold), sent(warm)) == (own, own)
    assert (warm.status_code, site.times) == (200, 1)


@pytest.mark.parametrize("form", ['"another"', "another", "", '"{}'])
def test_a_page_that_did_change_is_sent(world, site, stranger, form):
    browser = site.opened_by(stranger)

    browser.get(PAGE)
    answer = browser.get(PAGE, headers={"If-None-Match": form})

    assert (answer.status_code, site.times) == (200, 1)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.0,gzip;q=0", ""),
        ("identity", ""),
        ("*", ""),
        ("brotli, xgzip", ""),
        ("", ""),
    ],
)
def test_each_browser_gets_the_smallest_form_that_it_takes(
    world, site, stranger, accepted, encoding
):
    own = by_django(stranger.get(PAGE))
    browser = site.opened_by(stranger)

    cold, warm = (browser.get(PAGE, headers={"Accept-Encoding": accepted}) for _ in range(2))

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    changed = {"Content-Length": str(len(cold.content))}
    if encoding:
        changed |= {"Content-Encoding": encoding, "ETag": f"W/{own[1]['ETag']}"}
    assert sent(cold) == sent(warm)
    assert (200, dict(cold.headers), unpack(cold.content)) == (200, own[1] | changed, own[2])


@pytest.mark.parametrize("method", ["get", "head"])
def test_browsers_that_take_other_forms_get_them_whoever_has_asked_before(
    world, site, stranger, method
):
    def answers(site: Site, *forms: str) -> list[tuple]:
        browser = site.opened_by(copy(stranger))
        browser.get(PAGE)
        asking = [{"Accept-Encoding": form} for form in forms]
        return [sent(getattr(browser, method)(PAGE, headers=headers)) for headers in asking]

    forms = ["br", "", "gzip", "br", "gzip", ""]
    alone = {form: answers(Site(), form) for form in set(forms)}

    in_turn = answers(site, *forms)

    assert [[answer] for answer in in_turn] == [alone[form] for form in forms]
    assert [headers.get("Content-Encoding", "") for _, headers, _ in in_turn] == forms
    assert site.times == 1


def test_a_weak_etag_of_a_compressed_page_is_answered_304(world, site, stranger):
    browser = site.opened_by(stranger)
    accepted = {"Accept-Encoding": "br"}
    tag = browser.get(PAGE, headers=accepted)["ETag"]

    answer = browser.get(PAGE, headers=accepted | {"If-None-Match": tag})

    assert (answer.status_code, answer["ETag"], site.times) == (304, tag, 1)
    assert "Content-Encoding" not in answer
    assert "Content-Length" not in answer


def test_the_server_gets_at_once_what_is_there_and_nothing_else(world, site, stranger):
    browser = site.opened_by(stranger)
    site.memory.database.is_quick = True
    environ = stranger._base_environ(PATH_INFO=PAGE, HTTP_HOST="testserver")  # noqa: SLF001 - as the client asks

    before = site.memory.at_once(environ)
    page = browser.get(PAGE)
    after = site.memory.at_once(environ)

    assert before is None
    assert (after.status, dict(after.headers), after.body) == ("200 OK", *sent(page)[1:])


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_each_reader_gets_their_own_page_compressed_too(
    world, site, stranger, fan_of_first, completist, member, encoding
):
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    clients = [stranger, fan_of_first, completist, member]
    own = [fresh(client)[2] for client in clients]

    asking = {"headers": {"Accept-Encoding": encoding}}
    got = [
        [unpack(site.opened_by(copy(one)).get(PAGE, **asking).content) for one in clients]
        for _ in range(2)
    ]

    assert got == [own, own]
    assert site.times == len(clients)


@pytest.mark.parametrize("last", ["fan_of_first", "completist"])
def test_of_two_cookies_of_one_name_the_one_that_django_reads_counts(
    world, site, request, stranger, last
):
    both_readers = [request.getfixturevalue(name) for name in ("fan_of_first", "completist")]
    true = request.getfixturevalue(last)
    in_order = sorted(both_readers, key=lambda client: client is true)
    header = "; ".join(f"seen={client.cookies['seen'].value}" for client in in_order)

    twice, own = both(site, stranger, headers={"Cookie": header})

    assert twice == own == fresh(true)
