"""Pages on the editors' site of packages that this one does not know: they add them, as it starts."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse


class FurtherPage(NamedTuple):
    """A page below the address of the site, which hands it itself as `site`."""

    route: str
    #: Of its address: “admin:” and this.
    name: str
    view: Callable[..., HttpResponseBase]
    #: Of the links to it, and whose accounts have these; none without words.
    words: str = ""
    is_for: Callable[[Any], bool] = lambda editor: False
    #: Where it makes several things at once: their kinds, beside whose lists it is offered; the one
    #: whose form it is; and from whose pages it begins, filled in (editing/about.py).
    makes: tuple[type[models.Model], ...] = ()
    form_of: type[models.Model] | None = None
    begins_at: tuple[type[models.Model], ...] = ()

    @property
    def address(self) -> str:
        return self.filled_in({})

    def filled_in(self, query: dict[str, str]) -> str:
        """The address, with what the query says in the form."""
        return reverse(f"admin:{self.name}", query=query)


further_pages: list[FurtherPage] = []


def linked(request: HttpRequest) -> list[FurtherPage]:
    """Those to which links lead from the top of every page, for this account."""
    return [page for page in _offered(request) if not page.makes]


def ways_in(request: HttpRequest, model: type[models.Model] | None = None) -> list[FurtherPage]:
    """Those that make several things at once, for this account; with `model`, rows of that, too."""
    pages = [page for page in _offered(request) if page.makes]
    return [page for page in pages if model is None or model in page.makes]


def _offered(request: HttpRequest) -> list[FurtherPage]:
    return [page for page in further_pages if page.words and page.is_for(request.user)]
