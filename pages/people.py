"""People, and the characters that they play."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from interviews.cards import quote_cards
from interviews.models import Quote
from people.cards import character_card, credit_cards, fact_cards, people_by_letter, person_card
from people.models import Character, CharacterFact, Credit, Person
from readers.http import Request
from spoilers.cards import echo_cards
from spoilers.models import Echo


@require_safe
def person_list(request: Request) -> HttpResponse:
    letters = people_by_letter(Person.objects.all(), request.reader)
    return render(request, "pages/people.html", {"letters": letters})


@require_safe
def person(request: Request, slug: str) -> HttpResponse:
    reader = request.reader
    found = get_object_or_404(Person.objects.for_reader(reader), slug=slug)
    credits = credit_cards(Credit.objects.filter(person=found).in_release_order(), reader)
    return render(
        request,
        "pages/person.html",
        {
            "person": person_card(found),
            "credits": credits,
            "quotes": quote_cards(Quote.objects.said_by([found.pk]), reader),
            "echoes": echo_cards(Echo.objects.stood_behind_by([found.pk], reader), reader),
        },
    )


@require_safe
def character(request: Request, slug: str) -> HttpResponse:
    reader = request.reader
    found = get_object_or_404(Character.objects.for_reader(reader), slug=slug)
    credits = credit_cards(Credit.objects.filter(character=found).in_release_order(), reader)
    players = {credit.person.pk for credit in credits}
    return render(
        request,
        "pages/character.html",
        {
            "character": character_card(found),
            "description": found.description,
            "credits": credits,
            "facts": fact_cards(CharacterFact.objects.about(found), reader),
            "quotes": quote_cards(Quote.objects.said_by(players), reader),
            "echoes": echo_cards(Echo.objects.stood_behind_by(players, reader), reader),
        },
    )
