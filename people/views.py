from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews.models import Quote
from spoilers.models import Echo

from .models import Character, CharacterFact, Credit, Person


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    return render(request, "people/list.html", {"people": Person.objects.known_to(request.reader)})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    reader = request.reader
    person = get_object_or_404(Person.objects.known_to(reader), slug=slug)
    return render(
        request,
        "people/person.html",
        {
            "person": person,
            "credits": Credit.objects.for_reader(reader).filter(person=person).in_release_order(),
            "quotes": Quote.objects.said_by([person]).for_page(reader),
            "echoes": Echo.objects.stood_behind_by([person], reader).for_page(reader),
        },
    )


@require_safe
def character(request: HttpRequest, slug: str) -> HttpResponse:
    reader = request.reader
    character = get_object_or_404(Character.objects.known_to(reader), slug=slug)
    credits = list(Credit.objects.for_reader(reader).filter(character=character).in_release_order())
    players = {credit.person for credit in credits}
    return render(
        request,
        "people/character.html",
        {
            "character": character,
            "credits": credits,
            "facts": CharacterFact.objects.about(character).for_reader(reader),
            "quotes": Quote.objects.said_by(players).for_page(reader),
            "echoes": Echo.objects.stood_behind_by(players, reader).for_page(reader),
        },
    )
