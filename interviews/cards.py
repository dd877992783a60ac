"""Quotes and their sources as pages show them, each with what this reader may read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple, Protocol
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
from gate.places import after_place, first_of_each
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.texts import listing
from people.cards import PersonCard, person_card

from .models import (
    Citation,
    Interview,
    InterviewFilm,
    InterviewFilmQuerySet,
    Quote,
    QuoteQuerySet,
    Source,
)

#: On the card of an interview, and of a quote, so many at once; the page of the interview has all.
FILMS = 12
SOURCES = 6
#: The order of release (films/models.py), by way of a film.
RELEASED = (F("film__released").asc(nulls_last=True), "film__sort_key", "film__slug")


class Part(NamedTuple):
    """A piece of a line, and where it leads."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as one quote or claim cites it. Locked, it is an outlet and a date."""

    public_id: str
    outlet: str
    published: date | None
    precision: str
    is_open: bool
    title: str | None
    url: str | None
    archive_url: str | None
    accessed: date | None
    locator: str | None

    @property
    def line(self) -> list[Part]:
        """“How it was made, Gazette, 8 June 2025 (archived copy); read on 2 January 2026. Page 5.”"""
        published = f", {dated(self.published, self.precision)}" if self.published else ""
        parts = [*self._name, Part(published)]
        if not self.is_open:
            parts.append(Part(". Its headline and address would give something away."))
        else:
            if self.archive_url:
                parts += [Part(" ("), Part("archived copy", self.archive_url), Part(")")]
            if self.accessed:
                parts.append(Part(f"; read on {dated(self.accessed, 'day')}"))
            parts.append(Part("."))
        if self.locator:
            parts.append(Part(f" {_sentence(self.locator)}"))
        return [part for part in parts if part.text]

    @property
    def _name(self) -> list[Part]:
        beside = Part(f", {self.outlet}")
        if self.is_open and self.url:
            if self.title:
                return [Part(self.title, self.url), beside]
            possessive = "’" if self.outlet.endswith("s") else "’s"
            return [Part(f"{self.outlet}{possessive} page", self.url)]
        if self.is_open and self.title:
            return [Part(self.title), beside]
        return [Part(self.outlet)]


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
    sources = _sources([row.pk for row in rows if row.is_open], reader)
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
            sources=tuple(sources[row.pk][:SOURCES]),
            rest=str(SOURCES) if len(sources[row.pk]) > SOURCES else "",
        )
        for row in rows
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


#: What `source_card` asks of a row that cites a source.
SOURCE = ("source__title", "source__url", "source__archive_url")
SOURCE_COLUMNS = ("public_id", "outlet", "published", "precision", "accessed")


def _sources(quotes: Collection[int], reader: Reader) -> dict[int, list[SourceCard]]:
    """By quote, the first printing first; one more than is shown."""
    found: dict[int, list[SourceCard]] = defaultdict(list)
    for row in _citations(quotes, SOURCES + 1, reader):
        found[row.quote_id].append(source_card(row, row.source, row.locator))
    return found


def source_cards(quote: str, after: int, reader: Reader, most: int) -> list[SourceCard]:
    """Where a quote stands, which is given by its public id: without so many, the first `most`."""
    rows = _citations_after(quote, after, reader)[:most]
    return [source_card(row, row.source, row.locator) for row in rows]


@prepared
def _citations(quotes: Collection[int], of_each: int, reader: Reader) -> GatedQuerySet[Citation]:
    citations = _cited(reader).filter(Among("quote", quotes))
    return first_of_each(citations, "quote_id", of_each, "position", "pk")


@prepared
def _citations_after(quote: str, place: int, reader: Reader) -> GatedQuerySet[Citation]:
    return after_place(_cited(reader).filter(quote__public_id=quote), place, "position", "pk")


def _cited(reader: Reader) -> GatedQuerySet[Citation]:
    citations = Citation.objects.for_reader(reader, "locator", *SOURCE).select_related("source")
    return citations.only("quote", *(f"source__{name}" for name in SOURCE_COLUMNS))


class Citing(Protocol):
    """A row from `for_reader(reader, *SOURCE)`."""

    source_title: str | None
    source_url: str | None
    source_archive_url: str | None


def source_card(citing: Citing, source: Source, locator: str | None = None) -> SourceCard:
    is_open = citing.source_title is not None  # in the table the title is never NULL
    return SourceCard(
        public_id=source.public_id,
        outlet=source.outlet,
        published=source.published,
        precision=source.precision,
        is_open=is_open,
        title=citing.source_title,
        url=citing.source_url,
        archive_url=citing.source_archive_url,
        accessed=source.accessed if is_open else None,
        locator=locator,
    )


def _sentence(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith(".") else f"{begun}."
