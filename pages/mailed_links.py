"""Links from mails that do not serve: cut on their way, used before, too old, or never sent.

All are answered alike, byte for byte: what stands in a link tells nobody whether there is an
account.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path


def does_not_serve(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Says so, and how to get a new one."""
    return render(request, "pages/mailed_link.html", status=404)


def _mailed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of allauth's to which a mail leads; where it finds nothing, ours."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            page = view(request, **arguments)
        except Http404:
            return does_not_serve(request)
        facts = getattr(page, "context_data", None) or {}
        fails = "token_fail" in facts or facts.get("confirmation", page) is None
        return does_not_serve(request) if fails else page

    return answer


#: Before allauth's own, which are for addresses that are whole.
urlpatterns = [
    path("confirm-email/", does_not_serve),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", _mailed(views.confirm_email)),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _mailed(views.password_reset_from_key),
    ),
]

#: After them all. With its last “/”, so that an address without it is still led on to its page.
cut_off = [re_path(r"^(?P<rest>[\s\S]*)/\Z", does_not_serve)]
