"""Every route of the site, and where to go on it. test_walk.py fails on one that is missing."""

from django.urls import URLPattern, URLResolver, get_resolver

from .world import World

#: Under these, Django and allauth bring routes of their own; tests/test_account_pages.py and
#: tests/*/test_admin.py look after them.
BORROWED = ("accounts/", "admin/")


def route_names() -> set[str]:
    return set(_names(get_resolver(), ""))


def _names(resolver: URLResolver, namespace: str):
    for entry in resolver.url_patterns:
        if str(entry.pattern) in BORROWED:
            continue
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


def pages(world: World) -> dict[str, list[str]]:
    """Addresses to GET, by route: those of everything in the world, hidden things too."""
    people = [world.director, world.actor, world.surprise]
    return {
        "home": ["/"],
        "universe": [f"/universes/{world.universe.slug}/"],
        "films": ["/films/"],
        "film": [f"/films/{film.slug}/" for film in world.films],
        "timeline": ["/timeline/"],
        "people": ["/people/"],
        "person": [f"/people/{person.slug}/" for person in people],
        "character": [f"/characters/{who.slug}/" for who in (world.hero, world.ghost)],
        "interviews": ["/interviews/"],
        "interview": [f"/interviews/{world.interview.slug}/"],
        "note": [f"/notes/{note.public_id}/" for note in _items(world)["note"]],
        "echoes": ["/echoes/"],
        "echo": [f"/echoes/{world.echo.public_id}/"],
        "picker": ["/seen/", f"/seen/?preset=all:{world.universe.slug}&shown="],
        "promise": ["/promise/"],
        "admin-detour": ["/admin/r/1/1/"],
        "edit": [f"/admin/edit/film/{film.slug}/" for film in world.films],
        "preview-choose": ["/admin/preview/"],
        "preview": ["/admin/preview/nobody/"],
        "preview-page": [f"/admin/preview/nobody/films/{film.slug}/" for film in world.films],
        "account-data": ["/account/data/"],
        "account-export": ["/account/export/"],
        "account-delete": ["/account/delete/"],
        "healthz": ["/healthz"],
        "readyz": ["/readyz"],
    } | _questions(world)


def _questions(world: World) -> dict[str, list[str]]:
    """What is asked before something opens or is marked: a GET asks, a POST does it."""
    reveals = {f"{kind}-reveal": _about(items, "reveal") for kind, items in _items(world).items()}
    return reveals | {"film-seen": [f"/films/{film.slug}/seen/" for film in world.films]}


def actions(world: World) -> dict[str, list[str]]:
    """Addresses to POST to, by route."""
    hides = {f"{kind}-hide": _about(items, "hide") for kind, items in _items(world).items()}
    return (
        _questions(world)
        | hides
        | {"film-unseen": [f"/films/{film.slug}/unseen/" for film in world.films]}
        | {"lock-all": ["/seen/clear/"], "undo": ["/seen/undo/"], "picker": ["/seen/"]}
    )


def _items(world: World) -> dict[str, list]:
    return {
        "note": [world.earlier, world.later, world.crossing, world.hidden_note],
        "quote": [world.open_quote, world.sealed_quote, world.hidden_quote],
        "echo": [world.echo],
    }


def _about(items: list, verb: str) -> list[str]:
    folder = {"Note": "notes", "Quote": "quotes", "Echo": "echoes"}
    return [f"/{folder[type(item).__name__]}/{item.public_id}/{verb}/" for item in items]
