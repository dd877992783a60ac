"""Claims on where a film lies in the story."""

from dataclasses import dataclass

from films.cards import Films
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from interviews.source_cards import SOURCE, SOURCE_COLUMNS, SourceCard, source_card
from spoilers.models import Placement


@dataclass(frozen=True, slots=True)
class PlacementCard:
    """A claim on where a film lies in the story, and who makes it."""

    placed: int  # the film, by its key
    relation: str
    anchor: int
    second_anchor: int | None
    place: str  # “After Chapter 3”
    claim: str
    source: SourceCard | None


def placement_cards(
    placements: GatedQuerySet[Placement], reader: Reader, films: Films, most: int | None = None
) -> list[PlacementCard]:
    """The first `most` claims that this reader may know of, the first written first.

    `films` are those that the page has at hand.
    """
    rows = list(_rows(placements, reader)[:most])
    films.look_up(
        key for row in rows for key in (row.anchor_id, row.second_anchor_id) if key is not None
    )
    return [
        PlacementCard(
            placed=row.placed_id,
            relation=row.relation,
            anchor=row.anchor_id,
            second_anchor=row.second_anchor_id,
            place=_place(row, films),
            claim=row.claim or "",
            source=source_card(row, row.source) if row.source else None,
        )
        for row in rows
    ]


@prepared
def _rows(placements: GatedQuerySet[Placement], reader: Reader) -> GatedQuerySet[Placement]:
    columns = [f"source__{name}" for name in SOURCE_COLUMNS]
    return (
        placements.for_reader(reader, "claim", *SOURCE)
        .select_related("source")
        .only("placed", "relation", "anchor", "second_anchor", *columns)
        .order_by("pk")
    )


def _place(row: Placement, films: Films) -> str:
    """“Between Chapter 3 and Chapter 4”."""
    anchors = [films[row.anchor_id].name]
    if row.second_anchor_id is not None:
        anchors.append(films[row.second_anchor_id].name)
    return f"{Placement.Relation(row.relation).label.capitalize()} {' and '.join(anchors)}"
