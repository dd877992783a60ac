"""Protection of the reader's own actions: no other site may open a spoiler for you.

A stranger's page must be the same for everybody, so it cannot carry a CSRF token. The browser
tells instead where a request comes from (Fetch Metadata, W3C; MDN "Sec-Fetch-Site").
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.defaults import permission_denied

from .http import Request


def reader_action[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """A POST by this site's own pages; refused with 403 from anywhere else."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _from_this_site(request):
            # Not raised: Django would log a traceback for what is a matter of course.
            return permission_denied(request, PermissionDenied())
        return view(request, *args, **kwargs)

    return guarded


def way_back(request: HttpRequest, fallback: str) -> str:
    """The path of our page from which the request came, as its Referer says; else `fallback`."""
    page = _split(request.headers.get("Referer", ""))
    if page is None or not _is_ours(request, page):
        return fallback
    # Not “//elsewhere.example/”, which a browser takes for another site's address.
    return page.path if url_has_allowed_host_and_scheme(page.path, allowed_hosts=None) else fallback


def _from_this_site(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    if site not in ("", "none"):
        return site == "same-origin"
    # Browsers send no Fetch Metadata over plain HTTP, and old ones never. "none" tells of no
    # page, so a page that is named all the same must be ours.
    claimed = request.headers.get("Origin") or request.headers.get("Referer", "")
    if not claimed:
        return site == "none"
    page = _split(claimed)
    return page is not None and _is_ours(request, page)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _is_ours(request: HttpRequest, page: SplitResult) -> bool:
    return (page.scheme, page.netloc) == (request.scheme, request.get_host())
