"""How every action of a reader answers: a fragment to htmx, a redirect to everybody else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from gate.origin import next_page
from gate.reader import Reader

from .notices import Notice
from .reading import keep


class SeeOther(HttpResponseRedirect):
    """303: the browser follows with a GET, and a reload repeats nothing."""

    status_code = 303


def answer(
    request: HttpRequest,
    reader: Reader,
    template: str,
    context: Callable[[Reader], dict[str, Any]],
    *,
    page: str,
    anchor: str = "",
    done: str = "",
    notice: Notice | None = None,
) -> HttpResponse:
    """Make `reader` this visitor's state, and show the item as that reader finds it.

    `context` gives what `template` needs, with the item itself under "item" (none where its
    existence is locked again). `page` is where a browser without JavaScript goes when the form names no page; `done` and `anchor` tell
    that page what to say and where to scroll; `notice` says the same to htmx.
    """
    before, request.reader = request.reader, reader
    here = next_page(request, fallback=page)
    if request.htmx:
        facts = context(reader) | {"template": template, "notice": notice, "here": here}
        response = render(request, "spoilers/_answer.html", facts)
    else:
        response = SeeOther(with_done(here, done, anchor))
    patch_vary_headers(response, ["HX-Request"])
    keep(request, response, before, reader)
    return response


def leave(request: HttpRequest, reader: Reader, page: str) -> HttpResponse:
    """Make `reader` this visitor's state, and go to `page`: that of the item is gone."""
    before, request.reader = request.reader, reader
    response: HttpResponse = SeeOther(page)
    if request.htmx:
        response = HttpResponse(headers={"HX-Redirect": page})
    patch_vary_headers(response, ["HX-Request"])
    keep(request, response, before, reader)
    return response


def with_done(page: str, done: str = "", anchor: str = "") -> str:
    """`page`, telling the notice there what has just happened (spoilers/notices.py)."""
    path = urlsplit(page).path
    query = f"?{urlencode({'done': done})}" if done else ""
    return f"{path}{query}{'#' if anchor else ''}{anchor}"
