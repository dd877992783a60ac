"""The few ways in which leaks are planted; each takes what is leaked, and gives a `Plant`."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from films.cards import FilmCard
from interviews.cards import InterviewCard, QuoteCard
from people.cards import CharacterCard, PersonCard
from spoilers.cards import NoteCard, WholeEcho

from .leak import Leak, Plant
from .site import Site, View

CONTENT = "{% block content %}"
LOCKED = '<div class="locked">'


class Place(NamedTuple):
    """A place in a template, what is at hand there, and where the battery meets it."""

    template: str
    after: str
    owner: type
    name: str
    at: str
    of: str = ""


def _page(name: str, route: str) -> Place:
    return Place(f"pages/{name}.html", CONTENT, WSGIRequest, "request", route)


HOME, FILMS, ECHOES, PEOPLE, INTERVIEWS, PICKER, TIMELINE = (
    _page("home", "home"),
    _page("films", "films"),
    _page("echoes", "echoes"),
    _page("people", "people"),
    _page("interviews", "interviews"),
    _page("picker", "picker"),
    _page("timeline", "timeline"),
)
FILM_DESCRIPTION = Place(
    "pages/film.html", "{% block description %}", FilmCard, "film", "film", "second"
)
NOTE_TITLE = Place("pages/note.html", "{% block title %}", NoteCard, "note", "note", "later")
NOTE_HEAD = NOTE_TITLE._replace(after="{% block scripts %}")
NOTE_PAGE = NOTE_TITLE._replace(after=CONTENT)
#: The card of a locked note, on the page of its film and on its own.
LOCKED_NOTE = Place("parts/note.html", LOCKED, NoteCard, "note", "film", "second")
LOCKED_ALONE = LOCKED_NOTE._replace(at="note", of="later")
LOCKED_QUOTE = Place("parts/quote.html", LOCKED, QuoteCard, "quote", "interview", "interview")
LOCKED_ECHO = Place(
    "parts/echo_locked.html", "{% with end=echo.known_end %}", WholeEcho, "echo", "echo", "echo"
)
INTERVIEW = Place(
    "pages/interview.html", CONTENT, InterviewCard, "interview", "interview", "interview"
)
ACTOR = Place("pages/person.html", CONTENT, PersonCard, "person", "person", "actor")
DIRECTOR = ACTOR._replace(of="director")
CHARACTER_HEAD = Place(
    "pages/character.html", "{% load static %}", CharacterCard, "character", "character", "hero"
)


def printed(
    place: Place,
    channel: str,
    what: str,
    compute: Callable[[Any], Any],
    markup: str = "{{ LEAK }}",
    besides: Plant | None = None,
    **more: Any,
) -> Leak:
    """At this place stands `markup`, with what `compute` makes of the card (or request) there."""
    plant = together(prints(place, compute, markup), *filter(None, [besides]))
    return Leak(channel, what, plant, **{"at": place.at, "of": place.of} | more)


def prints(place: Place, compute: Callable[[Any], Any], markup: str = "{{ LEAK }}") -> Plant:
    def plant(site: Site) -> None:
        site.give(place.owner, compute)
        named = markup.replace("LEAK", f"{place.name}.leak")
        site.template(place.template, place.after, place.after + named)

    return plant


def sends(route: str, header: str, compute: Callable[..., object]) -> Plant:
    """`compute(request, **kwargs)` gives the header's value; None leaves the header out."""

    def leaking(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        value = compute(request, **kwargs)
        if value is not None:
            response[header] = str(value)
        return response

    return answers(route, leaking)


def answers(route: str, leak: Callable[[View, HttpRequest, dict], HttpResponse]) -> Plant:
    """`leak` stands around the view of this route."""
    return lambda site: site.view(route, leak)


def routes(address: str, view: View) -> Plant:
    return lambda site: site.route(address, view)


def puts(owner: Any, name: str, new: Any) -> Plant:
    return lambda site: site.put(owner, name, new)


def bends(owner: Any, name: str, make: Callable[[Any], Any]) -> Plant:
    return lambda site: site.bend(owner, name, make)


def declares(model: type[Model], **changes: Any) -> Plant:
    """The model's declaration says something else."""
    return puts(model, "gate", replace(model.gate, **changes))


def together(*plants: Plant) -> Plant:
    def plant(site: Site) -> None:
        for one in plants:
            one(site)

    return plant


def after(change: Callable[[Any, tuple], Any]) -> Callable[[Any], Any]:
    """For `bends`: `change(result, args)` of what the function that stands there gives."""
    return lambda function: lambda *args, **kwargs: change(function(*args, **kwargs), args)


def as_http_date(day: date) -> str:
    return http_date((day - date(1970, 1, 1)).total_seconds())
