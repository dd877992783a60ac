"""Taking one action back: what it changed travels in the form, signed, and is stored nowhere."""

from hashlib import sha256

from django.core import signing

from films.models import Film
from gate.reader import NOBODY, Reader, Revealed

SALT = "callback.undo"
MAX_AGE = 3600
#: It travels in an address, and servers take 8,000 characters.
MAX_LENGTH = 4000


def offer(before: Reader, after: Reader) -> str:
    """A value for the form that takes the step from `before` to `after` back again.

    Empty where nothing changed, or where so much did that no address can hold it.
    """
    if before == after:
        return ""
    step = {
        "marked": _keys(after.seen - before.seen),
        "unmarked": _keys(before.seen - after.seen),
        "reveals": [one.public_ids for one in before.reveals],
        "after": print_of(after),
    }
    value = signing.dumps(step, salt=SALT, compress=True)
    return value if len(value) <= MAX_LENGTH else ""


def undone(offered: str, now: Reader) -> Reader | None:
    """`now` with that step taken back.

    None where the value is not ours or too old, or where anything was done since: the offer ends
    with the next action.
    """
    try:
        step = signing.loads(offered, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if step["after"] != print_of(now):
        return None
    reader = now.not_having_seen(Film.objects.filter(key__in=step["marked"]))
    reader = reader.having_seen(Film.objects.filter(key__in=step["unmarked"]))
    reveals = tuple(Revealed(item, tuple(opens)) for item, *opens in step["reveals"])
    return Reader(seen=reader.seen, reveals=reveals)


def print_of(reader: Reader) -> str:
    """Tells whether two readers have the same state; empty for one who has none.

    By it a page notices that another tab has locked something (static/js/actions.js).
    """
    if reader == NOBODY:
        return ""
    state = (sorted(reader.seen), [one.public_ids for one in reader.reveals])
    return sha256(repr(state).encode()).hexdigest()[:16]


def _keys(films: frozenset[int]) -> list[str]:
    return sorted(Film.objects.filter(pk__in=films).values_list("key", flat=True))
