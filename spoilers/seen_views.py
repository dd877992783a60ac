"""What a reader says they have seen: film by film, all at once, or nothing."""

from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from films.models import Film, Universe
from gate.cookies import TooMuch
from gate.origin import next_page, reader_action
from gate.reader import NOBODY, Reader
from people.models import Character, Person

from .answers import SeeOther, with_done
from .models import Note
from .notices import TOO_MANY
from .picking import BadChoice, picked
from .reading import keep


@reader_action
def film_seen(request: HttpRequest, slug: str) -> HttpResponse:
    film = get_object_or_404(Film, slug=slug)
    if not film.is_released:
        return _go_on(request, film.get_absolute_url(), done=f"early-{slug}")
    reader = request.reader.having_seen([film.pk])
    try:
        return _remember(request, reader, film.get_absolute_url(), done=f"seen-{slug}")
    except TooMuch:
        return _go_on(request, film.get_absolute_url(), done="toomany")


@reader_action
def film_unseen(request: HttpRequest, slug: str) -> HttpResponse:
    film = get_object_or_404(Film, slug=slug)
    reader = request.reader.not_having_seen([film.pk])
    return _remember(request, reader, film.get_absolute_url())


@reader_action
def lock_all(request: HttpRequest) -> HttpResponse:
    page = next_page(request, fallback=reverse("films:home"))
    response = SeeOther(with_done(_for_nobody(page)))
    keep(request, response, request.reader, NOBODY)
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _save_picker(request)
    return _show_picker(request, ticked=request.reader.seen)


@reader_action
def _save_picker(request: HttpRequest) -> HttpResponse:
    try:
        reader = request.reader.having_seen_just(picked(request.POST, request.reader.seen))
        return _remember(request, reader, reverse("films:home"), done="saved")
    except BadChoice as error:
        message = str(error)
    except TooMuch:
        message = TOO_MANY.text
    sent = request.POST.getlist("films")
    ticked = frozenset(int(value) for value in sent if value.isdecimal() and len(value) < 19)
    return _show_picker(request, ticked=ticked, error=message)


def _show_picker(request: HttpRequest, ticked: frozenset[int], error: str = "") -> HttpResponse:
    return render(
        request,
        "spoilers/picker.html",
        {"universes": Universe.objects.with_films(), "ticked": ticked, "error": error},
        status=400 if error else 200,
    )


def _for_nobody(page: str) -> str:
    """`page`, or where to go instead when locking everything makes it vanish."""
    try:
        found = resolve(urlsplit(page).path)
    except Resolver404:
        return reverse("films:home")
    there: QuerySet
    match found.view_name:
        case "spoilers:echo":
            return reverse("spoilers:echoes")
        case "spoilers:note":
            there = Note.objects.for_reader(NOBODY)
        case "people:person":
            there = Person.objects.known_to(NOBODY)
        case "people:character":
            there = Character.objects.known_to(NOBODY)
        case _:
            return page
    return page if there.filter(**found.kwargs).exists() else reverse("films:home")


def _remember(request: HttpRequest, reader: Reader, page: str, done: str = "") -> HttpResponse:
    """Raises gate.cookies.TooMuch, with nothing changed."""
    response = _go_on(request, page, done)
    keep(request, response, request.reader, reader)
    return response


def _go_on(request: HttpRequest, page: str, done: str = "") -> HttpResponse:
    return SeeOther(with_done(next_page(request, fallback=page), done))
