"""What a reader says they have seen: film by film, all at once, or nothing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from films.models import Film
from gate.reader import NOBODY, Reader
from readers.cookies import TooMuch
from readers.forms import PickerForm, TickedForm, picker_form
from readers.http import Request
from readers.origin import reader_action, way_back

from .notices import TOO_MANY
from .responses import nearest, redirect, saying
from .universes import programme


@reader_action
def film_seen(request: Request, slug: str) -> HttpResponse:
    film = get_object_or_404(Film, slug=slug)
    page = way_back(request, fallback=film.get_absolute_url())
    if not film.is_released:
        return redirect(request, request.reader, saying(page, f"early-{slug}"))
    reader = request.reader.having_seen([film])
    try:
        return redirect(request, reader, saying(page, f"seen-{slug}"))
    except TooMuch:
        return redirect(request, request.reader, saying(page, "toomany"))


@reader_action
def film_unseen(request: Request, slug: str) -> HttpResponse:
    film = get_object_or_404(Film, slug=slug)
    reader = request.reader.not_having_seen([film])
    page = nearest(request, reader, way_back(request, fallback=film.get_absolute_url()))
    return redirect(request, reader, saying(page))


@reader_action
def lock_all(request: Request) -> HttpResponse:
    page = way_back(request, fallback=reverse("home"))
    return redirect(request, NOBODY, saying(nearest(request, NOBODY, page)))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def picker(request: Request) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    return _show(request, request.reader)


@reader_action
def _save(request: Request) -> HttpResponse:
    form = picker_form(request.POST)
    if not form.is_valid():
        return _show(request, request.reader, form)
    reader = form.read_by(request.reader)
    try:
        return redirect(request, reader, saying(reverse("home"), "saved"))
    except TooMuch:
        form.add_error(None, TOO_MANY)
        return _show(request, reader, form)


def _show(request: Request, reader: Reader, form: PickerForm | None = None) -> HttpResponse:
    """The picker, with a mistake where a form has one; what was ticked stays ticked."""
    errors = [error for found in form.errors.values() for error in found] if form else []
    sent = set(request.POST.getlist("films")) if isinstance(form, TickedForm) else set()
    universes = programme()
    ticked = {
        film.pk
        for universe in universes
        for film in universe.films
        if (str(film.pk) in sent if sent else reader.has_seen(film))
    }
    facts = {"universes": universes, "ticked": ticked, "errors": errors}
    return render(request, "pages/picker.html", facts, status=400 if errors else 200)
