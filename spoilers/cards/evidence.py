"""What stands in an open echo: its beats, and what it rests on."""

from dataclasses import dataclass, replace

from films.cards import Films
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from interviews.cards import (
    SOURCE,
    SOURCE_COLUMNS,
    QuoteCard,
    SourceCard,
    quote_cards,
    source_card,
)
from interviews.models import Quote, QuoteQuerySet
from people.cards import PersonCard, person_card
from spoilers.models import Beat, Evidence

from .echo import EchoCard


@dataclass(frozen=True, slots=True)
class BeatCard:
    theme: str
    later: str
    earlier: str


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    hand: str
    point: str
    credited: PersonCard | None
    source: SourceCard | None


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """One quote, or none where a source speaks for itself, and what it is evidence for."""

    quote: QuoteCard | None
    points: tuple[EvidenceCard, ...]


def beat_cards(echo: EchoCard, reader: Reader) -> list[BeatCard]:
    rows = _beats(echo.pk, reader)
    return [BeatCard(row.theme or "", row.later or "", row.earlier or "") for row in rows]


@prepared
def _beats(echo: int, reader: Reader) -> GatedQuerySet[Beat]:
    return Beat.objects.for_reader(reader).filter(echo=echo).only("pk").order_by("position")


def evidence_groups(
    echo: EchoCard, reader: Reader, films: Films | None = None
) -> list[EvidenceGroup]:
    """What stands behind an echo, in order; rows of one quote that follow each other together."""
    quotes = {quote.public_id: quote for quote in quote_cards(_cited(echo.pk), reader, films)}
    groups: list[EvidenceGroup] = []
    for row in _evidence(echo.pk, reader):
        quote = quotes.get(row.quote.public_id) if row.quote else None
        card = EvidenceCard(
            hand=Evidence.Hand(row.hand).label,
            point=row.point or "",
            credited=person_card(row.credits) if row.credits else None,
            source=source_card(row, row.source) if row.source else None,
        )
        if groups and groups[-1].quote is quote:
            groups[-1] = replace(groups[-1], points=(*groups[-1].points, card))
        else:
            groups.append(EvidenceGroup(quote, (card,)))
    return groups


@prepared
def _cited(echo: int) -> QuoteQuerySet:
    return Quote.objects.filter(evidence__echo=echo).distinct().order_by()


@prepared
def _evidence(echo: int, reader: Reader) -> GatedQuerySet[Evidence]:
    columns = [f"source__{name}" for name in SOURCE_COLUMNS]
    return (
        Evidence.objects.for_reader(reader, "point", *SOURCE)
        .filter(echo=echo)
        .select_related("source", "credits", "quote")
        .only("hand", "credits__slug", "credits__name", "quote__public_id", *columns)
        .order_by("position", "pk")
    )
