"""The list of films, and a film's own page."""

from operator import attrgetter

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.cards import FilmCard, FilmLink, Films, film_cards
from films.models import Film, FilmQuerySet
from films.neighbours import next_to
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
from .neighbours import Page, Turning, beside, turning
from .paging import asked_after, onward
from .programme import START, programme

RELEASED = ("Released before", "Released after")
#: Of a universe that has no more, a film's page reads all at once.
FILMS = 60


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


def _with_neighbours(slug: str) -> tuple[FilmCard, list[FilmLink], Turning] | None:
    """The film, films of its universe that the page may name, and those before and after it.

    Of a universe as large as most are, all in one query; of a larger one no more than its
    neighbours, and the others are looked up where they are named. None where no film has this slug.
    """
    rows = list(_films_beside(slug)[: FILMS + 1])
    if len(rows) > FILMS:
        return _with_neighbours_alone(slug)
    films = sorted(film_cards(rows), key=attrgetter("release_key"))
    index = next((index for index, film in enumerate(films) if film.slug == slug), None)
    if index is None:
        return None
    return films[index], list[FilmLink](films), beside([*map(_page, films)], index, RELEASED)


def _with_neighbours_alone(slug: str) -> tuple[FilmCard, list[FilmLink], Turning] | None:
    for row in _film(slug):
        (found,) = film_cards([row])
        around = next_to(found, row.universe_id)
        before, after = (_page(film) if film else None for film in around)
        return found, [found, *filter(None, around)], turning(before, after, RELEASED)
    return None


def _page(film: FilmLink) -> Page:
    return film.url, film.name


@prepared
def _films_beside(slug: str) -> FilmQuerySet:
    return Film.objects.filter(universe__films__slug=slug).for_cards().order_by()


@prepared
def _film(slug: str) -> FilmQuerySet:
    return Film.objects.filter(slug=slug).for_cards().order_by()


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
