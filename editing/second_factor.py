"""Who may edit has given a second factor in this session: a password alone opens no editors' page.

What a second factor is, and how it is set up, is of the accounts (readers/second_factor.py).
"""

from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse


def set_up_at(user: User | AnonymousUser) -> datetime | None:
    """Since when the account has the second factor that it has; None where it has none."""
    factors = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP)
    return factors.values_list("created_at", flat=True).first()


def has_one(user: User) -> bool:
    return set_up_at(user) is not None


def given_at(request: HttpRequest, user: User | AnonymousUser) -> float | None:
    """When this session last gave the second factor that `user` has now, in seconds since the
    epoch; None where it has not.

    What was given before the present one was set up opens nothing: who takes a lost phone's place
    with another shuts out every session that the lost one had let in.
    """
    records = get_authentication_records(request, user)  # of this user alone
    given = max((one["at"] for one in records if one["method"] == "mfa"), default=0)
    since = set_up_at(user) if given else None
    return given if since is not None and given >= since.timestamp() else None


def was_given(request: HttpRequest, user: User | AnonymousUser) -> bool:
    return given_at(request, user) is not None


def ask(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks for it, or that sets it up; from there on to where `next` leads."""
    assert isinstance(request.user, User)
    page = reverse("mfa_reauthenticate" if has_one(request.user) else "mfa_activate_totp")
    return redirect_to_login(get_next_redirect_url(request) or reverse("admin:index"), page)
