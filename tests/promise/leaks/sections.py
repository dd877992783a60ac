"""Lists within pages that end, or go on, by rows that the reader may not know."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet

from gate.reader import Reader
from pages import films
from pages.sections import Section
from spoilers.cards import NoteCard
from spoilers.models import Note

from .leak import Leak, leafing
from .plants import bends, puts

FILM = {"at": "film", "of": "second", "twins": ("none",)}


def by_the_table(section: Callable) -> Callable:
    def ended(cards: Sequence[Any], most: int, named: Callable[[Any], str]) -> Section:
        shown = section(cards, most, named)
        if not cards or not isinstance(cards[-1], NoteCard):
            return shown
        all_of_it = Note.objects.filter(film=cards[-1].film.pk).count()
        return shown._replace(end=named(cards[-1])) if all_of_it > len(cards) else shown

    return ended


def from_the_table(film: int, public_id: str, reader: Reader) -> QuerySet:
    return Note.objects.filter(film=film, public_id=public_id).only("position")


# fmt: off
ALL = [
    Leak("Where a list in a page ends",
        "A film’s page leads on to further moments as long as the table has more than it shows.",
        bends(films, "section", by_the_table), **FILM),
    Leak("A place in a list of a page",
        "The rest of a film’s moments is found after a hidden one, too.",
        puts(films, "_note", from_the_table), asking=leafing, **FILM),
]
# fmt: on
