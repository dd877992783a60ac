"""What stays behind: cookies, rows, caches; and who may change it."""

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from gate import middleware as gate_middleware
from gate import origin
from gate.middleware import ReaderMiddleware
from spoilers.models import Echo, Note
from spoilers.models.note import NoteQuerySet

from .elsewhere import OTHER_SITES, READERS_PAGE, STRANGERS_PAGE
from .leak import leak
from .site import Site, View


@leak(
    "Cookie value",
    "A page counts what there is to open, in a cookie.",
    at="films:home",
    readers="some films",
    twins="many",
)
def cookie_value(site: Site) -> None:
    def marked(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        response.set_cookie("left", str(Note.objects.count()))
        return response

    site.view("films:home", marked)


@leak(
    "Cookie name",
    "Each echo that there is has a cookie of its own.",
    at="spoilers:echoes",
    readers="some films",
    twins="none",
)
def cookie_name(site: Site) -> None:
    def marked(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        for echo in Echo.objects.all():
            response.set_cookie(f"unread-{echo.public_id}", "1")
        return response

    site.view("spoilers:echoes", marked)


@leak(
    "A cookie on GET",
    "A stranger who only reads is marked.",
    at="films:home",
    caught_by="cookie",
)
def cookie_on_get(site: Site) -> None:
    def marked(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        response.set_cookie("visited", "1")
        return response

    site.view("films:home", marked)


@leak(
    "A row written on GET",
    "Looking at a note begins a session, which is a row in a table.",
    at="spoilers:note",
    of="later",
    caught_by="write",
)
def row_on_get(site: Site) -> None:
    def counted(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        SessionStore().create()
        return view(request, **kwargs)

    site.view("spoilers:note", counted)


@leak(
    "Cached fragment",
    "The card of a note is cached by its id, whoever reads it.",
    at="films:detail",
    of="second",
    readers=("all films", "stranger"),
    caught_by="canary",
)
def cached_fragment(site: Site) -> None:
    site.template(
        "films/detail.html",
        '{% include "spoilers/_note.html" %}',
        '{% load cache %}{% cache 300 note note.pk %}{% include "spoilers/_note.html" %}{% endcache %}',
    )


@leak(
    "Cached rows",
    "The opened notes of a film are kept in memory for the next reader.",
    at="films:detail",
    of="second",
    readers=("all films", "stranger"),
    caught_by="canary",
)
def cached_rows(site: Site) -> None:
    kept: dict[str, list[Note]] = {}

    def bent(for_page):
        def remembered(self: NoteQuerySet, reader):
            return kept.setdefault(str(self.query), for_page(self, reader))

        return remembered

    site.replace(NoteQuerySet, "for_page", bent)


@leak(
    "Public for all",
    "A reader's page may be kept by a shared cache.",
    caught_by=READERS_PAGE,
)
def public_for_all(site: Site) -> None:
    site.put(gate_middleware, "_is_for_strangers", lambda request, response: True)


@leak(
    "Vary",
    "A page no longer says that it depends on the cookie.",
    caught_by=STRANGERS_PAGE,
)
def vary_dropped(site: Site) -> None:
    def bent(call):
        def without_vary(self, request: HttpRequest) -> HttpResponse:
            response = call(self, request)
            response["Vary"] = "Accept-Encoding"
            return response

        return without_vary

    site.replace(ReaderMiddleware, "__call__", bent)


@leak(
    "Origin",
    "Another site's form may reveal.",
    caught_by=OTHER_SITES,
)
def origin_unchecked(site: Site) -> None:
    site.put(origin, "_from_this_site", lambda request: True)
