"""Revealing a single item and hiding it again: one pair of views for every kind of item."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from films.cards import Spoiled
from gate.reader import Reader
from interviews.cards import QuoteCard, quote_cards
from interviews.models import Quote
from interviews.source_cards import SourceCard
from readers.http import Request
from readers.origin import reader_action, way_back
from spoilers.cards import NoteCard, WholeEcho, evidence_groups

from . import echoes, notes
from .edits import edits_of
from .notices import notice_for
from .responses import ask, fragment, leave, nearest, redirect, saying


class Item(Protocol):
    """What a card of every kind has."""

    @property
    def is_open(self) -> bool: ...

    @property
    def spoils(self) -> Spoiled: ...


@dataclass(frozen=True)
class Kind[Card: Item]:
    #: As in the names of its addresses.
    name: str
    #: The card as this reader finds it; None where the reader may not know of the item.
    find: Callable[[str, Reader], Card | None]
    #: Public ids of what opens along with it.
    opens: Callable[[Card, Reader], list[str]]
    #: `reader` after hiding the item.
    hidden: Callable[[Card, Reader], Reader]
    #: The page to which a browser goes back that does not say where it comes from.
    page: Callable[[Card], str]
    anchor: Callable[[Card], str]
    template: str
    #: What the template needs to show the item on the page of this path.
    facts: Callable[[Card, Reader, str], dict[str, Any]]


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: Request, kind: Kind, public_id: str) -> HttpResponse:
    """POST opens the item. GET names all that it gives away first, and asks.

    A POST that has not been `agreed` to asks as well, where the button did not name every film.
    """
    if request.method == "POST":
        return _open(request, kind, public_id)
    card = _found(kind, public_id, request.reader)
    page = way_back(request, fallback=kind.page(card))
    if card.is_open:
        return leave(page, kind.anchor(card))
    facts = {"item": card, "action": request.path, "back": page, "anchor": kind.anchor(card)}
    return render(request, "pages/reveal.html", facts)


@reader_action
def _open[Card: Item](request: Request, kind: Kind[Card], public_id: str) -> HttpResponse:
    reader = request.reader
    card = _found(kind, public_id, reader)
    page = way_back(request, fallback=kind.page(card))
    if not card.is_open:
        if card.spoils.unnamed and "agreed" not in request.POST:
            if not request.htmx:
                return ask(request, reverse(f"{kind.name}-reveal", args=[public_id]), page)
            facts = _facts(request, kind, card, reader, page) | {"is_asking": True}
            return fragment(request, reader, kind.template, facts, None, page)
        reader = reader.revealing(public_id, kind.opens(card, reader))
    return _answer(request, kind, card, public_id, reader, done=f"opened-{public_id}")


@reader_action
def hide(request: Request, kind: Kind, public_id: str) -> HttpResponse:
    card = _found(kind, public_id, request.reader)
    return _answer(request, kind, card, public_id, kind.hidden(card, request.reader), "hidden")


def _found[Card: Item](kind: Kind[Card], public_id: str, reader: Reader) -> Card:
    card = kind.find(public_id, reader)
    if card is None:
        raise Http404
    return card


def _answer[Card: Item](
    request: Request, kind: Kind[Card], before: Card, public_id: str, reader: Reader, done: str
) -> HttpResponse:
    page = way_back(request, fallback=kind.page(before))
    card = kind.find(public_id, reader)
    if done == "hidden" and (reader == request.reader or (card and card.is_open)):
        done = ""  # it was locked before, or the films seen keep it open: nothing need be said
    # What was known only by what is hidden now is gone, perhaps with the page on which it stood.
    there = page if card and card.is_open else nearest(request, reader, page)
    if there != page or not request.htmx:
        anchor = kind.anchor(before) if card and there == page else ""
        return redirect(request, reader, saying(there, done, anchor))
    notice = notice_for(done, reader)
    if card is None:
        return fragment(request, reader, "", {}, notice, page)
    facts = _facts(request, kind, card, reader, page)
    return fragment(request, reader, kind.template, facts, notice, page)


def _facts[Card: Item](
    request: Request, kind: Kind[Card], card: Card, reader: Reader, page: str
) -> dict[str, Any]:
    return kind.facts(card, reader, page) | {"may_edit": edits_of(request).of(kind.name)}


def _find_quote(public_id: str, reader: Reader) -> QuoteCard | None:
    found = quote_cards(Quote.objects.filter(public_id=public_id), reader)
    return found[0] if found else None


def _opens_with_quote(quote: QuoteCard, reader: Reader) -> list[str]:
    """Its sources, as far as they spoil nothing beyond it."""
    whole = _find_quote(quote.public_id, reader.having_seen(quote.spoils.films))
    return _open_sources(whole.sources) if whole else []


def _opens_with_echo(echo: WholeEcho, reader: Reader) -> list[str]:
    """Its locked end, and of its evidence what spoils nothing beyond the films of both ends."""
    informed = reader.having_seen(echo.spoils.films)
    whole = echoes.find(echo.public_id, informed)
    if whole is None:
        return []
    locked = [end.public_id for end in whole.ends if end.pk != echo.known_end.pk]
    evidence = evidence_groups(whole, informed)
    quotes = [group.quote for group in evidence if group.quote and group.quote.is_open]
    # Not the sources of a quote that stays locked: the cookie would tell that there is one.
    sources = [source for quote in quotes for source in quote.sources]
    sources += [card.source for group in evidence for card in group.points if card.source]
    return [*locked, *(quote.public_id for quote in quotes), *_open_sources(sources)]


def _open_sources(sources: Iterable[SourceCard]) -> list[str]:
    return [source.public_id for source in sources if source.is_open]


def _echo_hidden(echo: WholeEcho, reader: Reader) -> Reader:
    """Where both notes were revealed one by one, the second closes: the page from before is back."""
    reader = reader.hiding(echo.public_id)
    left = echoes.find(echo.public_id, reader)
    if left and left.is_open:
        last = reader.revealed_last(*(end.public_id for end in left.ends))
        reader = reader.hiding(last) if last else reader
    return reader


NOTE = Kind[NoteCard](
    name="note",
    find=notes.find,
    opens=lambda note, reader: [],
    hidden=lambda note, reader: reader.hiding(note.public_id),
    page=lambda note: note.film.url,
    anchor=lambda note: note.anchor,
    template="parts/note.html",
    facts=lambda note, reader, page: {"note": note, "alone": page == note.url},
)
QUOTE = Kind[QuoteCard](
    name="quote",
    find=_find_quote,
    opens=_opens_with_quote,
    hidden=lambda quote, reader: reader.hiding(quote.public_id),
    page=lambda quote: quote.interview_url,
    anchor=lambda quote: quote.anchor,
    template="parts/quote.html",
    facts=lambda quote, reader, page: {"quote": quote, "place": quote.place_on(page)},
)
ECHO = Kind[WholeEcho](
    name="echo",
    find=echoes.find,
    opens=_opens_with_echo,
    hidden=_echo_hidden,
    page=lambda echo: echo.url,
    anchor=lambda echo: "",
    template="pages/echo.html#echo",
    facts=lambda echo, reader, page: echoes.facts(echo, reader) | {"title": echo.title},
)
