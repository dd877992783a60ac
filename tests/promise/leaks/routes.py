"""New addresses: what machines ask for, and what nobody has put on the walk."""

from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse

from interviews.models import Source
from spoilers.models import Note

from .elsewhere import WALK
from .leak import Asked, leak
from .site import Site, View


def asks_for(address: str):
    def asking(ask: Asked) -> bool:
        return (ask.method, ask.path, ask.headers) == ("GET", address, ())

    return asking


@leak(
    "A route without a place on the walk",
    "A suggestion service is added, and nobody tells the tests.",
    caught_by=WALK,
)
def unmapped_route(site: Site) -> None:
    def suggest(request: HttpRequest) -> HttpResponse:
        return JsonResponse(list(Note.objects.values_list("label", flat=True)), safe=False)

    site.route("suggest/", suggest)


@leak(
    "Sitemap",
    "The sitemap lists all notes, hidden ones too.",
    at="none",
    asking=asks_for("/sitemap.xml"),
    twins="none",
)
def sitemap(site: Site) -> None:
    def entries(request: HttpRequest) -> HttpResponse:
        return HttpResponse(" ".join(note.get_absolute_url() for note in Note.objects.all()))

    site.route("sitemap.xml", entries)


@leak(
    "robots.txt",
    "Search engines are told which hidden pages they must not look at.",
    at="none",
    asking=asks_for("/robots.txt"),
    twins="none",
)
def robots(site: Site) -> None:
    def rules(request: HttpRequest) -> HttpResponse:
        notes = Note.objects.filter(stamp="hidden")
        return HttpResponse("\n".join(f"Disallow: {note.get_absolute_url()}" for note in notes))

    site.route("robots.txt", rules)


@leak(
    "Feed",
    "A feed of new notes takes them from the table.",
    at="none",
    asking=asks_for("/feed/"),
    caught_by="canary",
)
def feed(site: Site) -> None:
    class Latest(Feed):
        title = description = "New"
        link = "/"

        def items(self):
            return Note.objects.select_related("film")

    site.route("feed/", Latest())


@leak(
    "Feed date",
    "A feed without a single entry still says when the last source was read.",
    at="none",
    asking=asks_for("/feed/"),
    twins="order",
)
def feed_date(site: Site) -> None:
    def dated(request: HttpRequest) -> HttpResponse:
        read = Source.objects.aggregate(last=Max("accessed"))["last"]
        return HttpResponse(f"<feed><updated>{read}</updated></feed>")

    site.route("feed/", dated)


@leak(
    "Health",
    "The health page counts rows, so that somebody can watch them grow.",
    at="readyz",
    twins="many",
)
def health(site: Site) -> None:
    def counted(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        response.write(f"{Note.objects.count()} notes\n")
        return response

    site.view("readyz", counted)
