"""A locked card prints a sealed text that somebody has fetched by a road around the gate."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Max
from django.db.models.expressions import Col, RawSQL

from films.models import Film
from gate.reader import Reader
from gate.sealed import SealedCol, Unsealed, unseal
from spoilers.cards import NoteCard
from spoilers.models import Echo, Note

from .leak import Leak
from .plants import LOCKED_ALONE, printed, puts

TEXT = Unsealed("sealed_text")


def by_cursor(note: Note) -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_text FROM note WHERE id = %s", [note.pk])
        return cursor.fetchone()


def by_raw(note: Note) -> str:
    query = "SELECT id, sealed_text AS label FROM note WHERE id = %s"
    return Note.objects.raw(query, [note.pk])[0].label


def for_everything(note: Note) -> str | None:
    everything = Reader(seen=frozenset(Film.objects.values_list("pk", flat=True)))
    return Note.objects.for_reader(everything).get(pk=note.pk).text


ROADS: dict[str, tuple[str, Callable[[Note], object]]] = {
    "`Unsealed`": (
        "An annotation with the opener of constraints prints.",
        lambda note: Note.objects.annotate(leak=TEXT).get(pk=note.pk).leak,
    ),
    "`values()`": (
        "`values()` reads the column through the opener.",
        lambda note: Note.objects.filter(pk=note.pk).values(leak=TEXT)[0],
    ),
    "an aggregate": (
        "`aggregate()` gives the greatest text of one row.",
        lambda note: Note.objects.filter(pk=note.pk).aggregate(leak=Max(TEXT)),
    ),
    "a reverse manager": (
        "`film.notes` is asked for the column.",
        lambda note: note.film.notes.annotate(leak=TEXT).get(pk=note.pk).leak,
    ),
    "the foreign key of an echo": (
        "An echo hands out its later note’s text.",
        lambda note: list(
            Echo.objects.filter(later=note).values_list(Unsealed("later__sealed_text"))
        ),
    ),
    "`for_editor()`": (
        "The editors’ road is taken, and the seal taken off.",
        lambda note: unseal(Note.objects.for_editor().get(pk=note.pk).sealed_text),
    ),
    "a cursor": ("SQL by hand reads the column.", by_cursor),
    "`raw()`": ("`raw()` puts the text under the name of a public column.", by_raw),
    "`RawSQL`": (
        "An annotation in hand-written SQL names the column.",
        lambda note: Note.objects.annotate(leak=RawSQL("sealed_text", [])).get(pk=note.pk).leak,
    ),
    "`extra()`": (
        "`extra(select=…)` names the column.",
        lambda note: Note.objects.extra(select={"leak": "sealed_text"}).get(pk=note.pk).leak,
    ),
    "a broken seal": (
        "The seal compiles to the column, and its text is taken.",
        lambda note: unseal(Note.objects.get(pk=note.pk).sealed_text),
    ),
    "a reader made up": ("A preview is rendered for one who has seen all.", for_everything),
    "fetched, not printed": (
        "A locked text is loaded and thrown away: the next change prints it.",
        lambda note: by_cursor(note) and None,
    ),
}


def _road(name: str, what: str, fetch: Callable[[Note], object]) -> Leak:
    def on_card(card: NoteCard) -> object:
        return fetch(Note.objects.get(public_id=card.public_id))

    is_broken = name == "a broken seal"
    return printed(
        LOCKED_ALONE,
        f"Road: {name}",
        what,
        on_card,
        besides=puts(SealedCol, "as_sql", Col.as_sql) if is_broken else None,
        caught_by="sql" if name == "fetched, not printed" else "canary",
    )


ALL = [_road(name, what, fetch) for name, (what, fetch) in ROADS.items()]
