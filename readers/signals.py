"""Signing in takes along what this browser has seen; signing out leaves nothing in it."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from . import cookies
from .http import Request
from .keeping import add_to_account


@receiver(user_logged_in)
def take_seen_films_along(request: Request, user: Any, **kwargs: Any) -> None:
    if film_ids := cookies.read_seen(request):
        add_to_account(user, film_ids)
    cookies.forget(request, cookies.SEEN)


@receiver(user_logged_out)
def lock_browser(request: Request, **kwargs: Any) -> None:
    cookies.forget(request, cookies.SEEN, cookies.REVEALED)
