"""Counts, orders, cards, notices and answers made of rows that the reader may not know."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse

from films.cards import Films
from films.models import Film
from films.title_card import TitleCard
from gate.models import Stamp
from gate.reader import Reader, Revealed
from gate.sealed import Unsealed
from pages import context, notices, people, programme, responses, reveal
from pages.notices import Notice
from people import cards as people_cards
from people.models import Person
from readers import cookies, middleware, origin
from readers.forms import PickerForm
from readers.middleware import ReaderMiddleware
from readers.models import Seen
from spoilers import cards, timeline
from spoilers.cards import NoteCard, placement_cards
from spoilers.models import Echo, Note, Placement
from spoilers.models.note import NoteQuerySet

from .checks import OTHER_SITES, READERS_PAGE, STRANGERS_PAGE
from .leak import Leak, by_form, by_htmx, from_page, leafing, told
from .plants import Place, after, answers, bends, printed, puts, together
from .site import Site, View, texts_of

NONE = {"twins": ("none",)}
SOME = {"readers": ("some films",)}
THEN_A_STRANGER = {"readers": ("all films", "stranger")}
FILM = {"at": "film", "of": "second"}
WORD = {"caught_by": "canary"}
FRAGMENT = Place(
    "parts/answer.html", "{% if template %}", NoteCard, "note", "note-reveal", "earlier"
)


def everything() -> Reader:
    return Reader(seen=frozenset(Film.objects.values_list("pk", flat=True)))


def all_of_a_film(notes: NoteQuerySet) -> QuerySet:
    return notes.order_by().values_list("film").annotate(Count("pk"))


def with_hidden(claims: timeline.Claims) -> bool:
    return Placement.objects.filter(placed=claims.film.pk).count() > 1


def unchecked(request: HttpRequest, name: str, max_age: int) -> str:
    return request.COOKIES.get(name, "").split(":")[0]


def by_length(note_cards: Callable) -> Callable:
    def sorted_cards(notes: NoteQuerySet, *args: Any) -> list[NoteCard]:
        return note_cards(notes.order_by(Length(Unsealed("sealed_text")), "pk"), *args)

    return sorted_cards


def by_all_they_did(listed_people: Callable) -> Callable:
    def sorted_people(people: Any, reader: Reader, most: int) -> list:
        count = Count("credits", distinct=True) + Count("quotes", distinct=True)
        return listed_people(people.annotate(all=count).order_by("-all", "sort_name"), reader, most)

    return sorted_people


def cut_first(listed_people: Callable) -> Callable:
    def cut(people: Any, reader: Reader, most: int) -> list:
        first = list(people.values_list("pk", flat=True)[:most])
        return listed_people(people.filter(pk__in=first), reader, most)

    return cut


def looked_up(asked_after: Callable) -> Callable:
    def there(sent: list[str], start: tuple) -> tuple:
        if sent and not Person.objects.filter(slug=sent[-1]).exists():
            raise Http404
        return asked_after(sent, start)

    return there


def by_hidden_claims(story_order: Callable) -> Callable:
    def ordered(films: list, claimed: dict) -> list:
        for claim in placement_cards(Placement.objects.all(), everything(), Films()):
            claimed[claim.placed].append(claim)
        return story_order(films, claimed)

    return ordered


def notes_as_bars(of: Callable) -> Callable:
    return lambda title, short_title, minutes, parts: of(
        title, short_title, Note.objects.filter(film__title=title).count(), parts
    )


def with_an_echo(listed: list, args: tuple) -> list:
    ends = "later__film__universe__slug"
    return [card for card in listed if Echo.objects.filter(**{ends: card.slug}).exists()]


def remembered(note_cards: Callable) -> Callable:
    kept: dict[str, list[NoteCard]] = {}
    return lambda notes, *args: kept.setdefault(str(notes.query), note_cards(notes, *args))


def unasked(public_id: str, reader: Reader) -> Notice | None:
    note = Note.objects.filter(public_id=public_id).first()
    return note and Notice(f"Open now: “{note.label}”.")


def by_film(notice: Notice | None, args: tuple) -> Notice | None:
    slug, reader = args
    ends = Note.objects.filter(film__slug=slug).values_list("pk", flat=True)
    echoes = cards.echo_cards(Echo.objects.touching(ends), reader)
    return notice and notice._replace(text=f"{notice.text} {len(echoes)} echoes")


def naming_labels(form: PickerForm) -> None:
    raise ValidationError(f"Taken: {', '.join(Note.objects.values_list('label', flat=True))}")


def taking_hidden_along(write: Callable) -> Callable:
    def wide(response: HttpResponse, reveals: tuple[Revealed, ...]) -> None:
        hidden = Note.objects.filter(stamp=Stamp.EXISTENCE).values_list("public_id", flat=True)
        write(response, tuple(replace(one, opens=tuple(hidden)) for one in reveals))

    return wide


def for_anybody(kind: reveal.Kind, public_id: str, reader: Reader) -> Any:
    return kind.find(public_id, reader) or kind.find(public_id, everything())


def all_sources(sources: Iterable) -> list[str]:
    return [source.public_id for source in sources]


def by_the_table(request: HttpRequest, reader: Reader, page: str) -> str | None:
    return page if Person.objects.filter(slug=page.split("/")[-2]).exists() else None


def to_the_newest_note(page: str, args: tuple) -> str:
    request, fallback = args if len(args) == 2 else (*args, "")
    return page if "Referer" in request.headers else Note.objects.latest("pk").get_absolute_url()


def of_any_account(reader_of: Callable) -> Callable:
    def shared(request: Any) -> Reader:
        if request.user.is_authenticated:
            return Reader(seen=frozenset(Seen.objects.values_list("film_id", flat=True)))
        return reader_of(request)

    return shared


def without_vary(response: HttpResponse, args: tuple) -> HttpResponse:
    response["Vary"] = "Accept-Encoding"
    return response


def breaking_with_texts_at_hand(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    at_hand = texts_of(Note, **kwargs)
    return view(request, **kwargs, unexpected=at_hand)


def cached_by_id(site: Site) -> None:
    include = '{% include "parts/note.html" with note=note may_edit=edits.note only %}'
    site.template(
        "pages/film.html",
        include,
        "{% load cache %}{% cache 300 note note.public_id %}" + include + "{% endcache %}",
    )


# fmt: off
LISTS = [
    Leak("A count", "A film’s number of notes counts those whose existence spoils.",
        puts(NoteQuerySet, "labelled", all_of_a_film),
        at="films", **NONE),
    Leak("Progress", "The reader bar says which share of everything is open.",
        bends(context, "_state", after(lambda state, args: f"{state} of {Note.objects.count()}")),
        at="promise", **SOME | NONE),
    Leak("Order by a sealed column",
        "The notes of a film stand in the order of the length of their texts.",
        bends(cards, "note_cards", by_length), **FILM, twins=("texts",) * 6),
    Leak("Order by a hidden count",
        "People stand in the order of all their credits and statements.",
        bends(people_cards, "listed_people", by_all_they_did), at="people",
        twins=("none", "one")),
    Leak("Where a page ends", "A page of people is cut before those who are hidden are left out.",
        together(puts(people, "PEOPLE", 5), bends(people_cards, "listed_people", cut_first)),
        at="people", asking=leafing, **NONE),
    Leak("A position", "The next page is looked up by the last person on the one before.",
        bends(people, "asked_after", looked_up), at="people", asking=leafing, **NONE),
    Leak("Story order", "The order of the story obeys hidden claims too.",
        bends(timeline, "story_order", by_hidden_claims), at="timeline", **NONE),
    Leak("A dispute", "The timeline says that sources disagree where one of the two is hidden.",
        puts(timeline.Claims, "differ", property(with_hidden)),
        at="timeline", **NONE),
    Leak("Filter by hidden rows", "The list of films leaves out universes without an echo.",
        bends(programme, "_cards", after(with_an_echo)), at="films", **NONE),
    Leak("A drawing", "The bars of a film’s title card count all its notes.",
        bends(TitleCard, "of", notes_as_bars), at="films", **NONE),
]

ANSWERS = [
    Leak("A notice for what is locked",
        "`?done=opened-<id>` says “open now” of a note that is not.",
        puts(notices, "note_opened", unasked), at="home", of="hidden_note", asking=told("opened-"),
        **SOME, **WORD),
    Leak("A notice that counts",
        "The notice after saving the picker counts echoes that are still unknown.",
        puts(notices, "picker_saved", lambda reader: Notice(f"{Echo.objects.count()} echoes")),
        at="home", asking=told("saved"), **SOME | NONE),
    Leak("A notice by film",
        "The notice after marking a film counts the echoes that end in it, by locked ends too.",
        bends(notices, "film_seen", after(by_film)), at="home", asking=told("seen-the-garden"),
        readers=("two films",), twins=("ends",)),
    Leak("Error message", "A wrong choice in the picker is answered with the names that are taken.",
        puts(PickerForm, "clean", naming_labels), at="picker", asking=by_form, **WORD),
    printed(FRAGMENT,
        "More in the fragment",
        "The fragment for htmx holds the echo’s text, which the page does not.",
        lambda note: texts_of(Echo, earlier__public_id=note.public_id), asking=by_htmx, **WORD),
    Leak("What a reveal takes along",
        "Revealing a note opens the hidden ones with it, and the cookie names them.",
        bends(cookies, "write_revealed", taking_hidden_along), at="note-reveal", of="earlier",
        asking=by_form, **NONE),
    Leak("Sources of a reveal", "Revealing a quote opens its sources, whatever else they spoil.",
        puts(reveal, "_open_sources", all_sources), at="quote-reveal", of="bracketed_quote",
        asking=by_htmx, **WORD),
    Leak("Revealing what is hidden",
        "A hidden note can be revealed by whoever guesses its address.",
        puts(reveal, "_found", for_anybody), at="note-reveal", of="hidden_note", asking=by_form,
        **NONE),
    Leak("Where locking leads",
        "Locking everything leads back to a hidden page where there is one.",
        puts(responses, "_found", by_the_table), at="lock-all",
        asking=from_page("/people/surprise-guest/"), **NONE),
    Leak("The way back", "Whoever comes from nowhere is led to the newest note.",
        bends(origin, "way_back", after(to_the_newest_note)), at="film-seen", of="first",
        asking=by_form, twins=("one",)),
    Leak("Debug page", "A page breaks with a text at hand, and the debug pages are on.",
        together(puts(settings, "DEBUG", True), answers("note", breaking_with_texts_at_hand)),
        at="note", of="later", **WORD),
]

STATE = [
    Leak("Cached fragment", "The card of a note is cached by its id, whoever reads it.",
        cached_by_id, **FILM | WORD | THEN_A_STRANGER),
    Leak("Cached rows", "The cards of a film are kept in memory for the next reader.",
        bends(cards, "note_cards", remembered), **FILM | WORD | THEN_A_STRANGER),
    Leak("The seal of the cookie",
        "The signature of a cookie is not checked: whoever writes one has seen everything.",
        puts(cookies, "_read", unchecked),
        at="film", readers=("forged",), **WORD),
    Leak("Somebody else’s films", "A signed-in reader gets what any account has seen.",
        bends(middleware, "reader_of", of_any_account), readers=("nothing seen, signed in",),
        **FILM | WORD),
    Leak("Public for all", "A reader’s page may be kept by a shared cache.",
        puts(middleware, "_is_for_strangers", lambda request, response: True),
        caught_by=READERS_PAGE),
    Leak("Vary", "A page no longer says that it depends on the cookie.",
        bends(ReaderMiddleware, "__call__", after(without_vary)), caught_by=STRANGERS_PAGE),
    Leak("Origin", "Another site’s form may reveal.",
        puts(origin, "_from_this_site", lambda request: True), caught_by=OTHER_SITES),
]
# fmt: on
