"""Quotes and their sources as pages show them, each with what this reader may read."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from films.cards import FilmLink, Films, dated, film_link, names
from gate.reader import Reader
from people.cards import PersonCard, person_card

from .models import Citation, Interview, Quote, QuoteQuerySet, Source


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
    films: tuple[FilmLink, ...]

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
        """“About John Wick and Ballerina”."""
        return f"About {names(self.films)}" if self.films else ""


@dataclass(frozen=True, slots=True)
class QuoteCard:
    public_id: str
    url: str
    speaker: PersonCard
    interview_url: str
    interview_label: str
    outlet: str
    fidelity: str
    spoils: tuple[FilmLink, ...]
    is_open: bool
    is_revealed: bool
    text: str | None
    sources: tuple[SourceCard, ...]

    @property
    def anchor(self) -> str:
        return f"quote-{self.public_id}"

    def place_on(self, page: str) -> str:
        """What the page of this path has said already: “speaker”, “interview”, or nothing."""
        return {self.speaker.url: "speaker", self.interview_url: "interview"}.get(page, "")

    @property
    def spoiled(self) -> str:
        """The names of the films that it spoils."""
        return names(self.spoils)

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


def interview_card(interview: Interview) -> InterviewCard:
    """From a row of `with_films()`."""
    return InterviewCard(
        slug=interview.slug,
        url=interview.get_absolute_url(),
        label=interview.label,
        outlet=interview.outlet,
        date=interview.date,
        precision=interview.precision,
        films=tuple(film_link(film) for film in interview.films.all()),
    )


def quote_cards(
    quotes: QuoteQuerySet, reader: Reader, films: Films | None = None
) -> list[QuoteCard]:
    """The quotes that this reader may know of; sources only beside those that are open."""
    films = films or Films()
    rows = list(
        quotes.for_reader(reader)
        .select_related("interview", "speaker")
        .only(
            *("public_id", "requirement", "fidelity"),
            *("speaker__slug", "speaker__name"),
            *("interview__slug", "interview__label", "interview__outlet"),
        )
    )
    films.look_up_required(rows)
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
            spoils=films.required(row),
            is_open=row.is_open,
            is_revealed=reader.has_revealed(row.public_id),
            text=row.text,
            sources=tuple(sources[row.pk]),
        )
        for row in rows
    ]


#: What `source_card` asks of a row that cites a source.
SOURCE = ("source__is_open", "source__title", "source__url", "source__archive_url")
SOURCE_COLUMNS = ("public_id", "outlet", "published", "precision", "accessed")


def _sources(quotes: Collection[int], reader: Reader) -> dict[int, list[SourceCard]]:
    """By quote, the first printing first."""
    found: dict[int, list[SourceCard]] = defaultdict(list)
    if quotes:
        citations = Citation.objects.for_reader(reader, "locator", *SOURCE)
        rows = citations.filter(quote__in=quotes).select_related("source")
        columns = [f"source__{name}" for name in SOURCE_COLUMNS]
        for row in rows.only("quote", *columns).order_by("position", "pk"):
            found[row.quote_id].append(source_card(row, row.source, row.locator))
    return found


class Citing(Protocol):
    """A row from `for_reader(reader, *SOURCE)`."""

    source_is_open: bool
    source_title: str | None
    source_url: str | None
    source_archive_url: str | None


def source_card(citing: Citing, source: Source, locator: str | None = None) -> SourceCard:
    return SourceCard(
        public_id=source.public_id,
        outlet=source.outlet,
        published=source.published,
        precision=source.precision,
        is_open=citing.source_is_open,
        title=citing.source_title,
        url=citing.source_url,
        archive_url=citing.source_archive_url,
        accessed=source.accessed if citing.source_is_open else None,
        locator=locator,
    )


def _sentence(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith(".") else f"{begun}."
