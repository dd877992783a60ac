from .echo import NEEDS_EVIDENCE, Beat, Echo, Evidence
from .note import Note
from .placement import Placement

__all__ = ["NEEDS_EVIDENCE", "Beat", "Echo", "Evidence", "Note", "Placement"]
