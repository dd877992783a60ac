"""The front page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviews.models import Quote
from readers.http import Request
from spoilers.cards import echo_cards
from spoilers.models import Echo, Note

from .universes import programme


@require_safe
def home(request: Request) -> HttpResponse:
    reader = request.reader
    echoes = echo_cards(Echo.objects.all(), reader)
    return render(
        request,
        "pages/home.html",
        {
            "universes": programme(),
            "open_echoes": [echo for echo in echoes if echo.is_open],
            "hinted_echoes": [echo for echo in echoes if not echo.is_open],
            "open_notes": Note.objects.for_reader(reader).opened().count(),
            "open_quotes": Quote.objects.for_reader(reader).opened().count(),
        },
    )
