"""People, and the characters that they play."""

from collections.abc import Collection
from string import ascii_uppercase as ALPHABET

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gate.keyset import beyond
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from interviews.cards import quote_cards
from interviews.models import Quote, QuoteQuerySet
from memory.keeping import kept
from people.cards import (
    by_letter,
    character_card,
    credit_cards,
    fact_cards,
    listed_people,
    person_card,
)
from people.models import (
    Character,
    CharacterFact,
    CharacterFactQuerySet,
    Credit,
    CreditQuerySet,
    Person,
)
from readers.http import Request
from spoilers.cards import echo_cards
from spoilers.models import Echo
from spoilers.models.echo import EchoQuerySet

from .moved import moved
from .paging import address_after, asked_after, onward, span

#: On a page of the list.
PEOPLE = 100
#: Before the first of them.
START = ("", "")


@kept
@require_safe
def person_list(request: Request) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), START)
    found = listed_people(_people_after(*after), request.reader, PEOPLE + 1)
    people, page = found[:PEOPLE], reverse("people")
    end = (people[-1].sort_key, people[-1].slug) if len(found) > PEOPLE else None
    letters = by_letter(people)
    facts = {
        "letters": letters,
        "span": span([letter for letter, _people in letters]) if after != START or end else "",
        "alphabet": [(letter, address_after(page, (letter.lower(), ""))) for letter in ALPHABET],
        "turning": onward(page, after, START, end, "people"),
    }
    return render(request, "pages/people.html", facts)


@kept
@require_safe
def person(request: Request, slug: str) -> HttpResponse:
    reader = request.reader
    found = next(iter(_person(slug, reader)), None)
    if found is None:
        return moved(request, Person.objects.for_reader(reader), slug)
    return render(
        request,
        "pages/person.html",
        {
            "person": person_card(found),
            "credits": credit_cards(_worked(found.pk), reader),
            "quotes": quote_cards(_said([found.pk]), reader),
            "echoes": echo_cards(_stood_behind([found.pk], reader), reader),
        },
    )


@kept
@require_safe
def character(request: Request, slug: str) -> HttpResponse:
    reader = request.reader
    found = next(iter(_character(slug, reader)), None)
    if found is None:
        return moved(request, Character.objects.for_reader(reader), slug)
    credits = credit_cards(_played(found.pk), reader)
    players = {credit.person.pk for credit in credits}
    return render(
        request,
        "pages/character.html",
        {
            "character": character_card(found),
            "description": found.description,
            "credits": credits,
            "facts": fact_cards(_about(found.pk), reader),
            "quotes": quote_cards(_said(players), reader),
            "echoes": echo_cards(_stood_behind(players, reader), reader),
        },
    )


@prepared
def _people_after(key: str, slug: str) -> GatedQuerySet[Person]:
    return Person.objects.filter(beyond(("sort_key", key), ("slug", slug)))


@prepared
def _person(slug: str, reader: Reader) -> GatedQuerySet[Person]:
    people = Person.objects.for_reader(reader).order_by()
    return people.filter(slug=slug).only("slug", "name")


@prepared
def _character(slug: str, reader: Reader) -> GatedQuerySet[Character]:
    characters = Character.objects.for_reader(reader).order_by()
    return characters.filter(slug=slug).only("slug", "name", "description")


@prepared
def _worked(person: int) -> CreditQuerySet:
    return Credit.objects.filter(person=person).in_release_order()


@prepared
def _played(character: int) -> CreditQuerySet:
    return Credit.objects.filter(character=character).in_release_order()


@prepared
def _about(character: int) -> CharacterFactQuerySet:
    return CharacterFact.objects.about(character)


@prepared
def _said(people: Collection[int]) -> QuoteQuerySet:
    return Quote.objects.said_by(people)


@prepared
def _stood_behind(people: Collection[int], reader: Reader) -> EchoQuerySet:
    return Echo.objects.stood_behind_by(people, reader)
