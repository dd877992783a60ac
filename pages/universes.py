"""A universe: its films, the order of its story, its echoes, and who spoke about it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from films.cards import Films
from gate.prepared import prepared
from gate.reader import Reader
from interviews.cards import interview_cards
from interviews.models import Interview, InterviewQuerySet
from memory.keeping import kept
from readers.http import Request
from spoilers.cards import echo_cards
from spoilers.models import Echo
from spoilers.models.echo import EchoQuerySet
from spoilers.timeline import timeline

from .paging import asked_after, onward
from .programme import BEFORE_FILMS, universe_card
from .timeline import claims_on

#: Beside its films; all are in the lists to which the page leads.
ECHOES = 6
INTERVIEWS = 6


@kept
@require_safe
def universe(request: Request, slug: str) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), BEFORE_FILMS)
    found = universe_card(slug, after)
    if found is None:
        raise Http404
    reader = request.reader
    card, end = found
    facts = {
        "universe": card,
        "is_continued": after != BEFORE_FILMS,
        "timeline": timeline(card.films, claims_on(card.films, request)),
        "turning": onward(card.url, after, BEFORE_FILMS, end, "films"),
    }
    if after == BEFORE_FILMS:
        echoes = echo_cards(_echoes(slug, reader), reader, Films(card.films), ECHOES + 1)
        spoken = interview_cards(_interviews(slug, reader)[: INTERVIEWS + 1])
        facts |= {
            "echoes": echoes[:ECHOES],
            "has_more_echoes": len(echoes) > ECHOES,
            "interviews": spoken[:INTERVIEWS],
            "has_more_interviews": len(spoken) > INTERVIEWS,
        }
    return render(request, "pages/universe.html", facts)


@prepared
def _echoes(slug: str, reader: Reader) -> EchoQuerySet:
    return Echo.objects.known_in(slug, reader).newest_first()


@prepared
def _interviews(slug: str, reader: Reader) -> InterviewQuerySet:
    return Interview.objects.about_universe(slug).for_cards(reader)
