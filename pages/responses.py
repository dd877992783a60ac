"""How an action of a reader answers: a fragment to htmx, a redirect to everybody else."""

from copy import copy
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers

from gate.reader import Reader
from readers.http import Request
from readers.keeping import keep

from .context import reader_bar
from .notices import Notice


class SeeOther(HttpResponseRedirect):
    """303: the browser follows with a GET, and a reload repeats nothing."""

    status_code = 303


def redirect(request: Request, reader: Reader, page: str) -> HttpResponse:
    """Make `reader` this visitor's state, and go to `page`.

    Raises readers.cookies.TooMuch, with nothing changed, where no cookie can hold the state.
    """
    response: HttpResponse = SeeOther(page)
    if request.htmx:
        response = HttpResponse(headers={"HX-Redirect": page})
    return _keeping(request, reader, response)


def fragment(
    request: Request,
    reader: Reader,
    template: str,
    facts: dict[str, Any],
    notice: Notice | None,
    page: str,
) -> HttpResponse:
    """Make `reader` this visitor's state, and answer with what changes on `page`.

    `template` shows the item from `facts`; empty where the item is not there any more.
    """
    around = {"notice": notice, "here": page, "bar": reader_bar(request, reader, page)}
    response = render(request, "parts/answer.html", facts | around | {"template": template})
    return _keeping(request, reader, response)


def saying(page: str, done: str = "", anchor: str = "") -> str:
    """`page`, telling the notice there what has just happened (pages/notices.py)."""
    path = urlsplit(page).path
    query = f"?{urlencode({'done': done})}" if done else ""
    return f"{path}{query}{'#' if anchor else ''}{anchor}"


def nearest(request: Request, reader: Reader, page: str) -> str:
    """`page` if `reader` may know of it, else the page above it, else the front page."""
    above = "/".join(urlsplit(page).path.split("/")[:-2]) + "/"
    for candidate in (page, above):
        if _exists(request, reader, candidate):
            return candidate
    return reverse("home")


def _exists(request: Request, reader: Reader, page: str) -> bool:
    """Whether the page answers this reader, as the page itself says."""
    try:
        view, args, kwargs = resolve(urlsplit(page).path)
    except Resolver404:
        return False
    if not view.__module__.startswith("pages."):
        return True  # accounts and the like know no readers
    asked = copy(request)
    asked.method, asked.reader = "GET", reader
    try:
        view(asked, *args, **kwargs)
    except Http404:
        return False
    return True


def _keeping(request: Request, reader: Reader, response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    keep(request, response, request.reader, reader)
    return response
