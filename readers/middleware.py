"""Gives every request its reader, and every answer the caching that follows from it."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from gate.prepared import prepared
from gate.reader import NOBODY, Reader

from . import cookies
from .http import Request
from .models import Seen

PRIVATE = "private, no-store"
# A browser asks every time, for its own cache does not notice that a cookie changed; a shared
# cache may answer strangers for a minute.
PUBLIC = "public, max-age=0, s-maxage=60"


def reader_of(request: Request) -> Reader:
    """Films seen from the account, or else from the cookie; what was revealed from the cookie."""
    if not cookies.carries_state(request):
        return NOBODY
    if isinstance(request.user, User):
        seen = frozenset(_seen_by(request.user.pk))
        return Reader(seen=seen, reveals=cookies.read_revealed(request))
    return cookies.reader_from_cookies(request)


@prepared
def _seen_by(user: int) -> QuerySet[Seen, int]:
    return Seen.objects.filter(user=user).order_by().values_list("film_id", flat=True)


class ReaderMiddleware:
    """Adds `request.reader`, worked out when it is first asked for; for a view that is kept before
    it is called (memory/keeping.py): such a view always asks, and often.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def process_view(self, request: Request, view: Callable, args: tuple, kwargs: dict) -> None:
        if getattr(view, "is_kept", False):
            request.reader = reader_of(request)

    def __call__(self, request: Request) -> HttpResponse:
        request.reader = cast(Reader, SimpleLazyObject(lambda: reader_of(request)))
        response = self.get_response(request)
        cookies.delete_forgotten(request, response)
        cookies.renew(request, response)
        if not _is_for_strangers(request, response):
            response["Cache-Control"] = PRIVATE
        elif "Cache-Control" not in response:
            response["Cache-Control"] = PUBLIC
        patch_vary_headers(response, ["Cookie"])
        return response


def _is_for_strangers(request: HttpRequest, response: HttpResponse) -> bool:
    """Decided by what came in and goes out, not by what the view happened to look at."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in (200, 404)
        # What a page says after an action is said once, to the one who acted.
        and "done" not in request.GET
        and not cookies.carries_state(request)
        and not response.cookies
    )
