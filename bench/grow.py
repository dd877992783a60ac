"""Fills the empty database of DATABASE_URL with an invented site of a given size.

    python -m bench.grow NOTES

What grows is how much there is, and not how it hangs together: a universe has 8 films; a film has 10
notes, 8 credits, an interview with 3 quotes, and an echo of the film before it; a person works on
four films. So a thousand notes fill the first page of each list, and a million fill no page more.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.apps import apps  # noqa: E402 - models need the set-up above
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402

from films.models import Film, Universe  # noqa: E402
from gate.models import RequiredFilm, Requirement, Stamp, requirement_key  # noqa: E402
from gate.publishing import ALWAYS, State  # noqa: E402
from interviews.models import Citation, Interview, InterviewFilm, Quote, Source  # noqa: E402
from people.models import Character, Credit, Person  # noqa: E402
from spoilers.models import Beat, Echo, Evidence, Note, Placement  # noqa: E402

IN_UNIVERSE = 8
IN_FILM = 10
CREDITS = 8
QUOTES = 3
AT_ONCE = 2_000
FIRST_DAY = date(1930, 1, 1)
PUBLISHED = {"state": State.PUBLISHED, "live_from": ALWAYS}
TEXT = "They meet once more where it began, and this time somebody else goes home. " * 4


def grow(notes: int) -> None:
    """`notes` is rounded down to whole universes, but one at least."""
    universes = max(1, notes // (IN_FILM * IN_UNIVERSE))
    films = universes * IN_UNIVERSE
    people = films * 2
    with transaction.atomic():
        for rows in (
            (
                Universe(
                    pk=n,
                    uid=f"u{n}",
                    slug=f"world-{n}",
                    name=f"World {n}",
                    position=n % 30_000,
                    blurb="A place like others.",
                )
                for n in range(1, universes + 1)
            ),
            map(_film, range(1, films + 1)),
            (
                Person(pk=n, uid=f"p{n}", slug=f"person-{n}", name=_name(n), sort_name=_name(n))
                for n in range(1, people + 1)
            ),
            (
                Character(pk=n, uid=f"c{n}", slug=f"character-{n}", name=f"Part {_name(n)}")
                for n in range(1, people + 1)
            ),
            _requirements(films),
            _required(films),
            _notes(films),
            _credits(films, people),
            (
                Source(
                    pk=n,
                    uid=f"s{n}",
                    key=f"source-{n}",
                    outlet="The Paper",
                    stamp=Stamp.NOTHING,
                    sealed_title=f"A talk, number {n}",
                    sealed_url=f"https://example.org/{n}",
                )
                for n in range(1, films + 1)
            ),
            (
                Interview(
                    pk=n,
                    uid=f"i{n}",
                    slug=f"interview-{n}",
                    label=f"{_name(n)} talks, {n}",
                    outlet="The Paper",
                    date=FIRST_DAY + timedelta(days=n % 35_000),
                    **PUBLISHED,
                )
                for n in range(1, films + 1)
            ),
            (InterviewFilm(interview_id=n, film_id=n) for n in range(1, films + 1)),
            _quotes(films, people),
            (
                Citation(uid=f"z{n}", quote_id=n, source_id=1 + (n - 1) // QUOTES)
                for n in range(1, films * QUOTES + 1)
            ),
            _echoes(films),
            (
                Beat(
                    uid=f"b{n}",
                    echo_id=n,
                    position=1,
                    sealed_theme="The door",
                    sealed_later=TEXT,
                    sealed_earlier=TEXT,
                )
                for n in _later(films)
            ),
            (
                Evidence(
                    uid=f"v{n}", echo_id=n, quote_id=n * QUOTES, hand="first", sealed_point=TEXT
                )
                for n in _later(films)
            ),
            (
                Placement(
                    uid=f"l{n}",
                    placed_id=n,
                    anchor_id=n - 1,
                    source_id=n,
                    relation=Placement.Relation.AFTER,
                    sealed_claim=TEXT,
                    stamp=Stamp.NOTHING,
                    **PUBLISHED,
                )
                for n in _later(films)
            ),
        ):
            insert(rows)


def settle() -> None:
    """What PostgreSQL does by itself a while after so many rows, in the middle of a measurement.

    And that it gives keys which are free, where these were given.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(sql)
            cursor.execute("VACUUM ANALYZE")


def _film(n: int) -> Film:
    return Film(
        pk=n, uid=f"f{n}", key=film_key(n), slug=f"film-{n}", title=f"Film number {n}",
        universe_id=1 + (n - 1) // IN_UNIVERSE, minutes=100, logline="Somebody comes home late.",
        released=FIRST_DAY + timedelta(days=1700 * ((n - 1) % IN_UNIVERSE) + n % 1700),
    )  # fmt: skip


def film_key(n: int) -> str:
    letters = "bcdfghjkmn"
    return "".join(letters[int(digit)] for digit in f"{n:06}")


def _name(n: int) -> str:
    """Spread over the alphabet."""
    return f"{chr(65 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676 % 26)}er {n}"


def _is_later(n: int) -> bool:
    return n % IN_UNIVERSE != 1


def _later(films: int) -> Iterator[int]:
    """All but the first film of each universe: their echoes and placements have their numbers."""
    return filter(_is_later, range(1, films + 1))


def _needed(films: int) -> Iterator[list[int]]:
    for n in range(1, films + 1):
        yield [n]
        if _is_later(n):
            yield [n - 1, n]


def _requirements(films: int) -> Iterator[Requirement]:
    return (Requirement(key=requirement_key(needed)) for needed in _needed(films))


def _required(films: int) -> Iterator[RequiredFilm]:
    return (
        RequiredFilm(requirement_id=requirement_key(needed), film_id=film, size=len(needed))
        for needed in _needed(films)
        for film in needed
    )


def _notes(films: int) -> Iterator[Note]:
    for film in range(1, films + 1):
        for position in range(1, IN_FILM + 1):
            n = (film - 1) * IN_FILM + position
            both = position == IN_FILM and _is_later(film)
            yield Note(
                pk=n, uid=f"n{n}", film_id=film, label=f"Moment {position}", position=position,
                kind=Note.Kind.SCENE, sealed_text=TEXT,
                stamp=Stamp.EXISTENCE if position % 5 == 0 else Stamp.TEXT,
                requirement_id=requirement_key([film - 1, film] if both else [film]),
                **PUBLISHED,
            )  # fmt: skip


def _credits(films: int, people: int) -> Iterator[Credit]:
    for film in range(1, films + 1):
        for number in range(CREDITS):
            person = 1 + (film * 2 + number * 3) % people
            is_cast = number >= 2
            yield Credit(
                uid=f"k{film}-{number}", film_id=film, person_id=person, position=number,
                job=Credit.Job.ACTOR if is_cast else [Credit.Job.DIRECTOR, Credit.Job.WRITER][number],
                character_id=person if is_cast else None, stamp=Stamp.NOTHING,
            )  # fmt: skip


def _quotes(films: int, people: int) -> Iterator[Quote]:
    for n in range(1, films * QUOTES + 1):
        film = 1 + (n - 1) // QUOTES
        yield Quote(
            pk=n, uid=f"q{n}", interview_id=film, speaker_id=1 + film * 2 % people,
            position=1 + (n - 1) % QUOTES, fidelity=Quote.Fidelity.VERBATIM, sealed_text=TEXT,
            stamp=Stamp.TEXT, requirement_id=requirement_key([film]), **PUBLISHED,
        )  # fmt: skip


def _echoes(films: int) -> Iterator[Echo]:
    for film in _later(films):
        yield Echo(
            pk=film, uid=f"e{film}", later_id=(film - 1) * IN_FILM + 1,
            earlier_id=(film - 2) * IN_FILM + 2, sealed_kind="mirrors", sealed_claim="noticed",
            sealed_text=TEXT, **PUBLISHED,
        )  # fmt: skip


def insert(rows: Iterable[Model]) -> None:
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        type(some[0])._base_manager.bulk_create(some)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    grow(int(sys.argv[1]))
    settle()
