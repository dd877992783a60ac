"""Pages of a list. Which one is asked for stands in the query, as the values that it begins after.

A value for each column of the list's order, `?after=2019-06-06&after=the+house…`: what the last
entry of the page before says of itself, and no row is looked up by it. So one position after
another answers alike, whether there is, or ever was, or for this reader is, such an entry or not.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404

from films.models import MOST

from .neighbours import Turning, turning

#: Integers, strings, days, moments of UTC: one for each column of the list's order.
type Position = tuple[Any, ...]

#: Beyond this many, counting goes no further, however many there are.
MOST_COUNTED = 100

_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00"
#: Of one value: more than the longest sort key.
_LONGEST = 2_000


class Counted(NamedTuple):
    number: int

    @property
    def in_words(self) -> str:
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


def counted(rows: QuerySet[Any, Any]) -> Counted:
    """How many rows a query has: one of `@prepared` functions, which has asked for nothing yet."""
    return Counted(sum(1 for _ in rows[: MOST_COUNTED + 1]))


def asked_after(sent: Sequence[str], start: Position) -> Position:
    """After what the page begins that was asked for: `start`, which comes before all entries,
    where nothing was sent. It also says what kind of values there are. Raises Http404 for others.
    """
    if not sent:
        return start
    try:
        return tuple(_read(text, like) for text, like in zip(sent, start, strict=True))
    except ValueError as error:
        raise Http404 from error


def onward(page: str, after: Position, start: Position, end: Position | None, noun: str) -> Turning:
    """What stands at the foot of a page: the way back to the start, and on to what comes next.

    `after` is what this page begins after, `end` what the next one does: None on the last page.
    """
    return turning(
        (page, f"The first {noun}") if after != start else None,
        (address_after(page, end), f"More {noun}") if end else None,
        how=("Back to the start", "Further on"),
    )


def span(names: Sequence[object]) -> str:
    """“K–M”, “2021–2019”, “M”: from the first to the last of a page; empty where there is none."""
    return "–".join(map(str, dict.fromkeys([names[0], names[-1]]))) if names else ""


def address_after(page: str, position: Position) -> str:
    joint = "&" if "?" in page else "?"
    return f"{page}{joint}{query(position)}"


def query(position: Position) -> str:
    return urlencode([("after", text) for text in written(position)])


def written(position: Position) -> list[str]:
    """The values as `asked_after` reads them."""
    return [
        value.isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
        for value in position
    ]


def _read(text: str, like: Any) -> Any:
    match like:
        case int() if re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= MOST:
            return int(text)
        case datetime():
            if re.fullmatch(_MOMENT, text):
                return datetime.fromisoformat(text)
        case date() if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
        case str() if len(text) <= _LONGEST:
            return text
    raise ValueError(text)
