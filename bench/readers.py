"""Readers in the database of a measurement: their cookies, and an account."""

from collections.abc import Iterable
from itertools import count

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.http import HttpResponse  # noqa: E402

from films.models import Film, Universe  # noqa: E402
from gate.models import Stamp  # noqa: E402
from interviews.models import Interview  # noqa: E402
from people.models import Person  # noqa: E402
from readers import cookies  # noqa: E402
from readers.models import Seen  # noqa: E402
from spoilers.models import Echo, Note  # noqa: E402

FILMS = 40


class Readers:
    """`seen` is the cookie of a reader with forty films, `session` that of one with an account."""

    def __init__(self, also: Iterable[int] = ()) -> None:
        """`also`: keys of films that all readers whom nobody has met have seen besides."""
        self.also = list(also)
        self.starter = _first_films()
        if len(self.starter) < FILMS:
            universe = Universe.objects.create(slug="bench", name="Bench", sort_key="bench")
            for number in range(len(self.starter), FILMS):
                Film.objects.create(
                    universe=universe, slug=f"bench-{number}", title=f"Bench {number}"
                )
        self.films = _first_films()
        self.others = [film for film in self.films if film not in self.starter]
        self.seen = _cookie(self.films)
        #: The address of a note that nobody but these readers can read.
        self.locked = Note.objects.filter(stamp=Stamp.TEXT).earliest("pk").get_absolute_url()
        self._numbers = count(1)
        # A grown database may be measured again.
        user, _is_new = User.objects.get_or_create(username="bench")
        marks = [Seen(user=user, film_id=film) for film in self.films]
        Seen.objects.bulk_create(marks, ignore_conflicts=True)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self.session = session.session_key

    def another(self) -> str:
        """The cookie of a reader whom nobody has met yet: each has seen another choice of films."""
        number = next(self._numbers)
        chosen = [film for bit, film in enumerate(self.films[1:]) if number >> bit & 1]
        return _cookie([self.films[0], *chosen, *self.films[20:], *self.also])

    def another_fan(self) -> str:
        """The same of one who has seen every film on which something is written, and some more."""
        number = next(self._numbers)
        return _cookie(
            [*self.starter, *(film for bit, film in enumerate(self.others) if number >> bit & 1)]
        )


def starter_pages() -> dict[str, str]:
    """By what they are called, addresses of pages of the starter content."""
    echo = Echo.objects.get(later__film__slug="ballerina", earlier__label="The ending")
    interview = Interview.objects.get(slug="len-wiseman-techradar-2025-06")
    return {
        "film": Film.objects.get(slug="ballerina").get_absolute_url(),
        "note": echo.later.get_absolute_url(),
        "echo": echo.get_absolute_url(),
        "person": Person.objects.get(slug="keanu-reeves").get_absolute_url(),
        "interview": interview.get_absolute_url(),
        "home": "/",
    }


def _first_films() -> list[int]:
    return list(Film.objects.order_by("pk").values_list("pk", flat=True)[:FILMS])


def _cookie(films: list[int]) -> str:
    response = HttpResponse()
    cookies.write_seen(response, films)
    return response.cookies[cookies.SEEN].value
