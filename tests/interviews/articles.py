"""An article as an editor types it into the page for it."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from films.models import Film
from interviews.models import Citation, Interview, Quote, Source
from people.models import Person
from tests.factories import FilmFactory
from tests.gate.editing import filled_in

ADDRESS = "/admin/interviews/interview/from-article/"
LABEL = "Len Wiseman talks to TechRadar"
URL = "https://example.org/ending"


def source(**changes: Any) -> dict[str, Any]:
    typed = {
        "sealed_title": "The ending",
        "sealed_url": URL,
        "outlet": "TechRadar",
        "published": "2025-06-02",
    }
    return {f"source-0-{name}": value for name, value in (typed | changes).items()}


def quote(number: int = 0, **changes: Any) -> dict[str, Any]:
    typed = {
        "fidelity": "verbatim",
        "sealed_text": "He dies.",
        "sealed_locator": "p. 3",
        "stamp": "text",
    }
    return {f"quotes-{number}-{name}": value for name, value in (typed | changes).items()}


def blank(client: Client) -> dict[str, Any]:
    """The page as it is opened."""
    return filled_in(client.get(ADDRESS))


def article(client: Client, film: Film | None = None, **changes: Any) -> dict[str, Any]:
    """With a source, a film that the interview talks about, and one quote of somebody new."""
    talked_about = {
        "coverage-TOTAL_FORMS": 1,
        "coverage-0-film": (film or FilmFactory()).pk,
    }
    whole = {"label": LABEL} | source() | talked_about | quote(new_speaker="Len Wiseman")
    return blank(client) | whole | changes


def send(client: Client, typed: dict[str, Any], **more: Any) -> HttpResponse:
    return client.post(ADDRESS, typed | more, follow=True)


def told(answer: HttpResponse) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def refused(answer: HttpResponse) -> list[tuple[str, list[str]]]:
    """Why it was not saved, each reason with what it is said of."""
    return [(reason.of, reason.sentences) for reason in answer.context["refused"].reasons]


def counts() -> list[int]:
    """How many there are of all that an article makes."""
    return [kind.objects.count() for kind in (Source, Interview, Quote, Citation, Person)]


NOTHING = [0, 0, 0, 0, 0]
PUBLISHED = date(2025, 6, 2)


def desk() -> str:
    return reverse("admin:index")
