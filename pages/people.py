"""People, and the characters that they play."""

from collections.abc import Callable, Collection
from datetime import date
from string import ascii_uppercase as ALPHABET

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.models import NO_DATE
from gate.among import AmongFound
from gate.keyset import beyond
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from interviews.models import Quote, QuoteQuerySet
from memory.keeping import kept
from people.cards import (
    CreditCard,
    FactCard,
    by_letter,
    character_card,
    credit_at,
    credit_cards,
    fact_cards,
    first_of_many,
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
from spoilers.models import Echo
from spoilers.models.echo import EchoQuerySet

from .echo_lines import echoes_shown
from .moved import moved
from .paging import address_after, asked_after, onward, span
from .quotes import quotes_shown
from .sections import Section, Show, found_at, place_after, placed, section, sections

#: By their keys, or by a query for them.
type People = Collection[int] | QuerySet[Credit, int]

#: On a page of the list.
PEOPLE = 100
#: Within the page of a person or a character.
CREDITS = 100
FACTS = 60
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
    card, key = person_card(found), found.pk
    shows: dict[str, Show] = {
        "credits": _credits_shown(
            lambda: _worked(key), lambda *place: _worked_after(key, *place), reader
        ),
        "quotes": quotes_shown(
            lambda: _said([key]), lambda *place: _said_after([key], *place), reader
        ),
        "echoes": echoes_shown(lambda echo: _stood_behind([key], echo, reader), reader),
    }
    facts = {"person": card} | sections(request, card.url, shows)
    return render(request, "pages/person.html", facts)


@kept
@require_safe
def character(request: Request, slug: str) -> HttpResponse:
    reader = request.reader
    found = next(iter(_character(slug, reader)), None)
    if found is None:
        return moved(request, Character.objects.for_reader(reader), slug)
    card, key = character_card(found), found.pk
    credits = _credits_shown(
        lambda: _played(key), lambda *place: _played_after(key, *place), reader
    )
    first = credits("")
    players: People = {credit.person.pk for credit in first.cards}
    if first.end:
        players = _players(key, reader)
    shows: dict[str, Show] = {
        "credits": lambda after: credits(after) if after else first,
        "facts": lambda after: _facts_shown(key, after, reader),
        "quotes": quotes_shown(
            lambda: _said(players), lambda *place: _said_after(players, *place), reader
        ),
        "echoes": echoes_shown(lambda echo: _stood_behind(players, echo, reader), reader),
    }
    facts = {"character": card, "description": found.description}
    return render(request, "pages/character.html", facts | sections(request, card.url, shows))


def _credits_shown(
    first: Callable[[], CreditQuerySet], beyond: Callable[..., CreditQuerySet], reader: Reader
) -> Callable[[str], Section[CreditCard]]:
    """In release order: `first` has all, `beyond` what comes after one."""

    def show(after: str) -> Section[CreditCard]:
        credits = first()
        if after:
            row = found_at(credit_at(after, reader))
            film = (row.film.released or NO_DATE, row.film.sort_key, row.film.slug)
            credits = beyond(*film, row.job, row.position, row.pk)
        cards = credit_cards(first_of_many(credits, reader, CREDITS + 1), reader)
        return section(cards, CREDITS, lambda credit: credit.named)

    return show


def _facts_shown(character: int, after: str, reader: Reader) -> Section[FactCard]:
    start = place_after(after)
    facts = _about_after(character, start) if start else _about(character)
    return placed(fact_cards(facts, reader, FACTS + 1), FACTS, start)


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
def _worked_after(
    person: int, day: date, key: str, slug: str, job: str, position: int, pk: int
) -> CreditQuerySet:
    credits = Credit.objects.filter(person=person).after(day, key, slug, job, position, pk)
    return credits.in_release_order()


@prepared
def _played(character: int) -> CreditQuerySet:
    return Credit.objects.filter(character=character).in_release_order()


@prepared
def _played_after(
    character: int, day: date, key: str, slug: str, job: str, position: int, pk: int
) -> CreditQuerySet:
    credits = Credit.objects.filter(character=character).after(day, key, slug, job, position, pk)
    return credits.in_release_order()


@prepared
def _players(character: int, reader: Reader) -> QuerySet[Credit, int]:
    near = Credit.objects.filter(character=character).unlocked_by(reader).order_by()
    credits = Credit.objects.filter(AmongFound("pk", near.values("pk"))).for_reader(reader)
    return credits.order_by().values_list("person_id", flat=True)


@prepared
def _about(character: int) -> CharacterFactQuerySet:
    return CharacterFact.objects.about(character)


@prepared
def _about_after(character: int, place: int) -> CharacterFactQuerySet:
    return CharacterFact.objects.about(character).after_place(place)


@prepared
def _said(people: People) -> QuoteQuerySet:
    return Quote.objects.said_by(people)


@prepared
def _said_after(people: People, day: date, key: str, position: int) -> QuoteQuerySet:
    return Quote.objects.said_by(people).said_after(day, key, position)


@prepared
def _stood_behind(people: People, after: int, reader: Reader) -> EchoQuerySet:
    return Echo.objects.stood_behind_by(people, reader).filter(pk__gt=after)
