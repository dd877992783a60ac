"""Keeps what a reader has seen and peeked: in the account where there is one, else in cookies."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gate import cookies
from gate.reader import Reader

from .models import Seen


def keep(request: HttpRequest, response: HttpResponse, reader: Reader) -> None:
    """Make `reader` what this visitor's next request finds.

    Sets the whole state, so doing it twice changes nothing. Raises gate.cookies.TooMuch where
    a visitor without an account has seen more films than a cookie holds.
    """
    if request.user.is_authenticated:
        _keep_in_account(request.user, reader.seen)
    elif reader.seen != request.reader.seen:
        cookies.write_seen(response, reader.seen)
    if reader.peeks != request.reader.peeks:
        cookies.write_peeks(response, reader.peeks)


def add_to_account(user: AbstractBaseUser, film_ids: Collection[int]) -> None:
    """Marks films as seen, leaving those that are marked already as they are."""
    known = Seen.film.field.related_model.objects.filter(pk__in=film_ids)
    Seen.objects.bulk_create([Seen(user=user, film=film) for film in known], ignore_conflicts=True)


@transaction.atomic
def _keep_in_account(user: AbstractBaseUser, film_ids: Collection[int]) -> None:
    user.seen_films.exclude(film__in=film_ids).delete()
    add_to_account(user, film_ids)
