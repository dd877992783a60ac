"""Readers' marks, where two films that are one are merged.

A mark opens what the film seals. So the marks of the film that goes become marks of the one that
stays only while that one seals nothing; else they end. Cookies name films by keys of their own, so a
mark in a cookie ends in either case. That nobody has to have seen the film that goes to read
something, the merge itself makes sure of (editing/merging.py).
"""

from collections.abc import Iterator

from editing.pointing import Mover, is_needed
from films.models import Film

from .models import Seen

CARRIED = (
    "Accounts that have marked “{}” as seen have “{}” marked from then on. Whoever keeps their marks "
    "in a cookie marks it anew."
)
ENDS = (
    "Readers’ marks of “{0}” end: whoever has seen it marks “{1}” anew. Carried over, they would open "
    "what “{1}” seals."
)


def tell(goes: Film, stays: Film) -> Iterator[str]:
    yield (ENDS if is_needed(stays) else CARRIED).format(goes, stays)


def move(goes: Film, stays: Film) -> None:
    marks = Seen.objects.filter(film=goes)
    if not is_needed(stays):
        have = Seen.objects.filter(film=stays).values("user")
        marks.exclude(user__in=have).update(film=stays)
    marks.all().delete()


MARKS = Mover(Film, Seen, tell, move)
