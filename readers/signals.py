"""Signing in takes along what this browser has seen; signing out leaves nothing in it.

An address that is removed from its account is told so.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from . import cookies
from .http import Request
from .keeping import add_to_account
from .mails import owners_addresses


@receiver(user_logged_in)
def take_seen_films_along(request: Request, user: Any, **kwargs: Any) -> None:
    if film_ids := cookies.read_seen(request):
        add_to_account(user, film_ids)
    request.taken_along = len(film_ids)
    cookies.forget(request, cookies.SEEN)


@receiver(user_logged_out)
def lock_browser(request: Request, **kwargs: Any) -> None:
    cookies.forget(request, cookies.SEEN, cookies.REVEALED)


@receiver(email_removed)
def tell_of_removal(user: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    if email_address.verified:
        facts = {"removed_email": email_address.email}
        addresses = owners_addresses(user) | {email_address.email}
        get_adapter().tell(user, addresses, "account/email/email_removed", facts)
