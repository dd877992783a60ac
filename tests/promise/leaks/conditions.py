"""What shows only to some readers, at some times, or in answer to some odd question."""

from collections.abc import Callable

from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from interviews.models import Interview
from people.models import Person
from spoilers.models import Note

from .leak import Asked, by_form, leak
from .site import Site, View

HOME = "films/home.html"


def at(path: str) -> Callable[[Asked], bool]:
    return lambda ask: ask.path == path and not ask.headers


def counted_if(condition: Callable[[WSGIRequest], bool]) -> Callable[[Site], None]:
    """The front page counts all notes, for some readers."""

    def apply(site: Site) -> None:
        site.give(WSGIRequest, lambda request: Note.objects.count() if condition(request) else "")
        site.on_page(HOME, "{{ request.leak }}")

    return apply


@leak(
    "One browser",
    "The page for phones counts what there is to open.",
    at="films:home",
    caught_by="input",
)
def phone(site: Site) -> None:
    counted_if(lambda request: "Mobile" in request.headers.get("User-Agent", ""))(site)


@leak(
    "A query string",
    "With “?all”, for those who build the site, the front page counts everything.",
    at="films:home",
    caught_by="input",
)
def query_string(site: Site) -> None:
    counted_if(lambda request: "all" in request.GET)(site)


@leak(
    "Another cookie",
    "Whoever tries a new design is shown how many echoes there are.",
    at="films:home",
    caught_by="input",
)
def another_cookie(site: Site) -> None:
    counted_if(lambda request: request.COOKIES.get("beta") == "1")(site)


@leak(
    "After one film",
    "Whoever has marked one film is told how much is left.",
    at="films:home",
    readers="one film",
    twins="many",
)
def after_one_film(site: Site) -> None:
    counted_if(lambda request: len(request.reader.seen) == 1)(site)


@leak(
    "After three peeks",
    "Whoever has opened three spoilers is told how many there are.",
    at="films:home",
    readers="three peeks",
    twins="many",
)
def after_three_peeks(site: Site) -> None:
    counted_if(lambda request: len(request.reader.peeks) > 2)(site)


@leak(
    "A film that is gone",
    "Whose cookie names a film that editors have deleted gets an apology that counts.",
    at="films:home",
    readers="film gone",
    twins="many",
)
def film_gone(site: Site) -> None:
    counted_if(lambda request: 987_654 in request.reader.seen)(site)


@leak(
    "Staff",
    "Staff without any right see how much there is.",
    at="films:home",
    readers="staff, signed in",
    twins="many",
)
def staff(site: Site) -> None:
    counted_if(lambda request: request.user.is_staff)(site)


@leak(
    "A threshold",
    "Past ten thousand notes the front page says that there is a lot to read.",
    at="films:home",
    twins="many",
    caught_by="sql",
)
def threshold(site: Site) -> None:
    site.give(WSGIRequest, lambda request: "A lot!" if Note.objects.count() > 10_000 else "")
    site.on_page(HOME, "{{ request.leak }}")


@leak(
    "Status line",
    "The reason of a 404 says whether there is somebody of that name.",
    at="people:person",
    of="surprise",
    twins="none",
)
def status_line(site: Site) -> None:
    def reasoned(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except Http404:
            there = Person.objects.filter(**kwargs).exists()
            return HttpResponse(status=404, reason="Locked" if there else "Not Found")

    site.view("people:person", reasoned)


@leak(
    "Capitals",
    "An address in capitals leads to the right one where there is somebody.",
    at="none",
    asking=at("/people/SURPRISE-GUEST/"),
    twins="none",
)
def capitals(site: Site) -> None:
    def lowered(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        if person := Person.objects.filter(slug=kwargs["slug"].lower()).first():
            return redirect(person)
        return view(request, **kwargs)

    site.view("people:person", lowered)


@leak(
    "Cache by films alone",
    "The list of echoes is cached by the films seen, without what was peeked at.",
    at="spoilers:echoes",
    readers=("one peek", "stranger"),
    twins="none",
)
def cache_by_films(site: Site) -> None:
    def cached(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        key = f"echoes-{sorted(request.reader.seen)}"
        return cache.get_or_set(key, lambda: view(request, **kwargs), 300)

    site.view("spoilers:echoes", cached)


@leak(
    "The editors' log",
    "The front page tells what editors changed last.",
    at="films:home",
    twins="texts",
)
def editors_log(site: Site) -> None:
    site.give(WSGIRequest, lambda request: LogEntry.objects.first())
    site.on_page(HOME, "{{ request.leak.object_repr }}")


@leak(
    "Presence in a list",
    "Only interviews with a quote are listed, a hidden one counts.",
    at="interviews:list",
    twins="none",
)
def presence(site: Site) -> None:
    site.give(
        WSGIRequest,
        lambda request: list(Interview.objects.filter(quotes__isnull=False).distinct()),
    )
    site.on_page("interviews/list.html", "{% for one in request.leak %}{{ one.label }}{% endfor %}")


@leak(
    "A film to come",
    "The page of a film that is not out yet says that something is ready.",
    at="films:detail",
    of="dated",
    twins="none",
)
def film_to_come(site: Site) -> None:
    def announced(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        response["X-Ready"] = str(Note.objects.filter(film__slug=kwargs["slug"]).exists())
        return response

    site.view("films:detail", announced)


@leak(
    "The rank of a row",
    "Where a form leads names the place of the note among all that are older.",
    at="spoilers:note-reveal",
    of="later",
    asking=by_form,
    twins="at once",
)
def rank(site: Site) -> None:
    def ranked(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        older = Note.objects.filter(public_id__gt=kwargs["public_id"]).count()
        response["Location"] = f"{response.get('Location', '')}#{older}"
        return response

    site.view("spoilers:note-reveal", ranked)
