"""Twins: database A turned into a B that agrees with it on all that a reader has unlocked.

`change()` works in place; whoever calls it stands inside a savepoint and rolls it back.
"""

from django.contrib.admin.models import LogEntry
from django.utils import timezone

from gate.reader import Reader
from tests.canaries import canary

from .keys import renumber
from .knowledge import Knowledge
from .new_rows import add
from .other_ends import move_ends
from .removal import remove_unknown
from .rows import Rows, is_sealed, read
from .shuffle import shuffle
from .texts import new_texts
from .writing import as_one_change, write

#: The ways in which a twin differs: all secret texts; no row that the reader may not know of;
#: one such row of each kind; very many; all else that is secret, such as dates and order; and
#: where the locked end of an echo lies of which the other one is open.
VARIANTS = ("texts", "none", "one", "many", "order", "ends")
MANY = 500
#: All differences in one twin, for the fast run.
AT_ONCE = "at once"


def change(reader: Reader, variant: str, then: Reader | None = None) -> None:
    """Turn the database into its twin for `reader`, and for `then`, whom an action makes of them."""
    turn(knowledge_of(read(), reader, then), variant)


def turn(knowledge: Knowledge, variant: str) -> None:
    """Turn the database into its twin for whoever has this knowledge of it.

    "same" changes nothing: A compared with A must be clean before anything else counts.
    """
    if variant != "same":
        with as_one_change():
            _turn(knowledge, variant)


def _turn(knowledge: Knowledge, variant: str) -> None:
    rows = knowledge.rows
    _rewrite_history()
    match variant:
        case "texts":
            _rewrite(rows, knowledge)
        case "none":
            _rewrite(rows, knowledge)
            remove_unknown(rows, knowledge)
        case "one":
            _rewrite(rows, knowledge)
            remove_unknown(rows, knowledge)
            add(1, knowledge)
        case "many":
            add(MANY, knowledge)
        case "order":
            shuffle(rows, knowledge)
            renumber()
        case "ends":
            move_ends(rows, knowledge)
        case "at once":
            _rewrite(rows, knowledge)
            shuffle(rows, knowledge)
            add(MANY // 25, knowledge)
            renumber()
        case _:
            raise ValueError(f"{variant!r} is none of {VARIANTS}")


def change_open(reader: Reader) -> None:
    """The third twin: it differs in every sealed text that is open to `reader`."""
    rows = read()
    knowledge = Knowledge(rows, reader)
    write(new_texts(rows, lambda cell: cell in knowledge.cells and is_sealed(cell)))


def knowledge_of(rows: Rows, reader: Reader, then: Reader | None = None) -> Knowledge:
    knowledge = Knowledge(rows, reader)
    return knowledge if then in (None, reader) else knowledge.or_of(Knowledge(rows, then))


def _rewrite(rows: Rows, knowledge: Knowledge) -> None:
    write(new_texts(rows, lambda cell: cell not in knowledge.cells))


def _rewrite_history() -> None:
    """What editors did, in the admin's log: nobody's but theirs, whatever a twin differs in."""
    newest = LogEntry.objects.first()
    for entry in LogEntry.objects.all():
        entry.object_repr, entry.action_time = canary(), timezone.now()
        entry.save()
    if newest:
        newest.delete()
