"""Makes sure that the database of DATABASE_URL is of a size, and says what to ask it for.

    python -m bench.grown NOTES

What is long in itself is made beside it (bench/long.py). A line for each page, with its name behind
it; and the cookies of readers whom nobody has met yet,
each of whom has seen another choice of films.
"""

import sys

from django.core.management import call_command

from .grow import grow, settle

call_command("migrate", verbosity=0)
call_command("createcachetable")

from films.models import Film  # noqa: E402 - Django is started by what is imported above
from interviews.models import Interview  # noqa: E402
from people.models import Character, Person  # noqa: E402
from spoilers.models import Echo  # noqa: E402

from .long import lengthen, long_pages, seen_films  # noqa: E402
from .readers import Readers  # noqa: E402

COOKIES = 1_000
#: Each is near the middle of what the readers have seen, whatever the size.
FILM = 21
LISTS = {
    "/": "home",
    "/films/": "films",
    "/people/": "people",
    "/interviews/": "interviews",
    "/echoes/": "echoes",
    "/timeline/": "timeline",
    "/seen/": "picker",
}


def main(notes: int) -> None:
    if not Film.objects.exists():
        grow(notes)
        settle()  # so that what follows gets keys that are free
        lengthen()
        settle()
    film = Film.objects.get(pk=FILM)
    pages = {
        film.get_absolute_url(): "film",
        film.universe.get_absolute_url(): "universe",
        Echo.objects.get(pk=FILM + 1).get_absolute_url(): "echo",
        Person.objects.get(pk=FILM).get_absolute_url(): "person",
        Character.objects.get(pk=FILM).get_absolute_url(): "character",
        Interview.objects.get(pk=FILM).get_absolute_url(): "interview",
    }
    lines = [f"{path}\t{name}" for path, name in (pages | long_pages() | LISTS).items()]
    readers = Readers(also=seen_films())
    lines += [f"seen={readers.another()}" for _ in range(COOKIES)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
