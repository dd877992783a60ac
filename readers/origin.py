"""Protection of the reader's own actions: no other site may open a spoiler for you.

A stranger's page must be the same for everybody, so it cannot carry a CSRF token. The browser
tells instead where a request comes from (Fetch Metadata, W3C; MDN "Sec-Fetch-Site").
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.defaults import permission_denied

from .http import Request

#: Of a query: which page of a list it is, and where the list itself leads back to.
PLACE = ("after", "back")


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
    """Our page from which the reader came, and the place in its list; else `fallback`.

    As the request says itself (`back`, which a page between the two hands on), or an action's
    Referer. A page may not ask that: a cache that strangers share goes by the address alone.
    """
    acts = request.method == "POST"
    if back := our_path((request.POST if acts else request.GET).get("back", ""), ""):
        return in_place(back)
    page = _split(request.headers.get("Referer", "")) if acts else None
    if page is None or not _is_ours(request, page):
        return fallback
    return in_place(our_path(page._replace(scheme="", netloc="").geturl(), fallback))


def in_place(page: str) -> str:
    """A page of this site, with what of its query says where in a list one is, and no more."""
    whole = urlsplit(page)
    where = [(name, value) for name, value in parse_qsl(whole.query) if name in PLACE]
    return whole._replace(query=urlencode(where), fragment="").geturl()


def our_path(path: str, fallback: str) -> str:
    """`path` if it is one of this site; else `fallback`."""
    # Not “//elsewhere.example/”, which a browser takes for another site's address; and nothing
    # that no header takes.
    safe = path.startswith("/") and path.isprintable()
    return path if safe and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else fallback


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
