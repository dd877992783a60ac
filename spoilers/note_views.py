"""Single notes and quotes: reading, revealing, hiding."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gate.origin import reader_action
from gate.reader import Reader
from interviews.models import Quote, Source

from .answers import answer
from .models import Note
from .notices import LOCKED_AGAIN, Notice, note_opened, quote_opened


@require_safe
def note(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _note(public_id, request.reader)
    siblings = list(found.film.notes.for_reader(request.reader).order_by("position", "pk"))
    around = [None, *siblings, None]
    index = siblings.index(found)
    return render(
        request,
        "spoilers/note.html",
        {
            "note": found,
            "previous_note": around[index],
            "next_note": around[index + 2],
        },
    )


@reader_action
def reveal_note(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _note(public_id, request.reader)
    reader = request.reader if found.is_open else request.reader.peeking(public_id)
    return _answer_with_note(
        request, found, reader, done=f"opened-{public_id}", notice=note_opened(public_id, reader)
    )


@reader_action
def hide_note(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _note(public_id, request.reader)
    reader = request.reader.without_peek(public_id)
    return _answer_with_note(request, found, reader, notice=LOCKED_AGAIN)


@reader_action
def reveal_quote(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _quote(public_id, request.reader)
    reader = request.reader
    if not found.is_open:
        # Its sources open with it, as far as they spoil nothing beyond it.
        informed = reader.having_seen([film.pk for film in found.requirement])
        sources = Source.objects.filter(citations__quote=found).for_reader(informed).opened()
        reader = reader.peeking(public_id, sources.values_list("public_id", flat=True))
    return _answer_with_quote(
        request, found, reader, done=f"opened-{public_id}", notice=quote_opened(public_id, reader)
    )


@reader_action
def hide_quote(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _quote(public_id, request.reader)
    reader = request.reader.without_peek(public_id)
    return _answer_with_quote(request, found, reader, notice=LOCKED_AGAIN)


def _note(public_id: str, reader: Reader) -> Note:
    notes = Note.objects.select_related("film__universe").filter(public_id=public_id)
    if found := notes.for_page(reader):
        return found[0]
    raise Http404


def _quote(public_id: str, reader: Reader) -> Quote:
    return get_object_or_404(Quote.objects.for_reader(reader).with_names(), public_id=public_id)


def _answer_with_note(
    request: HttpRequest, found: Note, reader: Reader, done: str = "", notice: Notice | None = None
) -> HttpResponse:
    def context(reader: Reader) -> dict:
        notes = Note.objects.filter(pk=found.pk).for_page(reader)
        return {"item": notes[0], "note": notes[0], "just": bool(done)} if notes else {}

    return answer(
        request,
        reader,
        "spoilers/_note.html",
        context,
        page=found.film.get_absolute_url(),
        anchor=f"note-{found.public_id}",
        done=done,
        notice=notice,
    )


def _answer_with_quote(
    request: HttpRequest, found: Quote, reader: Reader, done: str = "", notice: Notice | None = None
) -> HttpResponse:
    def context(reader: Reader) -> dict:
        quotes = Quote.objects.filter(pk=found.pk).for_page(reader)
        return {"item": quotes[0], "quote": quotes[0], "just": bool(done)} if quotes else {}

    return answer(
        request,
        reader,
        "interviews/_quote.html",
        context,
        page=found.interview.get_absolute_url(),
        anchor=f"quote-{found.public_id}",
        done=done,
        notice=notice,
    )
