from .echo import NEEDS_EVIDENCE, Beat, Echo, Evidence
from .note import Note, NoteRequirement
from .seen import Seen

__all__ = ["NEEDS_EVIDENCE", "Beat", "Echo", "Evidence", "Note", "NoteRequirement", "Seen"]
