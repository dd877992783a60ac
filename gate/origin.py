"""Protection of the reader's own actions: no other site may open a spoiler for you.

A stranger's page must be the same for everybody, so it cannot carry a CSRF token. The browser
tells instead where a request comes from (Fetch Metadata, W3C; MDN "Sec-Fetch-Site").
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.defaults import permission_denied


def reader_action(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A POST by this site's own pages; refused with 403 from anywhere else."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _from_this_site(request):
            # Not raised: Django would log a traceback for what is a matter of course.
            return permission_denied(request, PermissionDenied())
        return view(request, *args, **kwargs)

    return guarded


def next_page(request: HttpRequest, fallback: str) -> str:
    """The page to go back to: the form's `next` if it lies on this site, else `fallback`."""
    page = request.POST.get("next", "")
    safe = page.startswith("/") and url_has_allowed_host_and_scheme(
        page, allowed_hosts=None, require_https=request.is_secure()
    )
    return page if safe else fallback


def _from_this_site(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    if site not in ("", "none"):
        return site == "same-origin"
    # Browsers send no Fetch Metadata over plain HTTP, and old ones never. "none" tells of no
    # page, so a page that is named all the same must be ours.
    claimed = request.headers.get("Origin") or request.headers.get("Referer", "")
    if not claimed:
        return site == "none"
    try:
        parts = urlsplit(claimed)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
