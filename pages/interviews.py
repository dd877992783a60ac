"""Interviews: who spoke to whom about what, and what was said."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews.cards import interview_card, quote_cards
from interviews.models import Interview
from readers.http import Request

from .neighbours import turning


@require_safe
def interview_list(request: Request) -> HttpResponse:
    interviews = [interview_card(interview) for interview in Interview.objects.with_films()]
    return render(request, "pages/interviews.html", {"interviews": interviews})


@require_safe
def interview(request: Request, slug: str) -> HttpResponse:
    found = get_object_or_404(Interview.objects.with_films(), slug=slug)
    quotes = quote_cards(found.quotes.order_by("position"), request.reader)
    before, after = (
        (other.get_absolute_url(), other.label) if other else None
        for other in Interview.objects.next_to(found)
    )
    return render(
        request,
        "pages/interview.html",
        {
            "interview": interview_card(found),
            "quotes": quotes,
            "turning": turning(before, after),
        },
    )
