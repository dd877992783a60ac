"""The page of a single note."""

from collections.abc import Collection

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gate.prepared import prepared
from gate.reader import Reader
from memory.keeping import kept
from readers.http import Request
from spoilers.cards import NoteCard, note_cards
from spoilers.models import Echo, Note
from spoilers.models.echo import EchoQuerySet
from spoilers.models.note import NoteQuerySet
from spoilers.neighbours import next_to

from .echo_lines import echoes_shown
from .neighbours import turning
from .sections import Section, Show, rest_of, sections


@kept
@require_safe
def note(request: Request, public_id: str) -> HttpResponse:
    found = find(public_id, request.reader)
    if found is None:
        raise Http404
    facts = {"note": found} | sections(request, found.url, {"echoes": _rest(found, request.reader)})
    if not facts["continued"]:
        before, after = (
            (other.get_absolute_url(), other.label) if other else None
            for other in next_to(found.public_id, found.film.pk, request.reader)
        )
        facts["turning"] = turning(before, after)
    return render(request, "pages/note.html", facts)


def find(public_id: str, reader: Reader) -> NoteCard | None:
    found = note_cards(_called(public_id), reader)
    return found[0] if found else None


def _rest(note: NoteCard, reader: Reader) -> Show:
    """Echoes beyond those that stand on the card of the note, which is open."""
    further = echoes_shown(lambda echo: _through([note.pk], echo), reader)
    return rest_of(further if note.is_open else lambda after: Section(()))


@prepared
def _called(public_id: str) -> NoteQuerySet:
    return Note.objects.filter(public_id=public_id).order_by()


@prepared
def _through(notes: Collection[int], after: int) -> EchoQuerySet:
    return Echo.objects.touching(notes).filter(pk__gt=after)
