"""Echoes: one scene that answers another, with the interview that proves it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.cards import Films
from gate.reader import Reader
from readers.http import Request
from spoilers.cards import WholeEcho, beat_cards, echo_cards, evidence_groups, whole_echo
from spoilers.models import Echo


@require_safe
def echo_list(request: Request) -> HttpResponse:
    echoes = echo_cards(Echo.objects.all(), request.reader)
    return render(request, "pages/echoes.html", {"echoes": echoes})


@require_safe
def echo(request: Request, public_id: str) -> HttpResponse:
    found = find(public_id, request.reader)
    if found is None:
        raise Http404
    return render(request, "pages/echo.html", facts(found, request.reader))


def find(public_id: str, reader: Reader) -> WholeEcho | None:
    return whole_echo(Echo.objects.filter(public_id=public_id), reader)


def facts(echo: WholeEcho, reader: Reader) -> dict[str, Any]:
    """What the page of an echo shows; its fragment shows the same."""
    if not echo.is_open:
        return {"echo": echo}
    others = Echo.objects.touching(end.pk for end in echo.ends).exclude(pk=echo.pk)
    films = Films(end.film for end in echo.ends)
    return {
        "echo": echo,
        "beats": beat_cards(echo, reader),
        "evidence": evidence_groups(echo, reader, films),
        "next_echoes": echo_cards(others, reader, films),
    }
