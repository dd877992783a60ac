"""Interviews: who spoke to whom about what, and what was said."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from films.cards import FilmLink
from gate.keyset import beyond
from gate.prepared import prepared
from gate.reader import Reader
from interviews.cards import films_after, interview_cards
from interviews.models import Interview, InterviewQuerySet, Quote, QuoteQuerySet
from interviews.neighbours import next_to
from interviews.source_cards import SourceCard, source_cards
from memory.keeping import kept
from readers.http import Request

from .moved import moved
from .neighbours import turning
from .paging import asked_after, onward, span
from .quotes import quotes_shown
from .sections import Section, Show, found_at, place_after, placed, rest_of, section, sections

#: On a page of the list.
INTERVIEWS = 60
#: Within the page of one.
FILMS = 60
SOURCES = 60
#: Before the latest of them.
START = (date.max, "")


@kept
@require_safe
def interview_list(request: Request) -> HttpResponse:
    after = asked_after(request.GET.getlist("after"), START)
    found = list(_interviews_after(request.reader, *after)[: INTERVIEWS + 1])
    rows = found[:INTERVIEWS]
    end = (rows[-1].date, rows[-1].sort_key) if len(found) > INTERVIEWS else None
    facts = {
        "interviews": interview_cards(rows),
        "span": span([row.date.year for row in rows]) if after != START or end else "",
        "turning": onward(reverse("interviews"), after, START, end, "interviews"),
    }
    return render(request, "pages/interviews.html", facts)


@kept
@require_safe
def interview(request: Request, slug: str) -> HttpResponse:
    reader = request.reader
    found = next(iter(_interview(slug, reader)), None)
    if found is None:
        return moved(request, Interview.objects.for_reader(reader), slug)
    key = found.pk
    quotes = quotes_shown(
        lambda: _quotes(key), lambda _day, _key, position: _quotes_after(key, position), reader
    )
    (card,) = interview_cards([found])
    shows: dict[str, Show] = {
        "quotes": quotes,
        "films": rest_of(lambda after: _films_shown(key, after)),
        "sources": rest_of(lambda after: _sources_shown(key, after, reader)),
    }
    facts = {"interview": card} | sections(request, card.url, shows)
    if not facts["continued"]:
        before, after = (
            (other.get_absolute_url(), other.label) if other else None
            for other in next_to(found, reader)
        )
        facts["turning"] = turning(before, after)
    return render(request, "pages/interview.html", facts)


def _films_shown(interview: int, after: str) -> Section[FilmLink]:
    films = films_after(interview, after, FILMS + 1)
    if films is None:
        raise Http404
    return section(films, FILMS, lambda film: film.slug)


def _sources_shown(interview: int, after: str, reader: Reader) -> Section[SourceCard]:
    """Where one quote stands: after its public id and, behind a dot, so many sources of it."""
    quote, _dot, place = after.partition(".")
    start = place_after(place)
    # Whose it is, is asked of what this reader may know.
    found_at(_quote(interview, quote, reader))
    sources = source_cards(quote, start, reader, SOURCES + 1)
    shown = placed(sources, SOURCES, start)
    return shown._replace(end=f"{quote}.{shown.end}" if shown.end else "")


@prepared
def _interviews_after(reader: Reader, day: date, key: str) -> InterviewQuerySet:
    after = beyond(("-date", day), ("sort_key", key))
    return Interview.objects.for_cards(reader).filter(after).order_by("-date", "sort_key")


@prepared
def _interview(slug: str, reader: Reader) -> InterviewQuerySet:
    return Interview.objects.for_cards(reader).filter(slug=slug).order_by()


@prepared
def _quote(interview: int, public_id: str, reader: Reader) -> QuoteQuerySet:
    quotes = Quote.objects.for_reader(reader, "is_open").filter(interview=interview)
    return quotes.filter(public_id=public_id).only("pk").order_by()


@prepared
def _quotes(interview: int) -> QuoteQuerySet:
    return Quote.objects.filter(interview=interview).order_by("position")


@prepared
def _quotes_after(interview: int, position: int) -> QuoteQuerySet:
    return Quote.objects.filter(interview=interview, position__gt=position).order_by("position")
