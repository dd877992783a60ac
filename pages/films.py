"""The list of films, and a film's own page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.cards import FilmCard, Films, film_card
from films.models import Film
from interviews.cards import quote_cards
from interviews.models import Quote
from people.cards import by_job, credit_cards
from people.models import Credit
from readers.http import Request
from spoilers.cards import note_cards, placement_cards
from spoilers.models import Note, Placement

from .neighbours import Turning, beside
from .universes import programme

RELEASED = ("Released before", "Released after")


@require_safe
def film_list(request: Request) -> HttpResponse:
    return render(request, "pages/films.html", {"universes": programme()})


@require_safe
def film(request: Request, slug: str) -> HttpResponse:
    found, others, turning = _with_neighbours(slug)
    reader, films = request.reader, Films(others)
    notes = Note.objects.filter(film=found.pk).order_by("position", "pk")
    credits = Credit.objects.filter(film=found.pk).order_by("position", "pk")
    placements = Placement.objects.filter(placed=found.pk)
    return render(
        request,
        "pages/film.html",
        {
            "film": found,
            "has_seen": reader.has_seen(found),
            "notes": note_cards(notes, reader, films),
            "quotes": quote_cards(Quote.objects.about(found.pk), reader, films),
            "placements": placement_cards(placements, reader, films),
            "credits": by_job(credit_cards(credits, reader, films)),
            "turning": turning,
        },
    )


def _with_neighbours(slug: str) -> tuple[FilmCard, list[FilmCard], Turning]:
    """The film, all films of its universe, and those before and after it, in one query."""
    rows = Film.objects.filter(universe__films__slug=slug).for_cards().in_release_order()
    films = [film_card(row) for row in rows]
    index = next((index for index, film in enumerate(films) if film.slug == slug), None)
    if index is None:
        raise Http404
    named = [(film.url, film.name) for film in films]
    return films[index], films, beside(named, index, RELEASED)
