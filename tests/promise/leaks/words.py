"""What is said beside the pages: notices, errors, logs, suggestions; and what actions answer."""

import difflib
import json
import logging
from dataclasses import replace

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from gate import cookies
from gate.models import Stamp
from gate.reader import Peek
from people.models import Character, Person
from spoilers import notices, seen_views
from spoilers.models import Echo, Note
from spoilers.notices import Notice
from spoilers.picking import BadChoice

from .leak import by_form, by_htmx, leak, told
from .site import Site, View, text_of, texts_of


@leak(
    "Log line",
    "Each rendered note is logged with its text.",
    at="spoilers:note",
    of="later",
    caught_by="log",
)
def log_line(site: Site) -> None:
    def logged(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        for text in texts_of(Note, "sealed_text", **kwargs):
            logging.getLogger("spoilers").warning("Rendered %s", text)
        return view(request, **kwargs)

    site.view("spoilers:note", logged)


@leak(
    "Error report",
    "An exception takes the text along into its message.",
    at="spoilers:note",
    of="later",
    caught_by="log",
)
def error_report(site: Site) -> None:
    def failing(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        for text in texts_of(Note, "sealed_timecode", **kwargs):
            raise ValueError(f"not a timecode: {text}")
        return view(request, **kwargs)

    site.view("spoilers:note", failing)


@leak(
    "An error only for some",
    "A page breaks where a note is hidden.",
    at="films:detail",
    of="second",
    twins="none",
)
def error_for_some(site: Site) -> None:
    def failing(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        if Note.objects.filter(film__slug=kwargs["slug"], stamp=Stamp.HIDDEN).exists():
            raise ValueError
        return view(request, **kwargs)

    site.view("films:detail", failing)


@leak(
    "Suggestion",
    "A page that is not there proposes what has a similar name.",
    at="people:character",
    of="ghost",
    caught_by="canary",
)
def suggestion(site: Site) -> None:
    def nearest(request: WSGIRequest) -> list[str]:
        names = Character.objects.values_list("name", flat=True)
        return difflib.get_close_matches(request.path, names, n=99, cutoff=0)

    site.give(WSGIRequest, nearest)
    site.on_page("404.html", "Did you mean {{ request.leak|join:', ' }}?")


@leak(
    "A notice for what is locked",
    "`?done=opened-<id>` says “open now” of a note that is not.",
    at="films:home",
    of="hidden_note",
    asking=told("opened-"),
    caught_by="canary",
)
def notice_of_locked(site: Site) -> None:
    def unasked(public_id: str, reader) -> Notice | None:
        note = Note.objects.filter(public_id=public_id).first()
        return note and Notice(f"Open now: “{note.label}”.")

    site.put(notices, "note_opened", unasked)


@leak(
    "A notice that counts",
    "The notice after marking a film counts echoes that are still unknown.",
    at="films:home",
    asking=told("saved"),
    readers="some films",
    twins="none",
)
def notice_that_counts(site: Site) -> None:
    site.put(notices, "film_seen", lambda slug, reader: Notice(f"{Echo.objects.count()} echoes"))
    site.put(notices, "picker_saved", lambda reader: Notice(f"{Echo.objects.count()} echoes"))


@leak(
    "Error message",
    "A wrong choice in the picker is answered with a name that is taken.",
    at="spoilers:picker",
    asking=by_form,
    caught_by="canary",
)
def error_message(site: Site) -> None:
    def naming(form, seen):
        raise BadChoice(f"Taken: {', '.join(Note.objects.values_list('label', flat=True))}")

    site.put(seen_views, "picked", naming)


@leak(
    "Where an action leads",
    "Hiding a note leads to its echo, which has just become unknown.",
    at="spoilers:note-hide",
    of="earlier",
    asking=by_form,
    twins="none",
)
def where_an_action_leads(site: Site) -> None:
    def leading(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        response = view(request, **kwargs)
        echo = Echo.objects.filter(earlier__public_id=kwargs["public_id"]).first()
        if echo and "Location" in response:
            response["Location"] = echo.get_absolute_url()
        return response

    site.view("spoilers:note-hide", leading)


@leak(
    "More in the fragment",
    "The fragment for htmx holds the echo's text, which the page does not.",
    at="spoilers:note-reveal",
    of="earlier",
    asking=by_htmx,
    caught_by="canary",
)
def more_in_the_fragment(site: Site) -> None:
    site.give(Note, lambda note: [text_of(echo) for echo in Echo.objects.touching([note])])
    site.template("spoilers/_answer.html", "{% if item %}", "{{ item.leak }}{% if item %}")


@leak(
    "What a peek takes along",
    "Revealing a note opens the hidden ones with it, and the cookie names them.",
    at="spoilers:note-reveal",
    of="earlier",
    asking=by_form,
    twins="none",
)
def peek_takes_more_along(site: Site) -> None:
    def wide(write_peeks):
        def with_hidden(response: HttpResponse, peeks: tuple[Peek, ...]) -> None:
            hidden = Note.objects.filter(stamp=Stamp.HIDDEN).values_list("public_id", flat=True)
            write_peeks(response, tuple(replace(peek, opens=tuple(hidden)) for peek in peeks))

        return with_hidden

    site.replace(cookies, "write_peeks", wide)


@leak(
    "An echo by its witness",
    "A person's page counts the echoes, locked ones too, that this person is evidence for.",
    at="people:person",
    of="director",
    readers="some films",
    twins="none",
)
def echo_by_its_witness(site: Site) -> None:
    def count(person: Person) -> int:
        by_person = Q(evidence__quote__speaker=person) | Q(evidence__credits=person)
        return Echo.objects.filter(by_person).distinct().count()

    site.give(Person, count)
    site.on_page("people/person.html", "{{ person.leak }} echoes")


@leak(
    "Debug page",
    "A page breaks with a text at hand, and the debug pages are on.",
    at="spoilers:note",
    of="later",
    caught_by="canary",
)
def debug_page(site: Site) -> None:
    def failing(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
        at_hand = texts_of(Note, "sealed_text", **kwargs)
        return view(request, **kwargs, unexpected=at_hand)

    site.put(settings, "DEBUG", True)
    site.view("spoilers:note", failing)


@leak(
    "HX-Trigger",
    "Hiding a note sends the text along once more, in a header for a script.",
    at="spoilers:note-hide",
    of="earlier",
    asking=by_htmx,
    caught_by="canary",
)
def header_for_a_script(site: Site) -> None:
    def told_again(request: HttpRequest, public_id: str) -> str:
        return json.dumps({"hidden": texts_of(Note, "sealed_text", public_id=public_id)})

    site.header("spoilers:note-hide", "HX-Trigger", told_again)
