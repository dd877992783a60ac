from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Interview


@require_safe
def interview_list(request: HttpRequest) -> HttpResponse:
    return render(request, "interviews/list.html", {"interviews": Interview.objects.with_films()})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    interview = get_object_or_404(Interview.objects.with_films(), slug=slug)
    quotes = interview.quotes.order_by("position").for_page(request.reader)
    previous_interview, next_interview = Interview.objects.next_to(interview)
    return render(
        request,
        "interviews/detail.html",
        {
            "interview": interview,
            "films": interview.film_list,
            "speakers": list({quote.speaker_id: quote.speaker for quote in quotes}.values()),
            "quotes": quotes,
            "previous_interview": previous_interview,
            "next_interview": next_interview,
        },
    )
