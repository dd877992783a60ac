"""Addresses that have changed."""

from typing import Protocol

from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect

from gate.slugs import formerly
from readers.http import Request


class Addressed(Protocol):
    def get_absolute_url(self) -> str: ...


def moved(request: Request, rows: QuerySet, slug: str) -> HttpResponsePermanentRedirect:
    """For a slug that nothing has: leads on to what had it before, as far as it is among `rows`.

    These are what this reader may know of, so that the old address of something hidden answers
    like one that never was. Raises Http404.
    """
    # No more than the address: who publishes something, and since when, is read by no page.
    found: Addressed | None = formerly(rows.only("slug", "former_slugs"), slug)
    if found is None:
        raise Http404
    # With what was asked: the notice of an action from a page that was open meanwhile.
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(found.get_absolute_url() + query)
