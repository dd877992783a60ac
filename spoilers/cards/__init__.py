"""Notes, echoes and placements as pages show them, each with what this reader may read."""

from .echo import EchoCard, End, WholeEcho, echo_cards, whole_echo
from .evidence import (
    BeatCard,
    EvidenceCard,
    EvidenceGroup,
    EvidenceRow,
    beat_cards,
    evidence_groups,
    evidence_rows,
    grouped,
)
from .note import NoteCard, note_cards
from .placement import PlacementCard, placement_cards

__all__ = [
    "BeatCard",
    "EchoCard",
    "End",
    "EvidenceCard",
    "EvidenceGroup",
    "EvidenceRow",
    "NoteCard",
    "PlacementCard",
    "WholeEcho",
    "beat_cards",
    "echo_cards",
    "evidence_groups",
    "evidence_rows",
    "grouped",
    "note_cards",
    "placement_cards",
    "whole_echo",
]
