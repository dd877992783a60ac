"""`serve` with leaks planted, each in a header of the home page.

    python -m tests.promise.cold.leaks QUESTIONS VISITOR …

The battery sees none of them: both its twins share one process, its settings and its database.
"""

import sys
from functools import cache
from os import stat_result
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.http import http_date

import config.wsgi  # noqa: F401 - starts the site, which what follows needs
from spoilers.models import Note
from tests.promise.leaks.plants import sends
from tests.promise.leaks.site import Site

from .serve import main

#: They stand on the front page. That no other shows one is asked of some.
EVERY = 10


@cache
def at_first_use() -> int:
    return Note.objects.count()


def in_production() -> int | None:
    return Note.objects.count() if settings.PRODUCTION else None


def date_of_the_file() -> str:
    return http_date(_file().st_mtime)


def size_of_the_file() -> int:
    return _file().st_size


def _file() -> stat_result:
    return Path(settings.DATABASES["default"]["NAME"]).stat()


def plant(site: Site) -> None:
    counted = Note.objects.count()
    leaks = {
        "X-At-Start": lambda: counted,
        "X-At-First-Use": at_first_use,
        "X-In-Production": in_production,
        "Last-Modified": date_of_the_file,
        "X-Size": size_of_the_file,
    }
    for name, leak in leaks.items():
        sends("home", name, lambda request, leak=leak: leak())(site)


if __name__ == "__main__":
    plant(Site(pytest.MonkeyPatch()))
    main(Path(sys.argv[1]), sys.argv[2:], every=EVERY)
