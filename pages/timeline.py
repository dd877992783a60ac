"""The order of release beside the order of the story."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.cards import Films
from readers.http import Request
from spoilers.cards import placement_cards
from spoilers.models import Placement
from spoilers.timeline import timeline

from .universes import programme


@require_safe
def timelines(request: Request) -> HttpResponse:
    universes = programme()
    films = Films(film for universe in universes for film in universe.films)
    placements = placement_cards(Placement.objects.all(), request.reader, films)
    both = [(universe, timeline(universe.films, placements)) for universe in universes]
    return render(request, "pages/timeline.html", {"timelines": both})
