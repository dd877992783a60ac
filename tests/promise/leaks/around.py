"""What stands around a page: status, headers, cookies, redirects, logs, and new addresses."""

import difflib
import json
import logging
from collections.abc import Callable
from hashlib import sha256

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.syndication.views import Feed
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect

from gate.models import Stamp
from gate.slugs import formerly
from interviews.models import Source
from people.models import Character, Person
from spoilers.models import Echo, Note

from .checks import WALK
from .leak import Leak, at, by, by_form, by_htmx
from .plants import CONTENT, Place, answers, as_http_date, printed, routes, sends
from .site import View, texts_of

type Around = Callable[[View, HttpRequest, dict], HttpResponse]

NONE, ORDER = {"twins": ("none",)}, {"twins": ("order",)}
SOME = {"readers": ("some films",)}
NOTE = {"at": "note", "of": "later"}
HIDDEN = {"at": "note", "of": "hidden_note"} | NONE
FILM = {"at": "film", "of": "second"}


def texts_of_film(slug: str) -> str:
    return "".join(texts_of(Note, film__slug=slug))


def full_length(request: HttpRequest, slug: str) -> int | None:
    return len(texts_of_film(slug)) if request.method == "HEAD" else None


def all_addresses(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(note.get_absolute_url() for note in Note.objects.all()))


def last_read() -> str:
    return as_http_date(Source.objects.aggregate(last=Max("accessed"))["last"])


def hidden_labels() -> list[str]:
    return list(Note.objects.filter(stamp=Stamp.EXISTENCE).values_list("label", flat=True))


def instead_of_404(answer: Callable[[HttpRequest], HttpResponse]) -> Around:
    """For what is hidden, not for what is not there."""

    def answering(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except Http404:
            if Note.objects.filter(**kwargs).exists():
                return answer(request)
            raise

    return answering


def changed(change: Callable[..., object]) -> Around:
    """`change(response, request, **kwargs)` of what the view answers."""

    def changing(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        change(response, request, **kwargs)
        return response

    return changing


def before(look: Callable[..., HttpResponse | None]) -> Around:
    """`look(request, **kwargs)` may answer, or raise, in front of the view."""
    return lambda view, request, kwargs: look(request, **kwargs) or view(request, **kwargs)


def looked_up_first(request: HttpRequest, **kwargs: str) -> HttpResponse | None:
    if not Note.objects.filter(**kwargs).exists():
        raise Http404
    return HttpResponseNotAllowed(["GET"]) if request.method == "POST" else None


def offering(response: HttpResponse, request: HttpRequest, **kwargs: str) -> None:
    if Note.objects.filter(**kwargs).exists():
        response["Allow"] = "GET, HEAD, POST"


def reasoned(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    try:
        return view(request, **kwargs)
    except Http404:
        there = Person.objects.filter(**kwargs).exists()
        return HttpResponse(status=404, reason="Locked" if there else "Not Found")


def in_small_letters(request: HttpRequest, slug: str) -> HttpResponse | None:
    found = Person.objects.filter(slug=slug.lower()).exclude(slug=slug).first()
    return found and redirect(found)


def from_an_old_address(request: HttpRequest, slug: str) -> HttpResponse | None:
    found = formerly(Person.objects.all(), slug)
    return found and redirect(found)


def to_its_echo(response: HttpResponse, request: HttpRequest, public_id: str, **kind: object):
    echo = Echo.objects.filter(earlier__public_id=public_id).first()
    if echo and "Location" in response:
        response["Location"] = echo.get_absolute_url()


def ranked(response: HttpResponse, request: HttpRequest, public_id: str, **kind: object) -> None:
    # By their places, which a twin surely changes; of two lots of ids as many may be smaller.
    note = Note.objects.get(public_id=public_id)
    before = Note.objects.filter(position__lt=note.position).count()
    response["Location"] = f"{response.get('Location', '')}#{before}"


def first_echo(request: HttpRequest, public_id: str) -> str | None:
    echo = Echo.objects.filter(later__public_id=public_id).first()
    return echo and f"<{echo.get_absolute_url()}>; rel=prefetch"


def cached_by_films(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    key = f"echoes-{sorted(request.reader.seen)}"
    return cache.get_or_set(key, lambda: view(request, **kwargs), 300)


def unsigned(response: HttpResponse, request: HttpRequest, **kwargs: str) -> None:
    if cookie := response.cookies.get("seen"):
        digest = sha256("".join(texts_of(Note)).encode()).hexdigest()[:43]
        wrong = f"{cookie.value.rpartition(':')[0]}:{digest}"
        cookie.set("seen", wrong, wrong)


def breaking_with(column: str) -> Callable[..., None]:
    def broken(request: HttpRequest, **kwargs: str) -> None:
        for text in texts_of(Note, column, **kwargs):
            raise ValueError(f"not a timecode: {text}")

    return broken


def breaking_for_hidden(request: HttpRequest, slug: str) -> None:
    if Note.objects.filter(film__slug=slug, stamp=Stamp.EXISTENCE).exists():
        raise ValueError


def logging_texts(request: HttpRequest, **kwargs: str) -> None:
    for text in texts_of(Note, **kwargs):
        logging.getLogger("spoilers").warning("Rendered %s", text)


def close_to(request: WSGIRequest) -> list[str]:
    names = Character.objects.values_list("name", flat=True)
    return difflib.get_close_matches(request.path, names, n=99, cutoff=0)


def suggest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(list(Note.objects.values_list("label", flat=True)), safe=False)


class Latest(Feed):
    title = description = "New"
    link = "/"

    def items(self) -> object:
        return Note.objects.select_related("film")


def cookie(name: str, value: Callable[[], object], **attributes: Callable[[], object]) -> Around:
    def marking(response: HttpResponse, request: HttpRequest, **kwargs: str) -> None:
        options = {name: compute() for name, compute in attributes.items()}
        response.set_cookie(name, str(value()), **options)

    return changed(marking)


def cookie_for_each_echo(response: HttpResponse, request: HttpRequest, **kwargs: str) -> None:
    for echo in Echo.objects.all():
        response.set_cookie(f"unread-{echo.public_id}", "1")


def notes() -> int:
    return Note.objects.count()


def hidden_text_again(request: HttpRequest, public_id: str, **kind: object) -> str:
    return json.dumps({"hidden": texts_of(Note, public_id=public_id)})


# fmt: off
HEADERS = [
    Leak("ETag", "The ETag is computed from the rows before the gate.",
        sends("film", "ETag", lambda r, slug: f'"{sha256(texts_of_film(slug).encode()).digest()}"'),
        **FILM),
    Leak("Last-Modified",
        "A page’s date is the last day on which an editor read a source, a locked one too.",
        sends("interviews", "Last-Modified", lambda request: last_read()), at="interviews",
        **ORDER),
    Leak("Expires", "A page expires on the day on which an editor last read a source.",
        sends("interviews", "Expires", lambda request: last_read()), at="interviews", **ORDER),
    Leak("Server-Timing", "A header for developers says how many rows were looked at.",
        sends("echoes", "Server-Timing", lambda request: f'rows;desc="{Echo.objects.count()}"'),
        at="echoes", **NONE),
    Leak("Content-Length", "HEAD says how long the page would be with everything open.",
        sends("film", "X-Full-Length", full_length),
        at="film", of="first", asking=by("HEAD")),
    Leak("Link header", "Early hints name the echo of a locked note.",
        sends("note", "Link", first_echo), **NOTE | NONE),
    Leak("A film to come", "The page of a film that is not out yet says that something is ready.",
        sends("film", "X-Ready", lambda r, slug: Note.objects.filter(film__slug=slug).exists()),
        at="film", of="dated", **NONE),
    Leak("HX-Trigger", "Hiding a note sends the text along once more, in a header for a script.",
        sends("note-hide", "HX-Trigger", hidden_text_again), at="note-hide", of="earlier",
        asking=by_htmx, caught_by="canary"),
]

STATUSES = [
    Leak("403 for 404", "A hidden note answers “forbidden” instead of “not found”.",
        answers("note", instead_of_404(lambda request: HttpResponse(status=403))), **HIDDEN),
    Leak("200 for 404", "A hidden note answers with an empty page.",
        answers("note", instead_of_404(lambda request: HttpResponse("Not for you yet."))),
        **HIDDEN),
    Leak("Redirect target", "A hidden note redirects to its film.",
        answers("note", instead_of_404(lambda request: redirect("/films/"))), **HIDDEN),
    Leak("405 for 404", "A POST to a hidden note is told which methods it has.",
        answers("note", before(looked_up_first)), asking=by("POST"), **HIDDEN),
    Leak("Allow", "OPTIONS offers POST where there is something to reveal.",
        answers("note", changed(offering)), asking=by("OPTIONS"), **HIDDEN),
    Leak("Status line", "The reason of a 404 says whether there is somebody of that name.",
        answers("person", reasoned), at="person", of="surprise", **NONE),
    Leak("Capitals", "An address in capitals leads to the right one where there is somebody.",
        answers("person", before(in_small_letters)), at="none",
        asking=at("/people/SURPRISE-GUEST/"), **NONE),
    Leak("Old address", "The old address of somebody leads on, whoever may know of them.",
        answers("person", before(from_an_old_address)), at="none",
        asking=at("/people/surprise-guest-before/"), **NONE),
    Leak("Where an action leads", "Hiding a note leads to its echo, which has just become unknown.",
        answers("note-hide", changed(to_its_echo)), at="note-hide", of="earlier", asking=by_form,
        **NONE),
    Leak("The rank of a row",
        "Where a form leads names the place of the note among all others.",
        answers("note-reveal", changed(ranked)), at="note-reveal", of="later", asking=by_form,
        twins=("at once",)),
    Leak("Cache by films alone",
        "The list of echoes is cached by the films seen, without what was revealed.",
        answers("echoes", cached_by_films), at="echoes", readers=("one reveal", "stranger"),
        **NONE),
]

FAULTS = [
    Leak("Log line", "Each rendered note is logged with its text.",
        answers("note", before(logging_texts)), **NOTE, caught_by="log"),
    Leak("Error report", "An exception takes the text along into its message.",
        answers("note", before(breaking_with("sealed_timecode"))), **NOTE, caught_by="log"),
    Leak("An error only for some", "A page breaks where a note is hidden.",
        answers("film", before(breaking_for_hidden)), **FILM | NONE),
    printed(Place("404.html", CONTENT, WSGIRequest, "request", "character", "ghost"), "Suggestion",
        "A page that is not there proposes what has a similar name.", close_to,
        'Did you mean {{ LEAK|join:", " }}?', caught_by="canary"),
    printed(Place("405.html", CONTENT, WSGIRequest, "request", "note-hide", "earlier"),
        "The page of a button", "Where only a button does something, the notes are counted.",
        lambda request: notes(), asking=by("GET"), **NONE),
    printed(Place("pages/mailed_link.html", CONTENT, WSGIRequest, "request", "borrowed"),
        "A link that does not work", "It tells how many notes wait for whoever gets a new one.",
        lambda request: notes(), asking=at("/accounts/confirm-email/"), **NONE),
]

COOKIES = [
    Leak("Cookie value", "A page counts what there is to open, in a cookie.",
        answers("home", cookie("left", notes)), at="home", **SOME | NONE),
    Leak("Cookie name", "Each echo that there is has a cookie of its own.",
        answers("echoes", changed(cookie_for_each_echo)), at="echoes", **SOME | NONE),
    Leak("A cookie on GET", "A stranger who only reads is marked.",
        answers("home", cookie("visited", lambda: 1)), at="home", caught_by="cookie"),
    Leak("Expiry of a cookie",
        "A cookie without an age expires on the day on which an editor last read a source.",
        answers("interviews", cookie("visited", lambda: 1, expires=last_read)), at="interviews",
        **SOME | ORDER),
    Leak("Session key", "The cookie of the session holds a count instead of a key.",
        answers("home", cookie("sessionid", lambda: f"{notes()}-notes")), at="home",
        **SOME | NONE),
    Leak("Signature", "The signature of the cookie that remembers films is a hash of locked texts.",
        answers("film-seen", changed(unsigned)), at="film-seen", of="first", asking=by_form),
    Leak("A row written on GET", "Looking at a note begins a session, which is a row in a table.",
        answers("note", before(lambda request, **kwargs: SessionStore().create())), **NOTE,
        caught_by="write"),
]

ADDRESSES = [
    Leak("A route without a place on the walk",
        "A suggestion service is added, and nobody tells the tests.", routes("suggest/", suggest),
        caught_by=WALK),
    Leak("Sitemap", "The sitemap lists all notes, hidden ones too.",
        routes("sitemap.xml", all_addresses),
        at="none", asking=at("/sitemap.xml"), **NONE),
    Leak("robots.txt", "Search engines are told which hidden pages they must not look at.",
        routes("robots.txt", lambda r: HttpResponse("\nDisallow: ".join(hidden_labels()))),
        at="none", asking=at("/robots.txt"), **NONE),
    Leak("Feed", "A feed of new notes takes them from the table.", routes("feed/", Latest()),
        at="none", asking=at("/feed/"), caught_by="canary"),
    Leak("Feed date", "A feed without a single entry still says when the last source was read.",
        routes("feed/", lambda request: HttpResponse(f"<feed>{last_read()}</feed>")), at="none",
        asking=at("/feed/"), **ORDER),
    Leak("Health", "The health page counts rows, so that somebody can watch them grow.",
        answers("readyz", changed(lambda response, request: response.write(f"{notes()} notes"))),
        at="readyz", **NONE),
]
# fmt: on
