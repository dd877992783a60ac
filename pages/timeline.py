"""The order of release beside the order of the story, universe by universe."""

from collections.abc import Collection

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.cards import FilmCard, Films
from gate.among import Among
from gate.places import first_of_each
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from memory.keeping import kept
from readers.http import Request
from spoilers.cards import PlacementCard, placement_cards
from spoilers.models import Placement
from spoilers.timeline import CLAIMS, timeline

from .paging import asked_after, onward
from .programme import START, programme


@kept
@require_safe
def timelines(request: Request) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), START)
    universes, end = programme(after)
    films = [film for universe in universes for film in universe.films]
    placements = claims_on(films, request)
    facts = {
        "timelines": [(universe, timeline(universe.films, placements)) for universe in universes],
        "is_continued": after != START,
        "turning": onward(reverse("timeline"), after, START, end, "universes"),
    }
    return render(request, "pages/timeline.html", facts)


def claims_on(films: Collection[FilmCard], request: Request) -> list[PlacementCard]:
    """Where these films lie in the story, as far as this reader may know of it."""
    claims = _placed([film.pk for film in films], CLAIMS + 1)
    return placement_cards(claims, request.reader, Films(films))


@prepared
def _placed(films: Collection[int], of_each: int) -> GatedQuerySet[Placement]:
    claims = Placement.objects.filter(Among("placed_id", films))
    return first_of_each(claims, "placed_id", of_each, "pk")
