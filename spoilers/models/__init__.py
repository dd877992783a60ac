from .beat import Beat
from .echo import NEEDS_EVIDENCE, Echo, lock_between
from .evidence import Evidence
from .note import Note
from .placement import Placement

__all__ = ["NEEDS_EVIDENCE", "Beat", "Echo", "Evidence", "Note", "Placement", "lock_between"]
