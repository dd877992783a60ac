"""The page of a single note."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gate.reader import Reader
from readers.http import Request
from spoilers.cards import NoteCard, note_cards
from spoilers.models import Note

from .neighbours import beside


@require_safe
def note(request: Request, public_id: str) -> HttpResponse:
    found = find(public_id, request.reader)
    if found is None:
        raise Http404
    siblings = Note.objects.filter(film=found.film.pk).order_by("position", "pk")
    known = siblings.for_reader(request.reader, "is_open").only("public_id", "label")
    listed = [(note.get_absolute_url(), note.label) for note in known]
    turning = beside(listed, [url for url, _label in listed].index(found.url))
    return render(request, "pages/note.html", {"note": found, "turning": turning})


def find(public_id: str, reader: Reader) -> NoteCard | None:
    found = note_cards(Note.objects.filter(public_id=public_id).order_by(), reader)
    return found[0] if found else None
