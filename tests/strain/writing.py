"""Fans with accounts who mark films without a pause, and remember what the site has confirmed."""

import http.client
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from threading import Event

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User

from films.models import Film
from tests.factories import UserFactory


@dataclass
class Writer:
    """One fan, and by film whether it is marked: only what was confirmed, and not since in doubt."""

    user: User
    address: str
    films: list[Film]
    confirmed: dict[int, bool] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(self.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.user.get_session_auth_hash()
        session.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def write_until(self, end: Event) -> None:
        while not end.is_set():
            film, seen = random.choice(self.films), random.random() < 0.5
            self.confirmed.pop(film.pk, None)
            if self.status(f"/films/{film.slug}/{'seen' if seen else 'unseen'}/") == 303:
                self.confirmed[film.pk] = seen
                self.count += 1

    def status(self, path: str) -> int:
        """Of the answer to a form of this fan's; 0 where none came."""
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Host": "localhost"}
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            connection.request("POST", path, headers=headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


def writers(address: str, many: int) -> list[Writer]:
    films = [film for film in Film.objects.all() if film.is_released]
    return [Writer(UserFactory(), address, films) for _ in range(many)]


def lost(writing: list[Writer], kept: set[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """What was confirmed and is not so, among the pairs of user and film in the database."""
    return [
        (writer.user.pk, film, seen)
        for writer in writing
        for film, seen in writer.confirmed.items()
        if ((writer.user.pk, film) in kept) != seen
    ]


class Writing:
    """A block in which all of them write."""

    def __init__(self, writing: list[Writer]) -> None:
        self.writing = writing
        self.end = Event()
        self.threads = ThreadPoolExecutor(len(writing))

    def __enter__(self) -> None:
        self.ended = [self.threads.submit(writer.write_until, self.end) for writer in self.writing]

    def __exit__(self, *exception: object) -> None:
        self.end.set()
        self.threads.shutdown()
        for ended in self.ended:
            ended.result()
