"""Lists within a page: of each its first entries, and the rest of one of them further on.

`?after=notes&after=…` asks for one list alone, from the entry on that comes after the one which is
named as a reader finds it named on the page: by its public id, or by the slugs of what a credit
joins. Such an entry is looked for among what this reader may know of, so what is hidden answers
like what never was. A number that orders rows stands in no address: it may count hidden ones too.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import Http404

from readers.http import Request

from .neighbours import turning
from .paging import address_after

_NAMED = re.compile(r"[-\w.]{1,300}", re.ASCII)


class Section[Card](NamedTuple):
    """What a page shows of a list."""

    cards: Sequence[Card]
    #: After which entry the rest begins; empty where this is all.
    end: str = ""


#: Of a list after this entry; from its beginning where none is named. Raises Http404.
type Show = Callable[[str], Section[Any]]


def section[Card](cards: Sequence[Card], most: int, named: Callable[[Card], str]) -> Section[Card]:
    """Of a list of which one more was asked for than is shown, if there are so many."""
    shown = cards[:most]
    return Section(shown, named(shown[-1]) if len(cards) > most else "")


def placed[Card](cards: Sequence[Card], most: int, start: int) -> Section[Card]:
    """The same of entries without a name, of which so many came before: a place among them is how
    many a reader has met by then.
    """
    return section(cards, most, lambda _card: str(start + most))


def rest_of(show: Show) -> Show:
    """Of a list whose first entries stand on the page in another way."""
    return lambda after: show(after) if after else Section(())


def place_after(named: str) -> int:
    """The place of an entry, as `placed` names it; 0 for the beginning. Raises Http404."""
    if not re.fullmatch(r"[0-9]{0,5}", named, re.ASCII):
        raise Http404
    return int(named or 0)


def found_at[Row](rows: Iterable[Row]) -> Row:
    """The row of an entry that a page was asked after. Raises Http404 where there is none."""
    for row in rows:
        return row
    raise Http404


def first_of(page: str, shows: Mapping[str, Show]) -> dict[str, Any]:
    """What `sections()` has for a page at which nothing was asked for further on."""
    found = {name: show("") for name, show in shows.items()}
    # A template looks long for a name that is not there.
    further = {
        name: address_after(page, (name, one.end)) if one.end else "" for name, one in found.items()
    }
    cards = {name: one.cards for name, one in found.items()}
    return {**cards, "further": further, "continued": ""}


def sections(request: Request, page: str, shows: Mapping[str, Show]) -> dict[str, Any]:
    """For the template of a page: what it shows of each of its lists.

    `further` has, by list, the address of its rest. `continued` names the one that was asked for
    further on, which is then alone; `turning` leads on from there. Raises Http404 where no such
    entry is known, or nothing comes after it.
    """
    sent = request.GET.getlist("after")
    if not sent:
        return first_of(page, shows)
    if len(sent) != 2 or sent[0] not in shows or not _NAMED.fullmatch(sent[1]):
        raise Http404
    name, after = sent
    one = shows[name](after)
    if not one.cards:
        raise Http404
    end = address_after(page, (name, one.end)) if one.end else ""
    around = turning(
        (page, "The first"), (end, "More") if end else None, how=("Back to the start", "Further on")
    )
    return {
        **dict.fromkeys(shows, ()),
        name: one.cards,
        "further": dict.fromkeys(shows, ""),
        "continued": name,
        "turning": around,
    }
