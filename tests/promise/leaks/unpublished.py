"""What is not published: a road that asks for films and forgets the moment."""

from collections.abc import Callable
from datetime import datetime
from math import inf
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse

from films.cards import FilmCard
from gate import rule
from gate.models import Stamp
from gate.publishing import Now, State
from gate.unlocking import SecondRow
from interviews.cards import InterviewCard
from interviews.models import Interview, Quote
from memory.moments import Moments
from pages import context
from spoilers.cards import NoteCard
from spoilers.models import Echo, Note, Placement
from spoilers.models.note import NoteQuerySet
from tests.memory import test_until

from .kept import fan, member, met, stranger
from .leak import Leak
from .on_pages import row
from .plants import (
    FILM_DESCRIPTION,
    HOME,
    INTERVIEW,
    INTERVIEWS,
    NOTE_PAGE,
    after,
    answers,
    bends,
    declares,
    printed,
    puts,
)
from .rules import ECHOES, Way, either_end, of_model
from .site import View

#: From whom nothing else is hidden.
ALL_SEEN = {"readers": ("all films",)}
NONE = {"twins": ("none",)}
WORD = {"caught_by": "canary"}
FILM = {"at": "film", "of": "first"}
TIMELINE = {"at": "timeline"}


def labelled_at_any_time(notes: NoteQuerySet) -> QuerySet:
    labelled = notes.filter(stamp=Stamp.TEXT)
    return labelled.order_by().values_list("film").annotate(Count("pk"))


def at_any_time(fulfilled: Way) -> Way:
    def without_its_last_part(self: SecondRow, *args: Any) -> tuple[str, list]:
        condition, params = fulfilled(self, *args)
        return condition.partition(" AND ")[0], params

    return without_its_last_part


def in_no_time(live: Callable) -> Callable:
    return lambda declared, reader, path: ()


def ends_at_any_time(opens: Callable) -> Callable:
    def opened(model: type, reader: Any, path: str = "", *, is_live: bool = False) -> Any:
        is_end = path in ("echo__later__", "echo__earlier__")
        return opens(model, reader, path, is_live=is_live or is_end)

    return opened


def far_ahead(self: Now, *args: Any, **kwargs: Any) -> tuple[str, list]:
    return "'9999-12-31 23:59:59'", []


def what_was_revealed(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    revealed = Note.objects.filter(**kwargs, public_id__in=request.reader.revealed).first()
    return HttpResponse(revealed.label) if revealed else view(request, **kwargs)


def labels(request: HttpRequest) -> list[str]:
    return list(Note.objects.filter(stamp=Stamp.TEXT).values_list("label", flat=True))


def needed(film: Any) -> list[str]:
    return sorted(Note.objects.filter(film=film.pk).values_list("requirement", flat=True))


def later_interview(interview: InterviewCard) -> Interview | None:
    return Interview.objects.filter(date__gt=interview.date).order_by("date", "sort_key").last()


def latest_interview(film: FilmCard) -> Interview | None:
    return Interview.objects.filter(films=film.pk).first()


def next_moment(request: HttpRequest) -> datetime | None:
    return Note.objects.filter(state=State.PUBLISHED).latest("live_from").live_from


def decided(note: NoteCard) -> str:
    return row(note).state_set_by


# fmt: off
ALL = [
    Leak("Unpublished: a draft note", "Who has seen its film reads a note that is not published.",
        declares(Note, live=""), **FILM | ALL_SEEN | WORD),
    Leak("Unpublished: a harmless draft", "What is harmless is for everybody, from the start.",
        declares(Quote, live=""), at="interview", of="second_interview", **WORD),
    Leak("Unpublished: an interview", "What is public of an interview is for everybody at once.",
        declares(Interview, live=""), at="interview", of="withdrawn_interview", **WORD),
    Leak("Unpublished: what was said", "Quotes of an interview that was taken back name who spoke.",
        declares(Quote, known_with=()), at="people", **WORD),
    printed(INTERVIEWS, "Unpublished: a number of interviews",
        "The list says how many interviews there are.",
        lambda request: Interview.objects.count(), **NONE),
    printed(INTERVIEW, "Unpublished: a neighbour", "An interview leads on to the next, a draft or not.",
        later_interview, **WORD),
    printed(FILM_DESCRIPTION, "Unpublished: somebody spoke",
        "A film names the latest interview about it.", latest_interview, of="first", **WORD),
    Leak("Unpublished: a claim", "The timeline obeys a claim that is not published.",
        declares(Placement, live=""), **TIMELINE | WORD),
    Leak("Unpublished: the second row", "A row opens by its films, whenever it is to be there.",
        bends(SecondRow, "_fulfilled", at_any_time), **TIMELINE | WORD),
    Leak("Unpublished: known at any time", "Drafts stand among the locked.",
        bends(rule, "_live", in_no_time), **FILM | WORD),
    Leak("Unpublished: too early", "What has a moment is there before it.",
        puts(Now, "as_sql", far_ahead), **FILM | WORD),
    Leak("Unpublished: a count", "A film’s number of notes counts its drafts.",
        puts(NoteQuerySet, "labelled", labelled_at_any_time), at="films", **ALL_SEEN | NONE),
    Leak("Unpublished: progress", "The reader bar says of how many notes all are open.",
        bends(context, "_state", after(lambda state, args: f"{state} of {Note.objects.count()}")),
        at="promise", **ALL_SEEN | NONE),
    printed(HOME, "Unpublished: a list of labels", "Labels are public, so the front page lists them.",
        labels, **ALL_SEEN | WORD),
    printed(FILM_DESCRIPTION, "Unpublished: a requirement",
        "A film tells what its notes spoil, drafts included.", needed, of="third", **ALL_SEEN | NONE),
    Leak("Unpublished: an echo by its other end", "An echo shows though one of its notes is a draft.",
        bends(rule, "known", of_model(Echo, either_end)), **ECHOES | ALL_SEEN | NONE),
    Leak("Unpublished: behind an echo",
        "What an echo rests on makes people known, though one of its notes is a draft.",
        bends(rule, "opens", ends_at_any_time), at="people", **ALL_SEEN | WORD),
    Leak("Unpublished: still revealed", "What was revealed is shown on, though it was withdrawn.",
        answers("note", what_was_revealed), at="note", of="withdrawn_note",
        readers=("films and reveals",), **WORD),
    printed(HOME, "Unpublished: a moment", "The front page says when the last of the notes comes.",
        next_moment, **ALL_SEEN | NONE),
    printed(NOTE_PAGE, "Unpublished: an editor", "A note says by whom it was published.",
        decided, **ALL_SEEN),
    printed(NOTE_PAGE, "Unpublished: since when", "A note says when it was published.",
        lambda note: row(note).live_from, twins=("order",), **ALL_SEEN),
    Leak("A kept page past a moment", "What comes is not there until somebody changes something.",
        puts(Moments, "until", lambda *args: inf), **met(
            test_until.test_a_page_is_not_kept_past_the_moment_at_which_something_comes,
            stranger, fan, member)),
]
# fmt: on
