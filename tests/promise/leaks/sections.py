"""Lists within pages that end, or go on, by rows that the reader may not know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from gate.reader import Reader
from interviews import source_cards
from interviews.source_cards import _citations_after
from pages import echoes, films
from pages.sections import Section
from spoilers.cards import BeatCard, NoteCard, WholeEcho
from spoilers.models import Beat, Echo, Note

from .inside import everything
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


def with_all_echoes(note_cards: Callable) -> Callable:
    """A note leads on to more echoes wherever the table has more than its card."""

    def made(*args: Any) -> list[NoteCard]:
        cards: list[NoteCard] = note_cards(*args)
        return [
            replace(card, rest=card.echoes[-1].public_id)
            if 0 < len(card.echoes) < Echo.objects.touching([card.pk]).count()
            else card
            for card in cards
        ]

    return made


def whatever_is_open(echo: WholeEcho, reader: Reader) -> dict:
    """The beats of a locked echo, without a word of them."""

    def beats(after: str) -> Section:
        rows = Beat.objects.filter(echo=echo.pk).order_by("position")[int(after or 0) :]
        return Section([BeatCard(row.position, "", "", "") for row in rows])

    return {"beats": beats}


def past_the_lock(quote: str, place: int, reader: Reader) -> QuerySet:
    """The sources of a quote as if whoever knows of it had opened it."""
    return _citations_after(quote, place, everything())


# fmt: off
ALL = [
    Leak("Where a list in a page ends",
        "A film’s page leads on to further moments as long as the table has more than it shows.",
        bends(films, "section", by_the_table), **FILM),
    Leak("A place in a list of a page",
        "The rest of a film’s moments is found after a hidden one, too.",
        puts(films, "_note", from_the_table), asking=leafing, **FILM),
    Leak("The rest of a note’s echoes",
        "On a film’s page a note leads on to more of its echoes where there are hidden ones.",
        bends(films, "note_cards", with_all_echoes), **FILM | {"readers": ("all films",)}),
    Leak("The rest of what is locked",
        "A locked quote’s sources are listed where their rest is asked for.",
        puts(source_cards, "_citations_after", past_the_lock),
        at="interview", of="interview", asking=leafing),
    Leak("How many beats a locked echo has",
        "Its beats are not found after more than there are, though it is locked.",
        puts(echoes, "_lists", whatever_is_open), asking=leafing, at="echo", of="echo",
        readers=("one film",), twins=("none",)),
]
# fmt: on
