"""Keeps what a reader has seen and revealed: in the account where there is one, else in cookies."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse

from films.models import Film
from gate.reader import Reader

from . import cookies
from .http import Request
from .models import Seen


def keep(request: Request, response: HttpResponse, before: Reader, after: Reader) -> None:
    """Make `after` what this visitor's next request finds.

    Sets the whole state, so doing it twice changes nothing. Raises readers.cookies.TooMuch where
    a visitor without an account has seen more films than a cookie holds.
    """
    if after.seen != before.seen:
        if isinstance(request.user, User):
            _keep_in_account(request.user, after.seen)
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


@transaction.atomic
def _keep_in_account(user: User, film_ids: Collection[int]) -> None:
    user.seen_films.exclude(film__in=film_ids).delete()
    add_to_account(user, film_ids)
