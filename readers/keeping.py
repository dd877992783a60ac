"""Keeps what a reader has seen and revealed: in the account where there is one, else in cookies."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.http import HttpResponse

from films.models import Film
from gate.reader import Reader

from . import cookies
from .http import Request
from .models import Seen


def keep(request: Request, response: HttpResponse, before: Reader, after: Reader) -> None:
    """Make what changed from `before` to `after` part of what this visitor's next request finds.

    In an account just the films that changed are added or removed, a row each, so what another
    device marks meanwhile stays. A cookie is written as a whole; the browser sends its actions
    one after another (static/js/actions.js). Raises readers.cookies.TooMuch, with nothing
    changed, where a visitor without an account has seen more films than a cookie holds.
    """
    if after.seen != before.seen:
        if isinstance(request.user, User):
            add_to_account(request.user, after.seen - before.seen)
            request.user.seen_films.filter(film__in=before.seen - after.seen).delete()
            # The browser must notice as well, or Back brings a page from before.
            cookies.empty(response, cookies.SEEN)
        else:
            cookies.write_seen(response, after.seen)
    if after.reveals != before.reveals:
        cookies.write_revealed(response, after.reveals)


def add_to_account(user: User, film_ids: Collection[int]) -> None:
    """Marks films as seen, leaving those that are marked already as they are."""
    known = Film.objects.filter(pk__in=film_ids)
    Seen.objects.bulk_create([Seen(user=user, film=film) for film in known], ignore_conflicts=True)
