"""A template prints a sealed text that somebody has fetched by a road around the gate."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Max
from django.db.models.expressions import Col, RawSQL

from films.models import Film
from gate.reader import Reader
from gate.sealed import SealedCol, Unsealed, sealed_text
from spoilers.models import Echo, Note
from spoilers.models.note import NoteQuerySet

from .leak import leak
from .site import Site, text_of

ON_CARD = {"at": "spoilers:note", "of": "later", "caught_by": "canary"}


def print_on_card(site: Site, fetch: Callable[[Note], object]) -> None:
    """On the card of a note, while it is locked."""

    def leaking(for_page):
        def with_leak(notes: NoteQuerySet, reader: Reader) -> list[Note]:
            cards = for_page(notes, reader)
            for note in cards:
                note.leak = fetch(note)
            return cards

        return with_leak

    site.replace(NoteQuerySet, "for_page", leaking)
    site.on_locked_note("{{ note.leak }}")


@leak("Road: `Unsealed`", "An annotation with the opener prints on a locked card.", **ON_CARD)
def unsealed(site: Site) -> None:
    print_on_card(
        site, lambda note: Note.objects.annotate(leak=Unsealed("sealed_text")).get(pk=note.pk).leak
    )


@leak("Road: `values()`", "`values()` reads the column through the opener.", **ON_CARD)
def values(site: Site) -> None:
    print_on_card(
        site, lambda note: Note.objects.values(leak=Unsealed("sealed_text")).get(pk=note.pk)["leak"]
    )


@leak("Road: an aggregate", "`aggregate()` gives the greatest text of one row.", **ON_CARD)
def aggregate(site: Site) -> None:
    print_on_card(
        site,
        lambda note: Note.objects.filter(pk=note.pk).aggregate(leak=Max(Unsealed("sealed_text"))),
    )


@leak("Road: a reverse manager", "`film.notes` is asked for the column.", **ON_CARD)
def reverse_manager(site: Site) -> None:
    print_on_card(
        site,
        lambda note: note.film.notes.annotate(leak=Unsealed("sealed_text")).get(pk=note.pk).leak,
    )


@leak("Road: the foreign key of an echo", "An echo hands out its later note's text.", **ON_CARD)
def foreign_key(site: Site) -> None:
    def fetch(note: Note) -> object:
        echoes = Echo.objects.filter(later=note).annotate(leak=Unsealed("later__sealed_text"))
        return [echo.leak for echo in echoes]

    print_on_card(site, fetch)


@leak("Road: `for_editor()`", "The editors' road is taken, and the seal taken off.", **ON_CARD)
def for_editor(site: Site) -> None:
    print_on_card(
        site, lambda note: sealed_text(Note.objects.for_editor().get(pk=note.pk).sealed_text)
    )


@leak("Road: a cursor", "SQL by hand reads the column.", **ON_CARD)
def cursor(site: Site) -> None:
    def fetch(note: Note) -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sealed_text FROM spoilers_note WHERE id = %s", [note.pk])
            return cursor.fetchone()[0]

    print_on_card(site, fetch)


@leak("Road: `raw()`", "`raw()` puts the text under the name of a public column.", **ON_CARD)
def raw(site: Site) -> None:
    query = "SELECT id, sealed_text AS label FROM spoilers_note WHERE id = %s"
    print_on_card(site, lambda note: Note.objects.raw(query, [note.pk])[0].label)


@leak("Road: `RawSQL`", "An annotation in hand-written SQL names the column.", **ON_CARD)
def raw_sql(site: Site) -> None:
    print_on_card(
        site,
        lambda note: Note.objects.annotate(leak=RawSQL("sealed_text", [])).get(pk=note.pk).leak,
    )


@leak("Road: `extra()`", "`extra(select=…)` names the column.", **ON_CARD)
def extra(site: Site) -> None:
    print_on_card(
        site,
        lambda note: Note.objects.extra(select={"leak": "sealed_text"}).get(pk=note.pk).leak,
    )


@leak("Road: a broken seal", "The seal compiles to the column, and its text is taken.", **ON_CARD)
def broken_seal(site: Site) -> None:
    site.put(SealedCol, "as_sql", Col.as_sql)
    print_on_card(site, lambda note: sealed_text(Note.objects.get(pk=note.pk).sealed_text))


@leak("Road: a reader made up", "A preview is rendered for one who has seen all.", **ON_CARD)
def reader_made_up(site: Site) -> None:
    def fetch(note: Note) -> str:
        everything = Reader(seen=frozenset(Film.objects.values_list("pk", flat=True)))
        return Note.objects.for_reader(everything).get(pk=note.pk).text

    print_on_card(site, fetch)


@leak(
    "Road: fetched, not printed",
    "A view loads a locked text and throws it away: the next change prints it.",
    at="spoilers:note",
    of="later",
    caught_by="sql",
)
def fetched_only(site: Site) -> None:
    print_on_card(site, lambda note: text_of(note) and None)
