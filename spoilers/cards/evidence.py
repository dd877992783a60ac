"""What stands in an open echo: its beats, and what it rests on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from films.cards import Films
from gate.among import Among
from gate.places import after_place
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from interviews.cards import QuoteCard, quote_cards
from interviews.models import Quote, QuoteQuerySet
from interviews.source_cards import SOURCE, SOURCE_COLUMNS, SourceCard, source_card
from people.cards import PersonCard, person_card
from spoilers.models import Beat, Evidence

from .echo import EchoCard


@dataclass(frozen=True, slots=True)
class BeatCard:
    #: From 1 on, of those that this reader may read.
    number: int
    theme: str
    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    hand: str
    point: str
    credited: PersonCard | None
    source: SourceCard | None


class EvidenceRow(NamedTuple):
    #: None where a source speaks for itself.
    quote: QuoteCard | None
    card: EvidenceCard


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """One quote, or none where a source speaks for itself, and what it is evidence for."""

    quote: QuoteCard | None
    points: tuple[EvidenceCard, ...]


def beat_cards(
    echo: EchoCard, reader: Reader, after: int = 0, most: int | None = None
) -> list[BeatCard]:
    """Of its beats, without so many at the beginning, the first `most`."""
    rows = (_beats_after(echo.pk, after, reader) if after else _beats(echo.pk, reader))[:most]
    return [
        BeatCard(number, row.theme or "", row.later or "", row.earlier or "")
        for number, row in enumerate(rows, after + 1)
    ]


@prepared
def _beats(echo: int, reader: Reader) -> GatedQuerySet[Beat]:
    return Beat.objects.for_reader(reader).filter(echo=echo).only("pk").order_by("position")


@prepared
def _beats_after(echo: int, place: int, reader: Reader) -> GatedQuerySet[Beat]:
    beats = Beat.objects.for_reader(reader).filter(echo=echo).only("pk")
    return after_place(beats, place, "position")


def evidence_groups(
    echo: EchoCard, reader: Reader, films: Films | None = None
) -> list[EvidenceGroup]:
    """All that stands behind an echo, in order; rows of one quote that follow each other together."""
    return grouped(evidence_rows(echo, reader, films))


def grouped(rows: Iterable[EvidenceRow]) -> list[EvidenceGroup]:
    """Rows of one quote that follow each other together."""
    groups: list[EvidenceGroup] = []
    for quote, card in rows:
        if groups and groups[-1].quote is quote:
            groups[-1] = replace(groups[-1], points=(*groups[-1].points, card))
        else:
            groups.append(EvidenceGroup(quote, (card,)))
    return groups


def evidence_rows(
    echo: EchoCard,
    reader: Reader,
    films: Films | None = None,
    after: int = 0,
    most: int | None = None,
) -> list[EvidenceRow]:
    """What stands behind an echo, in order: without so many at the beginning, the first `most`."""
    some = _evidence_after(echo.pk, after, reader) if after else _evidence(echo.pk, reader)
    rows = list(some[:most])
    cited = _cited({row.quote.pk for row in rows if row.quote})
    quotes = {quote.public_id: quote for quote in quote_cards(cited, reader, films)}
    return [
        EvidenceRow(
            quotes.get(row.quote.public_id) if row.quote else None,
            EvidenceCard(
                hand=Evidence.Hand(row.hand).label,
                point=row.point or "",
                credited=person_card(row.credits) if row.credits else None,
                source=source_card(row, row.source) if row.source else None,
            ),
        )
        for row in rows
    ]


@prepared
def _cited(quotes: Collection[int]) -> QuoteQuerySet:
    return Quote.objects.filter(Among("pk", quotes)).order_by()


@prepared
def _evidence(echo: int, reader: Reader) -> GatedQuerySet[Evidence]:
    return _standing_behind(echo, reader).order_by("position", "pk")


@prepared
def _evidence_after(echo: int, place: int, reader: Reader) -> GatedQuerySet[Evidence]:
    return after_place(_standing_behind(echo, reader), place, "position", "pk")


def _standing_behind(echo: int, reader: Reader) -> GatedQuerySet[Evidence]:
    columns = [f"source__{name}" for name in SOURCE_COLUMNS]
    return (
        Evidence.objects.for_reader(reader, "point", *SOURCE)
        .filter(echo=echo)
        .select_related("source", "credits", "quote")
        .only("hand", "credits__slug", "credits__name", "quote__public_id", *columns)
    )
