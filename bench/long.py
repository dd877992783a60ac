"""Beside a grown site, what is long in itself: a universe, and the pages of all kinds of items.

They stand last in every list, so that the first pages of lists stay what they are. Fans have seen
the two films of which everything is (`seen_films`), so that their pages are open.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db import transaction

from films.models import Film, Universe
from gate.models import RequiredFilm, Requirement, Stamp, requirement_key
from interviews.models import Interview, InterviewFilm, Quote
from people.models import Character, CharacterFact, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Note, Placement

from .grow import FIRST_DAY, PUBLISHED, TEXT, film_key, insert

FILMS = 2_000
NOTES = 500
QUOTES = 500
#: Of each of these, of one film, one note, one echo and one part.
MANY = 100
#: Before all others.
MADE = datetime(2001, 1, 1, tzinfo=UTC)
#: How each is found again, before and after.
UNIVERSE, PERSON, CHARACTER, INTERVIEW, FILM = "long", "long", "long", "long", "long-1000"
OTHER_FILM = "long-1001"
#: The note with many echoes, and the first of these.
NOTE, ECHO = "long-note-1", "long-echo-0"


def lengthen() -> None:
    """A universe of 2,000 films, all by one person in one part; one film has 500 notes and quotes.

    One note has 100 echoes, one echo 100 beats and as much evidence, one film 100 more credits and
    100 claims on its place, one part 100 facts, and that interview is about as many films more.
    """
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
        film, other = (Film.objects.get(slug=slug) for slug in (FILM, OTHER_FILM))
        insert(_notes(film, _seen(film)))
        insert(_other_ends(other, _seen(other)))
        insert(_echoes())
        _fill_film(film, first, part)
        interview = Interview.objects.create(
            slug=INTERVIEW, label="A long talk", outlet="The Paper", date=FIRST_DAY, **PUBLISHED
        )
        about = [film.pk, *range(first, first + MANY)]
        insert(InterviewFilm(interview=interview, film_id=key) for key in about)
        insert(
            Quote(
                uid=f"long-quote-{n}", interview=interview, speaker=person, position=n,
                fidelity=Quote.Fidelity.VERBATIM, sealed_text=TEXT, stamp=Stamp.NOTHING,
                **PUBLISHED,
            )
            for n in range(QUOTES)
        )  # fmt: skip

        _fill_echo()


def _seen(film: Film) -> Requirement:
    requirement = Requirement.objects.create(key=requirement_key([film.pk]))
    RequiredFilm.objects.create(requirement=requirement, film=film, size=1)
    return requirement


def _other_ends(film: Film, requirement: Requirement) -> Iterator[Note]:
    for n in range(MANY):
        yield Note(
            uid=f"long-end-{n}", film=film, label=f"Moment {n}", position=n, kind=Note.Kind.SCENE,
            sealed_text=TEXT, stamp=Stamp.TEXT, requirement=requirement, **PUBLISHED,
        )  # fmt: skip


def _echoes() -> Iterator[Echo]:
    earlier = Note.objects.get(uid=NOTE)
    for n, later in enumerate(Note.objects.filter(uid__startswith="long-end-").order_by("pk")):
        yield Echo(
            uid=f"long-echo-{n}", later=later, earlier=earlier, made=MADE, sealed_text=TEXT,
            sealed_kind=Echo.Kind.MIRRORS, sealed_claim=Echo.Claim.LIKENESS, **PUBLISHED,
        )  # fmt: skip


def _fill_film(film: Film, first: int, part: Character) -> None:
    people = [
        Person(uid=f"long-person-{n}", slug=f"zz-{n}", name=f"Zz {n}", sort_name=f"Zzzz, {n:03}")
        for n in range(MANY)
    ]
    insert(people)
    hands = Person.objects.filter(uid__startswith="long-person-").order_by("pk")
    insert(
        Credit(
            uid=f"long-hand-{n}", film=film, person=person, job=Credit.Job.WRITER, position=n,
            stamp=Stamp.NOTHING,
        )
        for n, person in enumerate(hands)
    )  # fmt: skip
    insert(
        Placement(
            uid=f"long-claim-{n}", placed=film, relation=Placement.Relation.AFTER,
            anchor_id=first + n, sealed_claim=TEXT, stamp=Stamp.NOTHING, **PUBLISHED,
        )
        for n in range(MANY)
    )  # fmt: skip
    insert(
        CharacterFact(
            uid=f"long-fact-{n}", character=part, position=n, sealed_text=TEXT, stamp=Stamp.NOTHING
        )
        for n in range(MANY)
    )


def _fill_echo() -> None:
    echo = Echo.objects.get(uid=ECHO)
    insert(
        Beat(
            uid=f"long-beat-{n}", echo=echo, position=n, sealed_theme="The door",
            sealed_later="It is shut.", sealed_earlier="It is open.",
        )
        for n in range(MANY)
    )  # fmt: skip
    quotes = Quote.objects.filter(uid__startswith="long-quote-").order_by("pk")[:MANY]
    insert(
        Evidence(
            uid=f"long-proof-{n}", echo=echo, quote=quote, position=n, sealed_point=TEXT,
            hand=Evidence.Hand.FIRST,
        )
        for n, quote in enumerate(quotes)
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
        f"note, {MANY} echoes": Note.objects.get(uid=NOTE),
        f"long echo, {MANY} of all": Echo.objects.get(uid=ECHO),
    }
    return {item.get_absolute_url(): name for name, item in named.items()}


def seen_films() -> list[int]:
    """By their keys, the films that fans have seen of these."""
    return list(Film.objects.filter(slug__in=(FILM, OTHER_FILM)).values_list("pk", flat=True))
