"""How an action of a reader answers: a fragment to htmx, a redirect to everybody else."""

import re
from copy import copy
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers

from gate.models import ALPHABET, PUBLIC_ID_LENGTH
from gate.reader import Reader
from readers.http import Request
from readers.keeping import keep
from readers.origin import in_place

from .context import reader_bar
from .notices import Notice

_ANCHOR = re.compile(rf"(note|quote)-[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}", re.ASCII)


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


def ask(request: Request, address: str, page: str) -> HttpResponse:
    """Go to the question at `address` first, which leads back to `page`; nothing is changed."""
    return redirect(request, request.reader, f"{address}?{urlencode({'back': page}, safe='/')}")


def leave(page: str, anchor: str = "") -> HttpResponse:
    """Where a question is settled already: go where its answer would lead."""
    return SeeOther(saying(page, anchor=anchor))


def anchor_of(request: Request) -> str:
    """The item from which an action was sent (`at`): so that the reader comes back to it."""
    anchor = request.POST.get("at", "")
    return anchor if _ANCHOR.fullmatch(anchor) else ""


def saying(page: str, done: str = "", anchor: str = "", undo: str = "") -> str:
    """`page`, telling the notice there what has just happened (pages/notices.py)."""
    told = {name: value for name, value in (("done", done), ("undo", undo)) if value}
    place = in_place(page)
    query = f"{'&' if '?' in place else '?'}{urlencode(told)}" if told else ""
    return f"{place}{query}{'#' if anchor else ''}{anchor}"


def nearest(request: Request, reader: Reader, page: str) -> str:
    """`page` if `reader` may know of it, else the page above it, else the front page."""
    above = "/".join(urlsplit(page).path.split("/")[:-2]) + "/"
    for candidate in (page, above):
        if there := _found(request, reader, candidate):
            return there
    return reverse("home")


def _found(request: Request, reader: Reader, page: str) -> str | None:
    """Where the page answers this reader, as the page itself says; None where it does not."""
    path, _, where = in_place(page).partition("?")
    try:
        view, args, kwargs = resolve(path)
    except Resolver404:
        return None
    if not view.__module__.startswith("pages."):
        return page  # accounts and the like know no readers
    asked = copy(request)
    asked.method, asked.reader, asked.GET = "GET", reader, QueryDict(where)
    try:
        answer = view(asked, *args, **kwargs)
    except Http404:
        return None
    if isinstance(answer, HttpResponsePermanentRedirect):
        return answer.url  # its address has changed
    return page if answer.status_code == 200 else None


def _keeping(request: Request, reader: Reader, response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    keep(request, response, request.reader, reader)
    return response
