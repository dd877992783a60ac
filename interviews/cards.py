"""Interviews and quotes as pages show them, each with what this reader may read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from urllib.parse import urlsplit

from django.db.models import F, QuerySet

from films.cards import (
    LINK_COLUMNS,
    FilmLink,
    Films,
    Spoiled,
    dated,
    film_links,
    spoiled,
)
from films.models import NO_DATE
from gate.among import Among
from gate.places import first_of_each
from gate.prepared import prepared
from gate.reader import Reader
from gate.texts import listing
from people.cards import PersonCard, person_card

from .models import (
    Interview,
    InterviewFilm,
    InterviewFilmQuerySet,
    Quote,
    QuoteQuerySet,
)
from .source_cards import NO_SOURCES, SourceCard, sources_of

#: On the card of an interview, so many at once; its page has all.
FILMS = 12
#: The order of release (films/models.py), by way of a film.
RELEASED = (F("film__released").asc(nulls_last=True), "film__sort_key", "film__slug")


@dataclass(frozen=True, slots=True)
class InterviewCard:
    slug: str
    url: str
    label: str
    outlet: str
    date: date
    precision: str
    #: The first of them, in release order.
    films: tuple[FilmLink, ...]
    #: After which film, by its slug, the rest begins; empty where these are all.
    rest: str

    @property
    def day(self) -> str:
        """The date as exactly as it is known."""
        return dated(self.date, self.precision)

    @property
    def short(self) -> str:
        """“Gazette, 8 June 2025”."""
        return f"{self.outlet}, {self.day}"

    @property
    def about(self) -> str:
        """“About John Wick and Ballerina”, “About John Wick, Ballerina and others”."""
        named = [film.name for film in self.films] + (["others"] if self.rest else [])
        return f"About {listing(named)}" if named else ""


@dataclass(frozen=True, slots=True)
class QuoteCard:
    public_id: str
    url: str
    speaker: PersonCard
    interview_url: str
    interview_label: str
    outlet: str
    fidelity: str
    spoils: Spoiled
    is_open: bool
    is_revealed: bool
    text: str | None
    #: The first of them.
    sources: tuple[SourceCard, ...]
    #: The place of the last of these, where there are more.
    rest: str

    @property
    def anchor(self) -> str:
        return f"quote-{self.public_id}"

    def place_on(self, page: str) -> str:
        """What this page, with its query, has said already: “speaker”, “interview”, or nothing."""
        said = {self.speaker.url: "speaker", self.interview_url: "interview"}
        return said.get(urlsplit(page).path, "")

    @property
    def what(self) -> str:
        """For a button that says what it opens."""
        return f"what {self.speaker.name} said to {self.outlet}"

    @property
    def is_paraphrase(self) -> bool:
        return self.fidelity == Quote.Fidelity.PARAPHRASE

    @property
    def fidelity_in_words(self) -> str:
        """“Verbatim: word for word, as printed.”"""
        return f"{Quote.Fidelity(self.fidelity).label}: {FIDELITY[Quote.Fidelity(self.fidelity)]}"


FIDELITY = {
    Quote.Fidelity.VERBATIM: "word for word, as printed.",
    Quote.Fidelity.TRANSLATED: "put into English from another language.",
    Quote.Fidelity.BRACKETED: ("word for word; what stands in [brackets] was put in by an editor."),
    Quote.Fidelity.PARAPHRASE: "what was said, in our words.",
}


def interview_cards(interviews: Iterable[Interview]) -> list[InterviewCard]:
    """From rows of `for_cards()`; with the first films that each is about, in release order."""
    rows = list(interviews)
    films: dict[int, list[FilmLink]] = defaultdict(list)
    about = list(_talked_about([row.pk for row in rows], FILMS + 1))
    for one, film in zip(about, film_links(one.film for one in about), strict=True):
        films[one.interview_id].append(film)
    return [
        InterviewCard(
            slug=row.slug,
            url=row.get_absolute_url(),
            label=row.label,
            outlet=row.outlet,
            date=row.date,
            precision=row.precision,
            films=tuple(about[:FILMS]),
            rest=about[FILMS - 1].slug if len(about) > FILMS else "",
        )
        for row in rows
        for about in [sorted(films[row.pk], key=attrgetter("release_key"))]
    ]


def films_after(interview: int, film: str, most: int) -> list[FilmLink] | None:
    """What an interview (its key) is about, after the film with this slug; None where it is not."""
    for row in _film_at(interview, film):
        place = row.film.released or NO_DATE, row.film.sort_key, row.film.slug
        return film_links(one.film for one in _films_after(interview, *place)[:most])
    return None


@prepared
def _film_at(interview: int, film: str) -> InterviewFilmQuerySet:
    found = InterviewFilm.objects.filter(interview=interview, film__slug=film).order_by()
    return found.select_related("film").only("film__released", "film__sort_key", "film__slug")


@prepared
def _films_after(interview: int, day: date, key: str, slug: str) -> InterviewFilmQuerySet:
    coverage = InterviewFilm.objects.filter(interview=interview).after(day, key, slug)
    columns = [f"film__{name}" for name in LINK_COLUMNS]
    return coverage.select_related("film__universe").only("interview", *columns)


@prepared
def _talked_about(interviews: Collection[int], of_each: int) -> QuerySet[InterviewFilm]:
    coverage = InterviewFilm.objects.filter(Among("interview", interviews))
    columns = [f"film__{name}" for name in LINK_COLUMNS]
    coverage = coverage.select_related("film__universe").only("interview", *columns)
    return first_of_each(coverage, "interview_id", of_each, *RELEASED)


def quote_cards(
    quotes: QuoteQuerySet, reader: Reader, films: Films | None = None, most: int | None = None
) -> list[QuoteCard]:
    """The first `most` quotes that this reader may know of; sources beside those that are open."""
    films = films or Films()
    rows = list(_rows(quotes, reader)[:most])
    films.look_up_required(rows)
    own = _own_films(rows, films)
    sources = sources_of([row.pk for row in rows if row.is_open], reader)
    return [
        QuoteCard(
            public_id=row.public_id,
            url=row.get_absolute_url(),
            speaker=person_card(row.speaker),
            interview_url=row.interview.get_absolute_url(),
            interview_label=row.interview.label,
            outlet=row.interview.outlet,
            fidelity=row.fidelity if row.is_open else "",
            spoils=spoiled(films.required(row), own[row.pk], reader),
            is_open=row.is_open,
            is_revealed=reader.has_revealed(row.public_id),
            text=row.text,
            sources=listed.cards,
            rest=listed.rest,
        )
        for row in rows
        for listed in [sources.get(row.pk, NO_SOURCES)]
    ]


@prepared
def _rows(quotes: QuoteQuerySet, reader: Reader) -> QuoteQuerySet:
    return (
        quotes.for_reader(reader)
        .select_related("interview", "speaker")
        .only(
            *("public_id", "requirement", "fidelity", "interview"),
            *("speaker__slug", "speaker__name"),
            *("interview__slug", "interview__label", "interview__outlet"),
        )
    )


def _own_films(rows: Iterable[Quote], films: Films) -> dict[int, list[int]]:
    """By quote, the latest of its films that its interview is about: asked for where it matters."""
    own: dict[int, list[int]] = defaultdict(list)
    asked = [row for row in rows if len(row.required) > 1 and not row.is_open]
    if asked:
        spoiled_by_some = frozenset[int]().union(*(row.required for row in asked))
        about = set(_about({row.interview_id for row in asked}, spoiled_by_some))
        for row in asked:
            spoils = films.required(row)
            own[row.pk] = [film.pk for film in spoils if (row.interview_id, film.pk) in about][-1:]
    return own


@prepared
def _about(
    interviews: Collection[int], films: Collection[int]
) -> QuerySet[InterviewFilm, tuple[int, int]]:
    coverage = InterviewFilm.objects.filter(Among("interview", interviews), Among("film", films))
    return coverage.values_list("interview", "film")
