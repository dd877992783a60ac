"""What a reader says they have seen: film by film, all at once, or nothing."""

from collections.abc import Collection, Sequence, Set
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from films.cards import FilmLink, film_card, film_link
from films.models import Film, FilmQuerySet, Universe
from gate.among import AmongFound
from gate.prepared import prepared
from gate.reader import NOBODY, Reader
from gate.slugs import standing_at
from memory.keeping import kept
from readers.cookies import TooMuch
from readers.forms import PickerForm, Preset, offered
from readers.http import Request
from readers.origin import our_path, reader_action, way_back
from readers.undo import offer, undone

from .notices import TOO_MANY
from .paging import Position, asked_after, query, written
from .responses import anchor_of, ask, leave, nearest, redirect, saying

#: On a page of the picker.
FILMS = 100
#: As many fill it if they have one film each: the first may have none left, and one comes after it.
UNIVERSES = FILMS + 2
#: Before the first film of the first universe.
START: Position = (0, "", date.min, "", "")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def film_seen(request: Request, slug: str) -> HttpResponse:
    """POST marks the film. GET asks, for a film that is not out: some see it before its day."""
    if request.method == "POST":
        return _mark(request, slug)
    film = _film_at(Film.objects.for_cards(), slug)
    if film.is_released or request.reader.has_seen(film):
        return leave(film.get_absolute_url())
    back = way_back(request, fallback=film.get_absolute_url())
    return render(request, "pages/early.html", {"film": film_card(film), "back": back})


@reader_action
def _mark(request: Request, slug: str) -> HttpResponse:
    film = _film_at(Film.objects.all(), slug)
    page = way_back(request, fallback=film.get_absolute_url())
    if not film.is_released and "agreed" not in request.POST:
        return ask(request, reverse("film-seen", args=[film.slug]), page)
    reader = request.reader.having_seen([film])
    told = saying(page, f"seen-{film.slug}", anchor_of(request), undo=offer(request.reader, reader))
    try:
        return redirect(request, reader, told)
    except TooMuch:
        return redirect(request, request.reader, saying(page, "toomany"))


@reader_action
def film_unseen(request: Request, slug: str) -> HttpResponse:
    film = _film_at(Film.objects.all(), slug)
    reader = request.reader.not_having_seen([film])
    page = nearest(request, reader, way_back(request, fallback=film.get_absolute_url()))
    told = saying(page, f"unseen-{film.slug}", undo=offer(request.reader, reader))
    return redirect(request, reader, told)


def _film_at(films: FilmQuerySet, slug: str) -> Film:
    """Also by a slug that it had: pages that were made before it changed still act. Raises Http404."""
    film = standing_at(films, slug)
    if film is None:
        raise Http404
    return film


@reader_action
def lock_all(request: Request) -> HttpResponse:
    page = nearest(request, NOBODY, way_back(request, fallback=reverse("home")))
    return redirect(request, NOBODY, saying(page, "locked", undo=offer(request.reader, NOBODY)))


@reader_action
def undo(request: Request) -> HttpResponse:
    """Takes the last action back, by what its notice has kept in the form."""
    page = way_back(request, fallback=reverse("home"))
    reader = undone(request.POST.get("undo", ""), request.reader)
    if reader is None:
        return redirect(request, request.reader, saying(page, "toolate"))
    try:
        return redirect(request, reader, saying(nearest(request, reader, page), "undone"))
    except TooMuch:
        return redirect(request, request.reader, saying(page, "toomany"))


@kept
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request: Request) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    listed = list_of(request.GET)
    seen = {film.key for film in listed.films if request.reader.has_seen(film)}
    if "preset" not in request.GET:
        return _show(request, listed, seen, shown=seen)
    # A button without JavaScript: the same boxes, with its ticks, and nothing saved yet.
    form = PickerForm(request.GET, request.reader)
    sent = form.ticked if form.is_valid() else seen
    ticked = Preset(request.GET["preset"]).ticked(sent, listed.films)
    return _show(request, listed, ticked, shown=seen, is_unsaved=ticked != seen)


@reader_action
def _save(request: Request) -> HttpResponse:
    form = PickerForm(request.POST, request.reader)
    listed = list_of(request.POST)
    onward = list_of(QueryDict(request.POST["onward"])) if "onward" in request.POST else None
    if form.is_valid():
        reader = form.read_by(request.reader)
        try:
            back = our_path(request.POST.get("back", ""), "")
            if onward:
                return redirect(request, reader, _further(request, reader, onward.after, back))
            page = nearest(request, reader, back) if back else reverse("home")
            done = "saved" if page == back or not back else "closed"
            done = done if reader.seen_count else "none"  # which asks nothing of a browser
            told = saying(page, done, undo=offer(request.reader, reader))
            return redirect(request, reader, told)
        except TooMuch:
            form.add_error(None, TOO_MANY)
    errors = [str(error) for found in form.errors.values() for error in found]
    return _show(request, listed, form.ticked, shown=form.was_ticked, errors=errors)


class Listed(NamedTuple):
    """A page of the picker's films."""

    after: Position
    films: list[Film]
    #: After what the next page begins, if there is one.
    end: Position | None

    @property
    def continued(self) -> str:
        """The sort key of the universe that the page before may have begun."""
        return self.after[1]


def list_of(sent: QueryDict) -> Listed:
    """The page that was asked for, or that a form was sent from. Raises Http404 for no page."""
    after = asked_after(sent.getlist("after"), START)
    found = list(_films_after(*after)[: FILMS + 1])
    films = found[:FILMS]
    return Listed(after, films, _place(films[-1]) if len(found) > FILMS else None)


def _place(film: Film) -> Position:
    return film.universe.position, film.universe.sort_key, *film_link(film).release_key


@prepared
def _films_after(position: int, universe: str, day: date, key: str, slug: str) -> FilmQuerySet:
    # Of all universes there may be, these fill a page; else the films of all would be put in order.
    near = Universe.objects.with_films_from(position, universe)[:UNIVERSES]
    films = Film.objects.filter(AmongFound("universe", near))
    return films.after_in_picker(position, universe, day, key, slug).for_picker()


class Row(NamedTuple):
    """A film in the picker. What nobody can have seen yet has no box."""

    film: FilmLink
    key: str
    is_ticked: bool
    is_finished: bool


def _row(film: Film, boxes: Collection[str], ticked: Set[str]) -> Row:
    key = film.key if film.key in boxes else ""
    return Row(film_link(film), key, key in ticked, film.is_finished)


def _further(request: Request, reader: Reader, after: Position, back: str) -> str:
    """The address of another page of the picker, once the ticks of this one are saved."""
    page = _address(after, back)
    if reader == request.reader:
        return page
    done = "saved" if reader.seen_count else "none"
    return saying(page, done, undo=offer(request.reader, reader))


def _address(after: Position, back: str) -> str:
    """Of a page of the picker, which leads back to where the reader came from."""
    where = "" if after == START else query(after)
    asked = "&".join(filter(None, [where, urlencode({"back": back}) if back else ""]))
    return f"{reverse('picker')}?{asked}" if asked else reverse("picker")


def _show(
    request: Request,
    listed: Listed,
    ticked: Set[str],
    shown: Set[str],
    errors: Sequence[str] = (),
    is_unsaved: bool = False,
) -> HttpResponse:
    sent = request.POST or request.GET
    boxes = offered(listed.films, request.reader)
    back = our_path(sent.get("back", ""), "")
    facts = {
        "universes": [
            (universe, [_row(film, boxes, ticked) for film in films])
            for universe, films in groupby(listed.films, attrgetter("universe"))
        ],
        "after": written(listed.after) if listed.after != START else (),
        "continued": listed.continued,
        "end": query(listed.end) if listed.end else "",
        "shown": ".".join(sorted(shown)),
        "errors": errors,
        "is_unsaved": is_unsaved,
        "back": back,
        "address": _address(listed.after, back),
    }
    return render(request, "pages/picker.html", facts, status=400 if errors else 200)
