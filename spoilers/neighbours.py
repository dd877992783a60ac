"""The notes before and after another one of its film."""

from gate.keyset import beyond
from gate.prepared import prepared
from gate.reader import Reader

from .models import Note
from .models.note import NoteQuerySet


def next_to(public_id: str, film: int, reader: Reader) -> tuple[Note | None, Note | None]:
    """Those of its film (a key) before and after a note, that this reader may know of."""
    for note in _place(public_id):
        at = film, note.position, note.pk, reader
        return next(iter(_before(*at)), None), next(iter(_after(*at)), None)
    return None, None


@prepared
def _place(public_id: str) -> NoteQuerySet:
    return Note.objects.filter(public_id=public_id).only("position").order_by()


@prepared
def _before(film: int, position: int, pk: int, reader: Reader) -> NoteQuerySet:
    place = beyond(("-position", position), ("-pk", pk))
    return _known(film, reader).filter(place).order_by("-position", "-pk")[:1]


@prepared
def _after(film: int, position: int, pk: int, reader: Reader) -> NoteQuerySet:
    place = beyond(("position", position), ("pk", pk))
    return _known(film, reader).filter(place).order_by("position", "pk")[:1]


def _known(film: int, reader: Reader) -> NoteQuerySet:
    notes = Note.objects.for_reader(reader, "is_open").filter(film=film)
    return notes.only("public_id", "label")
