"""Echoes: one scene that answers another, with the interview that proves it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gate.origin import reader_action
from gate.reader import Reader
from interviews.models import Quote, Source

from .answers import answer, leave
from .models import Echo, Evidence
from .notices import LOCKED_AGAIN, Notice, echo_opened


@require_safe
def echoes(request: HttpRequest) -> HttpResponse:
    return render(
        request, "spoilers/echoes.html", {"echoes": Echo.objects.for_page(request.reader)}
    )


@require_safe
def echo(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _echo(public_id, request.reader)
    return render(request, "spoilers/echo.html", _page(found, request.reader))


@reader_action
def reveal_echo(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _echo(public_id, request.reader)
    reader = request.reader
    if not found.is_open:
        reader = reader.peeking(public_id, _what_opens_with(found, reader))
    return _answer_with_echo(
        request, found, reader, done=f"opened-{public_id}", notice=echo_opened(public_id, reader)
    )


@reader_action
def hide_echo(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _echo(public_id, request.reader)
    reader = request.reader.without_peek(public_id)
    left = Echo.objects.filter(public_id=public_id).for_page(reader)
    if not left:  # known only by what it had opened itself
        return leave(request, reader, reverse("spoilers:echoes"))
    if left[0].is_open:
        reader = _without_the_end_opened_last(found, reader)
    return _answer_with_echo(request, found, reader, notice=LOCKED_AGAIN)


def _echo(public_id: str, reader: Reader) -> Echo:
    if found := Echo.objects.filter(public_id=public_id).for_page(reader):
        return found[0]
    raise Http404


def _what_opens_with(echo: Echo, reader: Reader) -> list[str]:
    """Its locked end, and of its evidence what spoils nothing beyond the films of both ends."""
    informed = reader.having_seen([film.pk for film in echo.spoils])
    quotes = list(Quote.objects.filter(evidence__echo=echo).for_reader(informed).opened())
    # Not those of a quote that stays locked: the cookie would tell that there is one.
    sources = Source.objects.behind(echo, quotes).for_reader(informed).opened()
    return [item.public_id for item in (*echo.locked_ends, *quotes, *sources)]


def _without_the_end_opened_last(echo: Echo, reader: Reader) -> Reader:
    """Both notes were revealed one by one: close the second, so the page from before is back."""
    ends = (echo.later.public_id, echo.earlier.public_id)
    opened = [public_id for peek in reader.peeks for public_id in peek.public_ids]
    peeked = [public_id for public_id in opened if public_id in ends]
    return reader.without_peek(peeked[-1]) if peeked else reader


def _answer_with_echo(
    request: HttpRequest, found: Echo, reader: Reader, done: str = "", notice: Notice | None = None
) -> HttpResponse:
    def context(reader: Reader) -> dict:
        echo = _echo(found.public_id, reader)
        return _page(echo, reader) | {"item": echo, "just": bool(done)}

    return answer(
        request,
        reader,
        "spoilers/_echo.html",
        context,
        page=found.get_absolute_url(),
        done=done,
        notice=notice,
    )


def _page(echo: Echo, reader: Reader) -> dict:
    # The title stays in the browser's history, so it says no more of an open echo.
    public = {"echo": echo, "page_title": f"An echo of {echo.open_end}"}
    if not echo.is_open:
        return public
    ends = [echo.later, echo.earlier]
    return public | {
        "later": echo.later,
        "earlier": echo.earlier,
        "beats": echo.beats.for_reader(reader),
        "evidence": Evidence.objects.for_page(echo, reader),
        "next_echoes": Echo.objects.touching(ends).exclude(pk=echo.pk).for_page(reader),
        "peeked": bool(reader.peeked & {end.public_id for end in ends}),
    }
