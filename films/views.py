from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interviews.models import Quote
from people.models import Credit
from spoilers.models import Echo, Note

from .models import Film, Universe
from .timeline import cited_placements, timelines


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    reader = request.reader
    echoes = Echo.objects.for_page(reader)
    return render(
        request,
        "films/home.html",
        {
            "universes": Universe.objects.with_films(),
            "open_echoes": [echo for echo in echoes if echo.is_open],
            "hinted_echoes": [echo for echo in echoes if not echo.is_open],
            "opened": {
                "notes": Note.objects.for_reader(reader).opened().count(),
                "quotes": Quote.objects.for_reader(reader).opened().count(),
            },
        },
    )


@require_safe
def film_list(request: HttpRequest) -> HttpResponse:
    return render(request, "films/list.html", {"universes": Universe.objects.with_films()})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    film, previous_film, next_film = _with_neighbours(slug)
    reader = request.reader
    return render(
        request,
        "films/detail.html",
        {
            "film": film,
            "previous_film": previous_film,
            "next_film": next_film,
            "has_seen": film.pk in reader.seen,
            "credit_groups": Credit.objects.of_film(film, reader),
            "notes": Note.objects.filter(film=film).for_page(reader),
            "quotes": Quote.objects.about(film).for_page(reader),
            "placements": cited_placements(reader, placed=film),
        },
    )


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    return render(request, "films/timeline.html", {"timelines": timelines(request.reader)})


def _with_neighbours(slug: str) -> tuple[Film, Film | None, Film | None]:
    """The film and those before and after it in its universe, in one query."""
    films = list(
        Film.objects.filter(universe__films__slug=slug)
        .select_related("universe")
        .in_release_order()
    )
    for index, film in enumerate(films):
        if film.slug == slug:
            around = [None, *films, None]
            return film, around[index], around[index + 2]
    raise Http404
