"""The list of films, and a film's own page."""

from datetime import date
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.cards import FilmCard, FilmLink, Films, film_cards
from films.models import Film, FilmQuerySet
from films.neighbours import next_to
from gate.keyset import beyond
from gate.places import after_place
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from interviews.models import Quote, QuoteQuerySet
from memory.keeping import kept
from people.cards import CreditCard, by_job, credit_at, credit_cards
from people.models import Credit, CreditQuerySet
from readers.http import Request
from spoilers.cards import NoteCard, PlacementCard, note_cards, placement_cards
from spoilers.models import Note, Placement
from spoilers.models.note import NoteQuerySet

from .moved import moved
from .neighbours import Page, Turning, beside, turning
from .paging import asked_after, onward
from .programme import START, programme
from .quotes import quotes_shown
from .sections import Section, Show, found_at, place_after, placed, section, sections

RELEASED = ("Released before", "Released after")
#: Of a universe that has no more, a film's page reads all at once.
FILMS = 60
#: Of what a film's page lists, it shows so many at once.
NOTES = 60
PLACEMENTS = 24
CREDITS = 100


@kept
@require_safe
def film_list(request: Request) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), START)
    universes, end = programme(after)
    facts = {
        "universes": universes,
        "is_continued": after != START,
        "turning": onward(reverse("films"), after, START, end, "universes"),
    }
    return render(request, "pages/films.html", facts)


@kept
@require_safe
def film(request: Request, slug: str) -> HttpResponse:
    around = _with_neighbours(slug)
    if around is None:
        return moved(request, Film.objects.all(), slug)
    found, others, turning = around
    reader, films, key = request.reader, Films(others), found.pk
    shows: dict[str, Show] = {
        "notes": lambda after: _notes_shown(key, after, reader, films),
        "quotes": quotes_shown(
            lambda: _quotes(key), lambda *place: _quotes_after(key, *place), reader, films
        ),
        "placements": lambda after: _placements_shown(key, after, reader, films),
        "credits": lambda after: _credits_shown(key, after, reader, films),
    }
    facts: dict[str, Any] = {"film": found, "has_seen": reader.has_seen(found), "turning": turning}
    facts |= sections(request, found.url, shows)
    facts["credits"] = by_job(facts["credits"])
    return render(request, "pages/film.html", facts)


def _notes_shown(film: int, after: str, reader: Reader, films: Films) -> Section[NoteCard]:
    notes = _notes(film)
    if after:
        row = found_at(_note(film, after, reader))
        notes = _notes_after(film, row.position, row.pk)
    cards = note_cards(notes, reader, films, NOTES + 1)
    return section(cards, NOTES, lambda note: note.public_id)


def _placements_shown(
    film: int, after: str, reader: Reader, films: Films
) -> Section[PlacementCard]:
    start = place_after(after)
    claims = _placements_after(film, start) if start else _placements(film)
    return placed(placement_cards(claims, reader, films, PLACEMENTS + 1), PLACEMENTS, start)


def _credits_shown(film: int, after: str, reader: Reader, films: Films) -> Section[CreditCard]:
    credits = _credits(film)
    if after:
        row = found_at(credit_at(after, reader))
        credits = _credits_after(film, row.position, row.pk)
    cards = credit_cards(credits, reader, films, CREDITS + 1)
    return section(cards, CREDITS, lambda credit: credit.named)


def _with_neighbours(slug: str) -> tuple[FilmCard, list[FilmLink], Turning] | None:
    """The film, films of its universe that the page may name, and those before and after it.

    Of a universe as large as most are, all in one query; of a larger one no more than its
    neighbours, and the others are looked up where they are named. None where no film has this slug.
    """
    rows = list(_films_beside(slug)[: FILMS + 1])
    if len(rows) > FILMS:
        return _with_neighbours_alone(slug)
    films = sorted(film_cards(rows), key=attrgetter("release_key"))
    index = next((index for index, film in enumerate(films) if film.slug == slug), None)
    if index is None:
        return None
    return films[index], list[FilmLink](films), beside([*map(_page, films)], index, RELEASED)


def _with_neighbours_alone(slug: str) -> tuple[FilmCard, list[FilmLink], Turning] | None:
    for row in _film(slug):
        (found,) = film_cards([row])
        around = next_to(found, row.universe_id)
        before, after = (_page(film) if film else None for film in around)
        return found, [found, *filter(None, around)], turning(before, after, RELEASED)
    return None


def _page(film: FilmLink) -> Page:
    return film.url, film.name


@prepared
def _films_beside(slug: str) -> FilmQuerySet:
    return Film.objects.filter(universe__films__slug=slug).for_cards().order_by()


@prepared
def _film(slug: str) -> FilmQuerySet:
    return Film.objects.filter(slug=slug).for_cards().order_by()


@prepared
def _notes(film: int) -> NoteQuerySet:
    return Note.objects.filter(film=film).order_by("position", "pk")


@prepared
def _notes_after(film: int, position: int, pk: int) -> NoteQuerySet:
    after = beyond(("position", position), ("pk", pk))
    return Note.objects.filter(after, film=film).order_by("position", "pk")


@prepared
def _note(film: int, public_id: str, reader: Reader) -> NoteQuerySet:
    notes = Note.objects.for_reader(reader, "is_open").filter(film=film, public_id=public_id)
    return notes.only("position").order_by()


@prepared
def _quotes(film: int) -> QuoteQuerySet:
    return Quote.objects.about(film)


@prepared
def _quotes_after(film: int, day: date, key: str, position: int) -> QuoteQuerySet:
    return Quote.objects.about(film).after(day, key, position)


@prepared
def _placements(film: int) -> GatedQuerySet[Placement]:
    return Placement.objects.filter(placed=film)


@prepared
def _placements_after(film: int, place: int) -> GatedQuerySet[Placement]:
    return after_place(Placement.objects.filter(placed=film), place, "pk")


@prepared
def _credits(film: int) -> CreditQuerySet:
    return Credit.objects.filter(film=film).order_by("position", "pk")


@prepared
def _credits_after(film: int, position: int, pk: int) -> CreditQuerySet:
    after = beyond(("position", position), ("pk", pk))
    return Credit.objects.filter(after, film=film).order_by("position", "pk")
