"""Every question that a visitor can put: routes, ids (hidden ones too), methods, headers, queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from itertools import chain
from urllib.parse import quote, urlencode

from films.cards import film_link
from films.models import Film, Universe
from gate.reader import NOBODY, Reader
from interviews.models import Interview, Quote
from people.models import Character, Credit, Person
from readers.undo import offer
from spoilers.models import Echo, Note
from tests.promise.whole_world import WholeWorld
from tests.routes import actions, pages

from .borrowed import borrowed

Pairs = tuple[tuple[str, str], ...]

HTMX: Pairs = (("HX-Request", "true"),)
OURS: Pairs = (("Sec-Fetch-Site", "same-origin"),)
HERE = "http://testserver"
NOWHERE = "222222222"
LONG = "a" * 2_001
#: To what the button did not name.
AGREED: Pairs = (("agreed", "yes"),)

#: Odd headers, one after the other, on one or two addresses of every route.
HEADERS: tuple[Pairs, ...] = (
    HTMX,
    (*HTMX, ("HX-Boosted", "true"), ("HX-Target", "main")),
    (("If-None-Match", "*"),),
    (("If-None-Match", '"nothing-like-it"'),),
    (("If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"),),
    (("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),),
    (("Range", "bytes=0-99"),),
    (("Accept", "application/json"),),
    (("Accept", "application/rss+xml, text/plain;q=0.1"),),
    (("Accept-Encoding", "br, gzip;q=0.5"),),
    (("Accept-Language", "de-DE, fr;q=0.5"),),
    (("User-Agent", "facebookexternalhit/1.1"), ("Purpose", "prefetch")),
    (("User-Agent", "Mozilla/5.0 (Linux; Android 16) Mobile"), ("Referer", "https://testserver/")),
    (("Host", "elsewhere.example"),),
)
QUERIES = ("?page=9", "?format=json", "?q=", "?next=//elsewhere.example", "?sort=-text")
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")
LOST = ("/nowhere", "/films/nowhere/", "/people/nobody/", "/static/css/site.css", "/static/x",
        "/robots.txt", "/sitemap.xml", "/feed/", "/favicon.ico", "/notes/", "/quotes/")  # fmt: skip


def on_page(page: str) -> Pairs:
    """What a browser says of the page on which a button was pressed."""
    return (("Referer", f"{HERE}{page}"),)


@dataclass(frozen=True)
class Ask:
    route: str
    method: str
    path: str
    headers: Pairs = ()
    data: Pairs = ()

    def __str__(self) -> str:
        notes = [f"{name}: {value}" for name, value in (*self.headers, *self.data)]
        return " ".join([self.method, self.path, *(f"[{note}]" for note in notes)])

    @property
    def is_safe(self) -> bool:
        return self.method in ("GET", "HEAD", "OPTIONS", "TRACE")


def asks(world: WholeWorld, *, deep: bool = False, kinds: Iterable[str] = ()) -> list[Ask]:
    """All of them when `deep`; else the starter content is asked about in samples only."""
    chosen = [KINDS[kind](world, deep) for kind in kinds or KINDS]
    return list(dict.fromkeys(chain.from_iterable(chosen)))


def _pages(world: WholeWorld, deep: bool) -> dict[str, list[str]]:
    def chosen(model, attribute: str, pattern: str) -> list[str]:
        keys = dict(model.objects.order_by("pk").values_list("pk", attribute))
        starter = [key for pk, key in keys.items() if pk in world.starter[model.__name__]]
        ours = [key for pk, key in keys.items() if pk not in world.starter[model.__name__]]
        return [pattern.format(key) for key in [*ours, *(starter if deep else starter[::9])]]

    return pages(world) | {
        "universe": chosen(Universe, "slug", "/universes/{}/"),
        "film": chosen(Film, "slug", "/films/{}/"),
        "person": chosen(Person, "slug", "/people/{}/"),
        "character": chosen(Character, "slug", "/characters/{}/"),
        "interview": chosen(Interview, "slug", "/interviews/{}/"),
        "note": [*chosen(Note, "public_id", "/notes/{}/"), f"/notes/{NOWHERE}/"],
        "echo": [*chosen(Echo, "public_id", "/echoes/{}/"), f"/echoes/{NOWHERE}/"],
    }


def reading(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    for route, paths in _pages(world, deep).items():
        for path in paths:
            yield Ask(route, "GET", path)
    for path in (*LOST, *_misspelt(world), *_former(world)):
        yield Ask("none", "GET", path)


def _misspelt(world: WholeWorld) -> Iterator[str]:
    """Addresses that are nearly right, of what a stranger may not know of: does anything help?"""
    hidden = {
        "people": (world.surprise, world.surprise.slug),
        "characters": (world.ghost, world.ghost.slug),
        "notes": (world.hidden_note, world.hidden_note.public_id),
        "echoes": (world.dark_echo, world.dark_echo.public_id),
    }
    for folder, (item, key) in hidden.items():
        for other in (item.pk, key.upper(), key[:-1], f"{key}.json", f"{key}/reveal"):
            yield f"/{folder}/{other}/"
        yield f"/{folder}/{key}"


def _former(world: WholeWorld) -> Iterator[str]:
    """The old addresses of what everybody may know of, and of what nobody may at first."""
    folders = {
        "films": [world.first],
        "interviews": [world.second_interview, world.withdrawn_interview],
        "people": [world.actor, world.surprise],
        "characters": [world.hero, world.ghost],
    }
    for folder, items in folders.items():
        for item in items:
            yield f"/{folder}{item.former_slugs}"
            yield f"/{folder}{item.former_slugs}?done=locked&undo=%26"


def oddly(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    """Each way of asking that a browser's reader would not take, at a few addresses a route."""
    for route, paths in _pages(world, deep).items():
        for number, headers in enumerate(HEADERS):
            for path in (paths[0], paths[-1]) if deep else (paths[-(number % 2)],):
                yield Ask(route, "GET", path, headers)
        for path in dict.fromkeys((paths[0], paths[-1])):
            for query in QUERIES:
                yield Ask(route, "GET", path + query)
            yield Ask(route, "GET", path.rstrip("/") or "//")
            yield Ask(route, "HEAD", path, HTMX)
        for path in _telling_apart(world, paths):
            for method in METHODS:
                yield Ask(route, method, path)
            yield Ask(route, "GET", path, (("Accept", "application/json"),))
            yield Ask(route, "GET", path, (*HTMX, ("HX-Boosted", "true")))
    for route, paths in _actions(world, deep).items():
        for path in _telling_apart(world, paths):
            yield Ask(route, "POST", path, (("Sec-Fetch-Site", "cross-site"),))
            yield Ask(route, "POST", path)
            for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE"):
                yield Ask(route, method, path)
            yield Ask(route, "POST", path.rstrip("/"), OURS)


def _telling_apart(world: WholeWorld, paths: list[str]) -> Iterable[str]:
    """One that all may know of, some that are hidden, one that is not there: do methods tell?"""
    items = (world.hidden_note, world.hidden_quote, world.echo, world.withdrawn_note)
    keys = [item.public_id for item in items]
    slugs = (world.surprise.slug, world.ghost.slug, world.withdrawn_interview.slug)
    hidden = [path for path in paths if any(key in path for key in (*keys, *slugs))]
    return dict.fromkeys((paths[0], *hidden, paths[-1]))


def leafing(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    """Further pages of every list, after what is there, what is hidden, and what never was."""
    for route, addresses, positions in _lists(world):
        others = positions[0][1:]
        wrong = [("",), (*positions[0], "x"), *((text, *others) for text in ("x", "99999", LONG))]
        for path in addresses:
            for position in [*positions, *wrong]:
                query = urlencode([("after", value) for value in position])
                yield Ask(route, "GET", f"{path}?{query}")


def _lists(world: WholeWorld) -> Iterator[tuple[str, list[str], list[tuple]]]:
    first, last = film_link(world.first).release_key, film_link(world.announced).release_key
    universes = [(world.universe.position, world.universe.sort_key), (0, ""), (9, "z")]
    yield "home", ["/"], [("",)]  # which has no further pages, but ways to them
    films = [f"/films/{film.slug}/" for film in (world.first, world.third, world.announced)]
    yield "film", films, [("",)]  # as a page of a universe that is too large to be read as a whole
    yield from _within_pages(world)
    yield "films", ["/films/"], universes
    yield "timeline", ["/timeline/"], universes
    known, hidden = ((who.sort_key, who.slug) for who in (world.actor, world.surprise))
    yield "people", ["/people/"], [("", ""), known, hidden, ("m", "")]
    listed = [
        (echo.made.astimezone(UTC).isoformat("T", "microseconds"), echo.public_id)
        for echo in (world.echo, world.dark_echo)
    ]
    yield "echoes", ["/echoes/"], [*listed, ("2001-01-01T00:00:00.000000+00:00", "")]
    spoken = world.interview
    yield "picker", ["/seen/"], [(*universes[0], *first), (0, "", *last), (*universes[2], *last)]
    yield "interviews", ["/interviews/"], [(spoken.date, spoken.sort_key), (date(1999, 1, 1), "")]
    yield "universe", [f"/universes/{world.universe.slug}/"], [first, last]


def _within_pages(world: WholeWorld) -> Iterator[tuple[str, list[str], list[tuple]]]:
    """Lists in pages: after entries of each kind that are known, hidden, elsewhere and nowhere."""
    notes = (world.later, world.hidden_note, world.earlier, world.foreboding, world.withdrawn_note)
    quotes = (world.open_quote, world.sealed_quote, world.hidden_quote)
    echoes = (world.echo, world.dark_echo)
    credits = (world.directing, world.acting, world.returning, world.cameo)
    after = {
        "notes": [note.public_id for note in notes],
        "quotes": [quote.public_id for quote in quotes],
        "echoes": [echo.public_id for echo in echoes],
        "credits": [_named(credit) for credit in credits],
        "films": [world.second.slug, world.announced.slug],
        "sources": [f"{quote.public_id}.{place}" for quote in quotes for place in "01"],
    } | dict.fromkeys(("facts", "placements", "beats", "evidence"), ["1", "2", "9"])
    credited = ("credits", "quotes", "echoes")
    pages = {
        "film": ((world.second, world.first), ("notes", "quotes", "placements", "credits")),
        "person": ((world.director, world.actor, world.surprise), credited),
        "character": ((world.hero, world.ghost), (*credited, "facts")),
        "interview": ((world.interview,), ("quotes", "films", "sources")),
        "note": (notes, ("echoes",)),
        "echo": (echoes, ("beats", "evidence", "echoes")),
    }
    for route, (items, names) in pages.items():
        places = [(name, one) for name in names for one in (*after[name], NOWHERE)]
        yield route, [item.get_absolute_url() for item in items], [*places, ("titles", "1")]


def _named(credit: Credit) -> str:
    played = credit.character.slug if credit.character else ""
    return f"{credit.film.slug}.{credit.person.slug}.{credit.job}.{played}"


def acting(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    for route, paths in _actions(world, deep).items():
        for path in paths:
            yield Ask(route, "POST", path, OURS)
            yield Ask(route, "POST", path, (*OURS, *HTMX, *on_page("/echoes/")))
        hidden = (f"/people/{world.surprise.slug}/", f"/people{world.surprise.former_slugs}")
        for page in ("//elsewhere.example/", *hidden):
            yield Ask(route, "POST", paths[0], (*OURS, *on_page(page)))
    for route in ("note-reveal", "quote-reveal", "echo-reveal", "film-seen"):
        for path in _actions(world, deep)[route][::2]:
            place = (("back", "/echoes/"), ("at", f"note-{NOWHERE}"))
            yield Ask(route, "POST", path, OURS, (*AGREED, *place))
            yield Ask(route, "POST", path, (*OURS, *HTMX), AGREED)
    for chosen in ([world.first, world.third], [world.announced], []):
        data = tuple(("films", film.key) for film in chosen)
        for shown in ((), (("shown", ""),), (("shown", world.second.key),), (("shown", "x"),)):
            yield Ask("picker", "POST", "/seen/", OURS, (*data, *shown, ("back", "/echoes/")))
    for onward in ("", "after=0&after=z&after=2001-01-01&after=z&after=z", "after=x"):
        ticks = (("films", world.first.key), ("shown", ""), ("onward", onward))
        yield Ask("picker", "POST", "/seen/", OURS, (*ticks, ("back", "/echoes/")))
    yield Ask("undo", "POST", "/seen/undo/", OURS, (("undo", offer(NOBODY, _marked(world))),))
    yield Ask("undo", "POST", "/seen/undo/", OURS, (("undo", "forged"),))


def _marked(world: WholeWorld) -> Reader:
    """Somebody who has marked a film by mistake."""
    return NOBODY.having_seen([world.first])


def _actions(world: WholeWorld, deep: bool) -> dict[str, list[str]]:
    found = actions(world)
    kinds = {"note": ("notes", Note), "quote": ("quotes", Quote), "echo": ("echoes", Echo)}
    for kind, (folder, model) in kinds.items():
        ids = [
            public_id
            for pk, public_id in model.objects.order_by("pk").values_list("pk", "public_id")
            if deep or pk not in world.starter[model.__name__]
        ]
        for verb in ("reveal", "hide"):
            paths = [f"/{folder}/{public_id}/{verb}/" for public_id in [*ids, NOWHERE]]
            found[f"{kind}-{verb}"] = paths
    for verb in ("seen", "unseen"):
        films = [world.first, world.second, world.third, world.dated, world.announced]
        slugs = [f"/{film.slug}/" for film in films]
        slugs[1:1] = [world.first.former_slugs, "/nowhere/"]
        found[f"film-{verb}"] = [f"/films{slug}{verb}/" for slug in slugs]
    return found


def telling(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    """Notices of everything, and every sealed word as something searched for."""
    keys = [
        f"opened-{public_id}"
        for model in (Note, Quote, Echo)
        for pk, public_id in model.objects.values_list("pk", "public_id")
        if deep or pk not in world.starter[model.__name__]
    ]
    slugs = Film.objects.values_list("slug", flat=True)
    keys += [f"{word}-{slug}" for word in ("seen", "unseen") for slug in slugs]
    words = ("saved", "none", "toomany", "hidden", "locked", "undone", "toolate", "elsewhere")
    for done in [*keys, *words, "opened-", f"opened-{NOWHERE}"]:
        yield Ask("home", "GET", f"/?done={done}")
    yield Ask("home", "GET", f"/?done=locked&undo={quote(offer(_marked(world), NOBODY))}")
    words = sorted(world.spoils)
    for word in words if deep else words[::12]:
        yield Ask("films", "GET", f"/films/?q={word}")
        yield Ask("echoes", "GET", f"/echoes/?q={word[:9]}&search={word}")


def elsewhere(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    """Accounts and the editors' pages, as somebody who is no editor."""
    for path in borrowed():
        yield Ask("borrowed", "GET", path)


KINDS = {
    "reading": reading,
    "oddly": oddly,
    "leafing": leafing,
    "acting": acting,
    "telling": telling,
    "elsewhere": elsewhere,
}
