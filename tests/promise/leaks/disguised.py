"""What pretends to be random, or to tell the time: the places at which twins may differ."""

from datetime import UTC, datetime
from hashlib import sha256

from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from interviews.models import Source
from spoilers.models import Note

from .leak import Asked, by_form, leak
from .site import Site, View, texts_of


def login_page(ask: Asked) -> bool:
    return (ask.method, ask.path) == ("GET", "/accounts/login/")


def last_read() -> str:
    read = Source.objects.aggregate(last=Max("accessed"))["last"]
    return http_date(datetime(read.year, read.month, read.day, tzinfo=UTC).timestamp())


def hashed(length: int) -> str:
    """Of all hidden labels: as long as what it stands for, but of hexadecimal digits."""
    labels = Note.objects.filter(stamp="hidden").values_list("label", flat=True)
    return sha256("".join(labels).encode()).hexdigest()[:length]


@leak(
    "Expires",
    "A page expires on the day on which an editor last read a source.",
    at="interviews:list",
    twins="order",
)
def expires(site: Site) -> None:
    site.header("interviews:list", "Expires", lambda request: last_read())


@leak(
    "Expiry of a cookie",
    "A cookie without an age expires on the day on which an editor last read a source.",
    at="interviews:list",
    readers="some films",
    twins="order",
)
def cookie_expires(site: Site) -> None:
    def marked(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        response.set_cookie("visited", "1", expires=last_read())
        return response

    site.view("interviews:list", marked)


@leak(
    "Session key",
    "The cookie of the session holds a count instead of a key.",
    at="films:home",
    readers="some films",
    twins="none",
)
def session_key(site: Site) -> None:
    def marked(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        response.set_cookie("sessionid", f"{Note.objects.count()}-notes")
        return response

    site.view("films:home", marked)


@leak(
    "Token of a form",
    "The token in the form to sign in is a hash of hidden labels.",
    at="borrowed",
    asking=login_page,
)
def form_token(site: Site) -> None:
    site.give(WSGIRequest, lambda request: hashed(40))
    site.template(
        "account/login.html",
        "{% csrf_token %}",
        '<input type="hidden" name="csrfmiddlewaretoken" value="{{ request.leak }}">',
    )


@leak(
    "Signature",
    "The signature of the cookie that remembers films is a hash of locked texts.",
    at="spoilers:film-seen",
    of="first",
    asking=by_form,
)
def signature(site: Site) -> None:
    def unsigned(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        if cookie := response.cookies.get("seen"):
            texts = "".join(texts_of(Note, "sealed_text"))
            wrong = f"{cookie.value.rpartition(':')[0]}:{sha256(texts.encode()).hexdigest()[:43]}"
            cookie.set("seen", wrong, wrong)
        return response

    site.view("spoilers:film-seen", unsigned)
