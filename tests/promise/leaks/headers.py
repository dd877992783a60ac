"""Status, headers and methods."""

from datetime import date
from hashlib import sha256

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.http import http_date

from interviews.models import Source
from spoilers.models import Echo, Note

from .leak import by, leak
from .site import Site, View, texts_of


@leak("ETag", "The ETag is computed from the rows before the gate.", at="films:detail", of="second")
def etag(site: Site) -> None:
    def of_rows(request: HttpRequest, slug: str) -> str:
        texts = texts_of(Note, "sealed_text", film__slug=slug)
        return f'"{sha256("".join(texts).encode()).hexdigest()[:16]}"'

    site.header("films:detail", "ETag", of_rows)


@leak(
    "Last-Modified",
    "A page's date is the last day on which an editor read a source, a locked one too.",
    at="interviews:list",
    twins="order",
)
def last_modified(site: Site) -> None:
    def newest(request: HttpRequest) -> str | None:
        read = Source.objects.aggregate(last=Max("accessed"))["last"]
        return read and http_date((read - date(1970, 1, 1)).total_seconds())

    site.header("interviews:list", "Last-Modified", newest)


@leak(
    "Server-Timing",
    "A header for developers says how many rows were looked at.",
    at="spoilers:echoes",
    twins="many",
)
def server_timing(site: Site) -> None:
    site.header(
        "spoilers:echoes", "Server-Timing", lambda request: f'rows;desc="{Echo.objects.count()}"'
    )


@leak(
    "Content-Length",
    "HEAD says how long the page would be with everything open.",
    at="films:detail",
    of="first",
    asking=by("HEAD"),
)
def content_length(site: Site) -> None:
    def of_rows(request: HttpRequest, slug: str) -> int | None:
        texts = texts_of(Note, "sealed_text", film__slug=slug)
        return len("".join(texts)) if request.method == "HEAD" else None

    site.header("films:detail", "X-Full-Length", of_rows)


@leak(
    "Link header",
    "Early hints name the echo of a locked note.",
    at="spoilers:note",
    of="later",
    twins="none",
)
def link_header(site: Site) -> None:
    def hint(request: HttpRequest, public_id: str) -> str | None:
        echo = Echo.objects.filter(later__public_id=public_id).first()
        return echo and f"<{echo.get_absolute_url()}>; rel=prefetch"

    site.header("spoilers:note", "Link", hint)


@leak(
    "403 for 404",
    "A hidden note answers “forbidden” instead of “not found”.",
    at="spoilers:note",
    of="hidden_note",
    twins="none",
)
def forbidden_for_hidden(site: Site) -> None:
    site.view("spoilers:note", _if_hidden(lambda request: HttpResponse(status=403)))


@leak(
    "200 for 404",
    "A hidden note answers with an empty page.",
    at="spoilers:note",
    of="hidden_note",
    twins="none",
)
def page_for_hidden(site: Site) -> None:
    site.view("spoilers:note", _if_hidden(lambda request: HttpResponse("Not for you yet.")))


@leak(
    "405 for 404",
    "A POST to a hidden note is told which methods it has.",
    at="spoilers:note",
    of="hidden_note",
    asking=by("POST"),
    twins="none",
)
def method_of_hidden(site: Site) -> None:
    def looked_up_first(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        if not Note.objects.filter(**kwargs).exists():
            raise Http404
        return (
            HttpResponseNotAllowed(["GET"]) if request.method == "POST" else view(request, **kwargs)
        )

    site.view("spoilers:note", looked_up_first)


@leak(
    "Allow",
    "OPTIONS offers POST where there is something to reveal.",
    at="spoilers:note",
    of="hidden_note",
    asking=by("OPTIONS"),
    twins="none",
)
def allow(site: Site) -> None:
    def offered(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        if Note.objects.filter(**kwargs).exists():
            response["Allow"] = "GET, HEAD, POST"
        return response

    site.view("spoilers:note", offered)


@leak(
    "Redirect target",
    "A hidden note redirects to its film.",
    at="spoilers:note",
    of="hidden_note",
    twins="none",
)
def redirect_of_hidden(site: Site) -> None:
    site.view("spoilers:note", _if_hidden(lambda request: redirect("/films/")))


def _if_hidden(answer):
    def answering(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except Http404:
            if Note.objects.filter(**kwargs).exists():
                return answer(request)
            raise

    return answering
