"""The list of films, and a film's own page."""

from operator import attrgetter

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.cards import FilmCard, Films, film_cards
from films.models import Film, FilmQuerySet
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from interviews.cards import quote_cards
from interviews.models import Quote, QuoteQuerySet
from memory.keeping import kept
from people.cards import by_job, credit_cards
from people.models import Credit, CreditQuerySet
from readers.http import Request
from spoilers.cards import note_cards, placement_cards
from spoilers.models import Note, Placement
from spoilers.models.note import NoteQuerySet

from .moved import moved
from .neighbours import Turning, beside
from .paging import asked_after, onward
from .programme import START, programme

RELEASED = ("Released before", "Released after")


@kept
@require_safe
def film_list(request: Request) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), START)
    universes, end = programme(after)
    facts = {
        "universes": universes,
        "is_continued": after != START,
        "turning": onward(reverse("films"), after, START, end, "universes"),
    }
    return render(request, "pages/films.html", facts)


@kept
@require_safe
def film(request: Request, slug: str) -> HttpResponse:
    around = _with_neighbours(slug)
    if around is None:
        return moved(request, Film.objects.all(), slug)
    found, others, turning = around
    reader, films = request.reader, Films(others)
    return render(
        request,
        "pages/film.html",
        {
            "film": found,
            "has_seen": reader.has_seen(found),
            "notes": note_cards(_notes(found.pk), reader, films),
            "quotes": quote_cards(_quotes(found.pk), reader, films),
            "placements": placement_cards(_placements(found.pk), reader, films),
            "credits": by_job(credit_cards(_credits(found.pk), reader, films)),
            "turning": turning,
        },
    )


def _with_neighbours(slug: str) -> tuple[FilmCard, list[FilmCard], Turning] | None:
    """The film, all films of its universe, and those before and after it, in one query.

    None where no film has this slug.
    """
    films = sorted(film_cards(_films_beside(slug)), key=attrgetter("release_key"))
    index = next((index for index, film in enumerate(films) if film.slug == slug), None)
    if index is None:
        return None
    named = [(film.url, film.name) for film in films]
    return films[index], films, beside(named, index, RELEASED)


@prepared
def _films_beside(slug: str) -> FilmQuerySet:
    return Film.objects.filter(universe__films__slug=slug).for_cards().order_by()


@prepared
def _notes(film: int) -> NoteQuerySet:
    return Note.objects.filter(film=film).order_by("position", "pk")


@prepared
def _quotes(film: int) -> QuoteQuerySet:
    return Quote.objects.about(film)


@prepared
def _placements(film: int) -> GatedQuerySet[Placement]:
    return Placement.objects.filter(placed=film)


@prepared
def _credits(film: int) -> CreditQuerySet:
    return Credit.objects.filter(film=film).order_by("position", "pk")
