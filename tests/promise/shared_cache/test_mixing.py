"""Behind a shared cache that keys on the address alone, nobody gets another reader's bytes."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from random import Random
from time import sleep

from tests.routes import pages
from tests.world import World

from .browsing import Answer, Browser

ASKED = 200
MINUTE_IN_THE_HASTY_CACHE = 2.1  # it counts whole seconds
SOME = slice(10, 200)


def addresses(world: World) -> list[str]:
    """The last of each route, which is the one that hides most, and what is not a plain page."""
    same_for_all = ("healthz", "readyz", "promise")
    listed = [found[-1] for route, found in pages(world).items() if route not in same_for_all]
    return [*listed, f"/?done=opened-{world.later.public_id}", "/nowhere"]


class Truth:
    """What the origin itself gives each reader."""

    def __init__(self, origin: str, browsers: list[Browser], paths: list[str]) -> None:
        self.browsers, self.paths = browsers, paths
        self.answers = {
            (browser.name, path): browser.get(origin, path)
            for browser, path in product(browsers, paths)
        }

    def etag(self, browser: Browser, path: str) -> str:
        return self.answers[browser.name, path].headers.get("etag", '"none"')


def ask_and_compare(truth: Truth, server: str, chance: Random) -> tuple[str, str | None]:
    """One reader asks for one page in one way. Returns who, and what the cache said of itself."""
    browser, path = chance.choice(truth.browsers), chance.choice(truth.paths)
    own = truth.answers[browser.name, path]
    match chance.choice(["plain", "plain", "head", "revalidating", "range"]):
        case "plain":
            got, expected = browser.get(server, path), [own]
        case "head":
            got = browser.get(server, path, method="HEAD")
            expected = [own._replace(body=b"")]
        case "revalidating":
            # Perhaps with the tag of another reader: it must never be taken for one's own.
            tag = truth.etag(chance.choice([browser, chance.choice(truth.browsers)]), path)
            got = browser.get(server, path, If_None_Match=tag)
            fresh = own.status == 200 and own.headers.get("etag") == tag
            expected = [own._replace(status=304, body=b"") if fresh else own]
        case "range":
            got = browser.get(server, path, Range=f"bytes={SOME.start}-{SOME.stop - 1}")
            expected = [own, part(own)]
    assert plain(got) in map(plain, expected), f"{browser.name} at {path}: {got.cached}"
    return browser.name, got.cached


def part(answer: Answer) -> Answer:
    return answer._replace(status=206, body=answer.body[SOME])


def plain(answer: Answer) -> tuple:
    """Lengths and types of a body that is not sent are left out by some servers."""
    kept = ("cache-control", "vary", "etag", "location", "set-cookie")
    headers = {name: answer.headers.get(name) for name in kept}
    return answer.status, headers, answer.body


def names(browsers: list[Browser]) -> set[str]:
    return {browser.name for browser in browsers}


def test_nobody_gets_anothers_page(servers, world, strangers, readers):
    truth = Truth(servers["ORIGIN"], [*strangers, *readers], addresses(world))
    chances = [Random(number) for number in range(2 * ASKED)]

    def ask(chance: Random) -> tuple[str, str | None]:
        return ask_and_compare(truth, servers["OBEDIENT"], chance)

    with ThreadPoolExecutor(max_workers=4) as crowd:  # while the cache is empty still
        told = list(crowd.map(ask, chances[:ASKED]))
    told += map(ask, chances[ASKED:])

    assert {name for name, cached in told if cached == "HIT"} == names(strangers)


def test_a_page_that_the_cache_asks_for_again_is_still_the_strangers(
    servers, world, strangers, readers
):
    paths = [world.second.get_absolute_url(), f"/notes/{world.later.public_id}/"]
    strangers = strangers[1:]  # the first has the same copy as the second
    truth = Truth(servers["ORIGIN"], [*strangers, *readers], paths)
    server = servers["HASTY"]
    asked = list(product(truth.browsers, truth.paths))
    Random(3).shuffle(asked)

    told = []
    for pause in (0, MINUTE_IN_THE_HASTY_CACHE):
        sleep(pause)
        for browser, path in asked:
            got = browser.get(server, path)
            own = truth.answers[browser.name, path]
            assert (got.status, got.body) == (own.status, own.body), browser.name
            told.append((browser.name, got.cached))

    assert {name for name, cached in told if cached == "REVALIDATED"} == names(strangers)
