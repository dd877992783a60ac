"""Every question that a visitor can put: routes, ids (hidden ones too), methods, headers, queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from films.models import Film
from interviews.models import Interview, Quote
from people.models import Character, Person
from readers import cookies
from spoilers.models import Echo, Note
from tests.promise.whole_world import WholeWorld
from tests.routes import actions, pages

from .borrowed import borrowed

Pairs = tuple[tuple[str, str], ...]

HTMX: Pairs = (("HX-Request", "true"),)
OURS: Pairs = (("Sec-Fetch-Site", "same-origin"),)
HERE = "http://testserver"
NOWHERE = "222222222"

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
LOST = ("/nowhere", "/films/nowhere/", "/people/nobody/", "/static/css/tokens.css", "/static/x",
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
    for path in (*LOST, *_misspelt(world)):
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
    """One that all may know of, one that is hidden, one that is not there: do methods tell?"""
    keys = (world.hidden_note.public_id, world.hidden_quote.public_id, world.echo.public_id)
    slugs = (world.surprise.slug, world.ghost.slug)
    hidden = [path for path in paths if any(key in path for key in (*keys, *slugs))]
    return dict.fromkeys((paths[0], *hidden, paths[-1]))


def acting(world: WholeWorld, deep: bool) -> Iterator[Ask]:
    for route, paths in _actions(world, deep).items():
        for path in paths:
            yield Ask(route, "POST", path, OURS)
            yield Ask(route, "POST", path, (*OURS, *HTMX, *on_page("/echoes/")))
        for page in ("//elsewhere.example/", f"/people/{world.surprise.slug}/"):
            yield Ask(route, "POST", paths[0], (*OURS, *on_page(page)))
    for preset in ("all", "none", "upto", "else"):
        data = (("preset", preset), ("upto", world.second.slug))
        yield Ask("picker", "POST", "/seen/", OURS, data)
    too_many = range(1, cookies.MAX_FILMS + 2)
    for chosen in ([world.first.pk, world.third.pk], [world.announced.pk], too_many):
        data = tuple(("films", str(film)) for film in chosen)
        yield Ask("picker", "POST", "/seen/", OURS, data)


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
        films = [world.first, world.second, world.third, world.announced]
        found[f"film-{verb}"] = [f"/films/{film.slug}/{verb}/" for film in films]
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
    keys += [f"{word}-{slug}" for word in ("seen", "early") for slug in slugs]
    for done in [*keys, "saved", "toomany", "opened-", f"opened-{NOWHERE}"]:
        yield Ask("home", "GET", f"/?done={done}")
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
    "acting": acting,
    "telling": telling,
    "elsewhere": elsewhere,
}
