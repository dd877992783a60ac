"""The front page: what is open to this reader now, and the first films of each universe."""

from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gate.prepared import prepared
from gate.reader import Reader
from interviews.models import Quote
from memory.keeping import kept
from readers.http import Request
from spoilers.cards import echo_cards
from spoilers.models import Echo, Note
from spoilers.models.echo import EchoQuerySet

from .paging import counted
from .programme import programme

#: The first of all, and of each of them so many films.
UNIVERSES = 6
FILMS = 6
#: The newest that a reader knows of; of these so many open ones are shown, and so many hints.
ECHOES_LOOKED_AT = 24
ECHOES = 6
#: What stands for each row that is counted.
ONE = Value(1, IntegerField())


@kept
@require_safe
def home(request: Request) -> HttpResponse:
    reader = request.reader
    universes, end = programme(most=UNIVERSES, films_each=FILMS)
    echoes = echo_cards(_newest(reader), reader, most=ECHOES_LOOKED_AT)
    opened = [echo for echo in echoes if echo.is_open][:ECHOES]
    hinted = [echo for echo in echoes if not echo.is_open][:ECHOES]
    return render(
        request,
        "pages/home.html",
        {
            "universes": universes,
            "has_more_universes": end is not None,
            "open_echoes": opened,
            "hinted_echoes": hinted,
            "has_more_echoes": len(echoes) > len(opened) + len(hinted),
            "open_notes": counted(_open_notes(reader)),
            "open_quotes": counted(_open_quotes(reader)),
        },
    )


@prepared
def _newest(reader: Reader) -> EchoQuerySet:
    return Echo.objects.within_reach(reader).newest_first()


@prepared
def _open_notes(reader: Reader) -> QuerySet[Note, tuple[int]]:
    """Without an order, of more than are counted any may come: no row says which it is."""
    notes = Note.objects.unlocked_by(reader).for_reader(reader)
    return notes.opened().order_by().values_list(ONE)


@prepared
def _open_quotes(reader: Reader) -> QuerySet[Quote, tuple[int]]:
    quotes = Quote.objects.unlocked_by(reader).for_reader(reader)
    return quotes.opened().order_by().values_list(ONE)
