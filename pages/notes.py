"""The page of a single note."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gate.prepared import prepared
from gate.reader import Reader
from memory.keeping import kept
from readers.http import Request
from spoilers.cards import NoteCard, note_cards
from spoilers.models import Note
from spoilers.models.note import NoteQuerySet

from .neighbours import beside


@kept
@require_safe
def note(request: Request, public_id: str) -> HttpResponse:
    found = find(public_id, request.reader)
    if found is None:
        raise Http404
    siblings = _siblings(found.film.pk, request.reader)
    listed = [(note.get_absolute_url(), note.label) for note in siblings]
    turning = beside(listed, [url for url, _label in listed].index(found.url))
    return render(request, "pages/note.html", {"note": found, "turning": turning})


def find(public_id: str, reader: Reader) -> NoteCard | None:
    found = note_cards(_called(public_id), reader)
    return found[0] if found else None


@prepared
def _called(public_id: str) -> NoteQuerySet:
    return Note.objects.filter(public_id=public_id).order_by()


@prepared
def _siblings(film: int, reader: Reader) -> NoteQuerySet:
    notes = Note.objects.filter(film=film).order_by("position", "pk")
    return notes.for_reader(reader, "is_open").only("public_id", "label")
