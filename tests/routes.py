"""Every route of the site, and where to go on it. test_walk.py fails on one that is missing."""

from django.urls import URLPattern, URLResolver, get_resolver

from .world import World

#: Under these, Django and allauth bring routes of their own; tests/test_accounts.py and
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
    notes = [world.earlier, world.later, world.crossing, world.hidden_note]
    people = [world.director, world.actor, world.surprise]
    return {
        "home": ["/"],
        "films": ["/films/"],
        "film": [f"/films/{film.slug}/" for film in world.films],
        "timeline": ["/timeline/"],
        "people": ["/people/"],
        "person": [f"/people/{person.slug}/" for person in people],
        "character": [f"/characters/{who.slug}/" for who in (world.hero, world.ghost)],
        "interviews": ["/interviews/"],
        "interview": [f"/interviews/{world.interview.slug}/"],
        "note": [f"/notes/{note.public_id}/" for note in notes],
        "echoes": ["/echoes/"],
        "echo": [f"/echoes/{world.echo.public_id}/"],
        "picker": ["/seen/"],
        "promise": ["/promise/"],
        "admin-detour": ["/admin/r/1/1/"],
        "healthz": ["/healthz"],
        "readyz": ["/readyz"],
    }


def actions(world: World) -> dict[str, list[str]]:
    """Addresses to POST to, by route."""
    notes = [world.earlier, world.later, world.crossing, world.hidden_note]
    quotes = [world.open_quote, world.sealed_quote, world.hidden_quote]
    items = {"note": notes, "quote": quotes, "echo": [world.echo]}
    found = {
        f"{kind}-{verb}": [f"/{kind}s/{item.public_id}/{verb}/" for item in listed]
        for kind, listed in items.items()
        for verb in ("reveal", "hide")
    }
    found["echo-reveal"] = [f"/echoes/{world.echo.public_id}/reveal/"]
    found["echo-hide"] = [f"/echoes/{world.echo.public_id}/hide/"]
    for verb in ("seen", "unseen"):
        found[f"film-{verb}"] = [f"/films/{film.slug}/{verb}/" for film in world.films]
    return found | {"lock-all": ["/seen/clear/"], "picker": ["/seen/"]}
