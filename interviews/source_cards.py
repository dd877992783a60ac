"""Sources as pages show them, beside what cites them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from films.cards import dated
from gate.among import Among
from gate.places import after_place, few_or_first, first_of_each
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader

from .models import Citation, Source

#: On the card of a quote, so many at once; the page of its interview has all.
SOURCES = 6
#: So many, of all quotes on a page, are read without counting those of each.
AT_ONCE = 120


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


class Sources(NamedTuple):
    """The first sources of a quote; and the place of the last of these, where there are more."""

    cards: tuple[SourceCard, ...]
    rest: str


NO_SOURCES = Sources((), "")


#: What `source_card` asks of a row that cites a source.
SOURCE = ("source__title", "source__url", "source__archive_url")
SOURCE_COLUMNS = ("public_id", "outlet", "published", "precision", "accessed")


def sources_of(quotes: Collection[int], reader: Reader) -> dict[int, Sources]:
    """By quote, the first printing first."""
    found: dict[int, list[SourceCard]] = defaultdict(list)
    rows = few_or_first(
        _citations(quotes, reader)[: AT_ONCE + 1],
        AT_ONCE,
        lambda: _first_of_each(quotes, SOURCES + 1, reader),
    )
    for row in rows:
        found[row.quote_id].append(source_card(row, row.source, row.locator))
    return {
        quote: Sources(tuple(cards[:SOURCES]), str(SOURCES) if len(cards) > SOURCES else "")
        for quote, cards in found.items()
    }


def source_cards(quote: str, after: int, reader: Reader, most: int) -> list[SourceCard]:
    """Where a quote stands, which is given by its public id: without so many, the first `most`."""
    rows = _citations_after(quote, after, reader)[:most]
    return [source_card(row, row.source, row.locator) for row in rows]


@prepared
def _citations(quotes: Collection[int], reader: Reader) -> GatedQuerySet[Citation]:
    return _cited(reader).filter(Among("quote", quotes)).order_by("position", "pk")


@prepared
def _first_of_each(
    quotes: Collection[int], of_each: int, reader: Reader
) -> GatedQuerySet[Citation]:
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
