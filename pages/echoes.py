"""Echoes: one scene that answers another, with the interview that proves it."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.cards import Films
from gate.keyset import beyond
from gate.prepared import prepared
from gate.reader import Reader
from memory.keeping import kept
from readers.http import Request
from spoilers.cards import (
    BeatCard,
    EvidenceRow,
    WholeEcho,
    beat_cards,
    echo_cards,
    evidence_rows,
    grouped,
    whole_echo,
)
from spoilers.models import Echo
from spoilers.models.echo import EchoQuerySet

from .echo_lines import echoes_shown
from .paging import asked_after, onward
from .sections import Section, Show, first_of, place_after, placed, sections

#: On a page of the list, where each is a poster.
ECHOES = 60
#: Within the page of one.
BEATS = 40
EVIDENCE = 30
NEXT = 12
#: Before the newest of them.
START = (datetime.max.replace(tzinfo=UTC), "")


@kept
@require_safe
def echo_list(request: Request) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), START)
    found = echo_cards(_echoes_after(request.reader, *after), request.reader, most=ECHOES + 1)
    echoes = found[:ECHOES]
    end = (echoes[-1].made, echoes[-1].public_id) if len(found) > ECHOES else None
    facts = {
        "echoes": echoes,
        "is_continued": after != START,
        "turning": onward(reverse("echoes"), after, START, end, "echoes"),
    }
    return render(request, "pages/echoes.html", facts)


@kept
@require_safe
def echo(request: Request, public_id: str) -> HttpResponse:
    found = find(public_id, request.reader)
    if found is None:
        raise Http404
    shown = sections(request, found.url, _lists(found, request.reader))
    return render(request, "pages/echo.html", _whole(found, shown))


def find(public_id: str, reader: Reader) -> WholeEcho | None:
    return whole_echo(_called(public_id), reader)


def facts(echo: WholeEcho, reader: Reader) -> dict[str, Any]:
    """What the page of an echo shows; its fragment shows the same."""
    return _whole(echo, first_of(echo.url, _lists(echo, reader)))


def _whole(echo: WholeEcho, shown: dict[str, Any]) -> dict[str, Any]:
    return {"echo": echo, **shown, "evidence": grouped(shown.get("evidence", ()))}


def _lists(echo: WholeEcho, reader: Reader) -> dict[str, Show]:
    """What an open echo shows of its lists; a locked one has none."""
    if not echo.is_open:
        return {}
    key, ends = echo.pk, [end.pk for end in echo.ends]
    films = Films(end.film for end in echo.ends)

    def beats(after: str) -> Section[BeatCard]:
        start = place_after(after)
        return placed(beat_cards(echo, reader, start, BEATS + 1), BEATS, start)

    def evidence(after: str) -> Section[EvidenceRow]:
        start = place_after(after)
        rows = evidence_rows(echo, reader, films, start, EVIDENCE + 1)
        return placed(rows, EVIDENCE, start)

    others = echoes_shown(lambda other: _others(key, ends, other), reader, films, NEXT)
    return {"beats": beats, "evidence": evidence, "echoes": others}


@prepared
def _echoes_after(reader: Reader, made: datetime, public_id: str) -> EchoQuerySet:
    after = beyond(("-made", made), ("public_id", public_id))
    return Echo.objects.within_reach(reader).filter(after).newest_first()


@prepared
def _called(public_id: str) -> EchoQuerySet:
    return Echo.objects.filter(public_id=public_id)


@prepared
def _others(echo: int, ends: Collection[int], after: int) -> EchoQuerySet:
    return Echo.objects.touching(ends).exclude(pk=echo).filter(pk__gt=after)
