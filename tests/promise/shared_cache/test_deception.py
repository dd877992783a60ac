"""Web cache deception: no address dressed up as a file lets a cache keep a reader's page.

The trick (Gil 2017; "Cached and Confused", USENIX Security 2020): a reader is sent to
`/films/x/style.css`; the site answers with the page, the cache takes it for a file, and the
attacker asks for the same address next.
"""

from itertools import cycle
from urllib.parse import quote

import pytest

from gate.reader import NOBODY
from tests.canaries import canaries_in
from tests.world import World

#: What is appended to a page's address; a page's address ends in a slash.
ENDINGS = [
    ".css",
    "style.css",
    ";.js",
    ";style.css",
    ";/style.css",
    "%3b.js",
    "%3b%2fstyle.css",
    "%2fstyle.css",
    "%2f..",
    "%2f..%2fstyle.css",
    "..%2fstyle.css",
    "../style.css",
    "%2e%2e/style.css",
    "./style.css",
    "%5cstyle.css",
    "%0a.css",
    "%0astyle.css",
    "%0d%0astyle.css",
    "%09.css",
    "%20.css",
    "%00.css",
    "%23.css",
    "%23style.css",
    "%3f.css",
    "%3fstyle.css",
    "%253fstyle.css",
    "%26style.css",
    "!style.css",
    "~style.css",
    ",style.css",
    "%c0%af.css",
    "%ff.css",
    "robots.txt",
    "favicon.ico",
    "?.css",
    "?style.css",
    "?/static/style.css",
    "?done=/style.css",
    "#style.css",
]


def dressed_up(page: str) -> list[str]:
    """Other ways of writing a page's address, of which some still lead to the page."""
    bare = page.strip("/")
    return [
        *(page + ending for ending in ENDINGS),
        f"/{bare}.css",
        f"/{bare};.css",
        f"/{bare}%2f",
        f"/{bare}%2f.css",
        f"/{quote(bare, safe='')}/",
        f"/{''.join(f'%{ord(letter):02x}' for letter in bare)}/",
        f"/{page}",
        f"//{page}",
        f"/.{page}",
        f"/%2e{page}",
        f"/static/..{page}",
        f"/static/%2e%2e{page}",
        f"/static/..%2f{bare}/",
        f"/static%2f..{page}",
        f"/static/css/..%2f..{page}style.css",
        f"/style.css/..{page}",
        f"/style.css/..%2f{bare}/",
        f"/style.css%2f..{page}",
        f"/robots.txt;/..{page}",
        f"/favicon.ico/%2e%2e{page}",
        page.upper(),
    ]


@pytest.fixture
def addresses(world: World) -> list[str]:
    pages = [world.second.get_absolute_url(), f"/notes/{world.later.public_id}/"]
    return [address for page in pages for address in dressed_up(page)]


def test_no_address_makes_a_readers_page_one_that_caches_may_keep(origin, readers, addresses):
    kept = {}
    for reader, address in zip(cycle(readers), addresses, strict=False):
        answer = reader.get(origin, address)
        if answer.headers["cache-control"] != "private, no-store":
            kept[address] = (reader.name, answer.headers["cache-control"])

    assert kept == {}


def test_after_a_reader_was_sent_there_a_stranger_finds_nothing(
    servers, world, strangers, readers, addresses
):
    [stranger, *_], [_, completist, *_] = strangers, readers
    harmless = world.open_to(NOBODY)
    found, opened = {}, set()
    for address in addresses:
        own = stranger.get(servers["ORIGIN"], address)
        for cache in ("OBEDIENT", "CARELESS"):
            opened |= canaries_in(completist.get(servers[cache], address).body)
            got = stranger.get(servers[cache], address)
            refused_by_nginx = got.status == 400
            if (got.status, got.body) != (own.status, own.body) and not refused_by_nginx:
                found[cache, address] = (got.status, got.cached)

    assert found == {}
    assert opened - harmless != set(), "the reader was shown nothing that could be kept"
