"""Beside a grown site, what is long in itself: a universe, and the pages of a film and of a person.

They stand last in every list, so that the first pages of lists stay what they are.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction

from films.models import Film, Universe
from gate.models import RequiredFilm, Requirement, Stamp, requirement_key
from interviews.models import Interview, InterviewFilm, Quote
from people.models import Character, Credit, Person
from spoilers.models import Note

from .grow import FIRST_DAY, PUBLISHED, TEXT, film_key, insert

FILMS = 2_000
NOTES = 500
QUOTES = 500
#: How each is found again, before and after.
UNIVERSE, PERSON, CHARACTER, INTERVIEW, FILM = "long", "long", "long", "long", "long-1000"


def lengthen() -> None:
    """A universe of 2,000 films, all by one person in one part; one film has 500 notes and quotes."""
    first = Film.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    with transaction.atomic():
        universe = Universe.objects.create(slug=UNIVERSE, name="The Long Story", position=32_000)
        person = Person.objects.create(slug=PERSON, name="Zoe Zzyx", sort_name="Zzyx, Zoe")
        part = Character.objects.create(slug=CHARACTER, name="Zzyx")
        insert(
            Film(
                pk=first + n, uid=f"long-film-{n}", key=film_key(first + n), slug=f"long-{n}",
                title=f"Long story {n}", universe=universe, minutes=100,
                logline="Somebody comes home late.", released=FIRST_DAY + timedelta(days=n),
            )
            for n in range(FILMS)
        )  # fmt: skip
        insert(
            Credit(
                uid=f"long-credit-{n}", film_id=first + n, person=person, character=part,
                job=Credit.Job.ACTOR, position=0, stamp=Stamp.NOTHING,
            )
            for n in range(FILMS)
        )  # fmt: skip
        film = Film.objects.get(slug=FILM)
        requirement = Requirement.objects.create(key=requirement_key([film.pk]))
        RequiredFilm.objects.create(requirement=requirement, film=film, size=1)
        insert(_notes(film, requirement))
        interview = Interview.objects.create(
            slug=INTERVIEW, label="A long talk", outlet="The Paper", date=FIRST_DAY, **PUBLISHED
        )
        InterviewFilm.objects.create(interview=interview, film=film)
        insert(
            Quote(
                uid=f"long-quote-{n}", interview=interview, speaker=person, position=n,
                fidelity=Quote.Fidelity.VERBATIM, sealed_text=TEXT, stamp=Stamp.NOTHING,
                **PUBLISHED,
            )
            for n in range(QUOTES)
        )  # fmt: skip


def _notes(film: Film, requirement: Requirement) -> Iterator[Note]:
    for n in range(NOTES):
        yield Note(
            uid=f"long-note-{n}", film=film, label=f"Moment {n}", position=n, kind=Note.Kind.SCENE,
            sealed_text=TEXT, stamp=Stamp.EXISTENCE if n % 5 == 0 else Stamp.TEXT,
            requirement=requirement, **PUBLISHED,
        )  # fmt: skip


def long_pages() -> dict[str, str]:
    """By their addresses, what they are called."""
    named = {
        f"film of {FILMS:,}, {NOTES} notes": Film.objects.get(slug=FILM),
        f"universe of {FILMS:,}": Universe.objects.get(slug=UNIVERSE),
        f"person, {FILMS:,} credits": Person.objects.get(slug=PERSON),
        f"character, {FILMS:,} credits": Character.objects.get(slug=CHARACTER),
        f"interview, {QUOTES} quotes": Interview.objects.get(slug=INTERVIEW),
    }
    return {item.get_absolute_url(): name for name, item in named.items()}
