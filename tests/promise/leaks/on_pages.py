"""What somebody prints: in the head, in attributes, in comments, in pictures, in lists."""

from collections.abc import Callable
from hashlib import sha256

from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Q

from films.cards import FilmCard
from films.models import Film
from interviews.cards import InterviewCard, QuoteCard
from interviews.models import Citation, Interview, Quote
from people.cards import CharacterCard, PersonCard
from people.models import CharacterFact, Credit
from spoilers.cards import NoteCard, WholeEcho
from spoilers.models import Echo, Note

from .leak import Leak
from .plants import (
    ACTOR,
    CHARACTER_HEAD,
    DIRECTOR,
    FILM_DESCRIPTION,
    HOME,
    INTERVIEW,
    INTERVIEWS,
    LOCKED_ALONE,
    LOCKED_ECHO,
    LOCKED_NOTE,
    LOCKED_QUOTE,
    NOTE_HEAD,
    NOTE_PAGE,
    NOTE_TITLE,
    PICKER,
    printed,
)
from .site import texts_of

SOME = {"readers": ("some films",)}
NONE = {"twins": ("none",)}
WORD = {"caught_by": "canary"}


def row(note: NoteCard) -> Note:
    return Note.objects.select_related("film").get(public_id=note.public_id)


def text(note: NoteCard) -> str:
    (found,) = texts_of(Note, public_id=note.public_id)
    return found


def echoes(note: NoteCard) -> list[Echo]:
    return list(Echo.objects.touching([row(note).pk]))


def siblings(note: NoteCard) -> list[str]:
    """The public ids of all notes of its film."""
    return list(Note.objects.filter(film=note.film.pk).values_list("public_id", flat=True))


def ten_letters(note: NoteCard) -> str:
    start = text(note).find("kanari") + 6
    return f"…{text(note)[start : start + 10].upper()}…"


def first_text(film: FilmCard) -> list[str]:
    return texts_of(Note, film=film.pk)[:1]


def facts(who: CharacterCard) -> int:
    return CharacterFact.objects.filter(character__slug=who.url.split("/")[-2]).count()


def credits(person: PersonCard) -> int:
    return Credit.objects.filter(person=person.pk).count()


def witnessed(person: PersonCard) -> int:
    theirs = Q(evidence__quote__speaker=person.pk) | Q(evidence__credits=person.pk)
    return Echo.objects.filter(theirs).distinct().count()


def speakers(interview: InterviewCard) -> list[str]:
    said = Quote.objects.filter(interview__slug=interview.slug)
    return list(said.values_list("speaker__name", flat=True))


def outlets(quote: QuoteCard) -> list[str]:
    citations = Citation.objects.filter(quote__public_id=quote.public_id)
    return [citation.source.outlet for citation in citations]


def fidelity(quote: QuoteCard) -> str:
    return Quote.objects.get(public_id=quote.public_id).fidelity


def kind(echo: WholeEcho) -> list[str]:
    return texts_of(Echo, "sealed_kind", pk=echo.pk)


def other_end(echo: WholeEcho) -> Note:
    whole = Echo.objects.select_related("later", "earlier").get(pk=echo.pk)
    return next(end for end in (whole.later, whole.earlier) if end.pk != echo.known_end.pk)


def all_needed(echo: WholeEcho) -> list[str]:
    needed = Film.objects.filter(pk__in=other_end(echo).required)
    return list(needed.values_list("title", flat=True))


def last_number(request: WSGIRequest) -> int | None:
    return Note.objects.order_by("-pk").values_list("pk", flat=True).first()


# fmt: off
PARTS = [
    printed(NOTE_TITLE, "Title tag", "A note’s page carries its first words as its title.", text,
        "{{ LEAK }} · ", **WORD),
    printed(FILM_DESCRIPTION, "Meta description", "A film’s description is its first note.",
        first_text, "{{ LEAK.0 }} ", **WORD),
    printed(NOTE_HEAD, "og:description", "The card that chats show for a link holds the text.",
        text, '<meta property="og:description" content="{{ LEAK }}">', **WORD),
    printed(NOTE_HEAD, "Link to prefetch", "The browser is to fetch a locked note’s echo early.",
        echoes,
        '{% for e in LEAK %}<link rel="prefetch" href="{{ e.get_absolute_url }}">{% endfor %}',
        **NONE),
    printed(LOCKED_NOTE, "ARIA label", "A locked card is announced with the number of its echoes.",
        echoes, '<i role="img" aria-label="{{ LEAK|length }} echoes"></i>', **NONE),
    printed(LOCKED_NOTE, "Alternative text", "A picture’s alternative text tells the scene.", text,
        '<img src="/x" alt="{{ LEAK }}">', **WORD),
    printed(LOCKED_NOTE, "Data attribute", "A locked card carries its echoes, for a script.",
        echoes, '<i data-echoes="{% for e in LEAK %}{{ e.public_id|first }}{% endfor %}"></i>',
        **NONE),
    printed(LOCKED_NOTE, "HTML comment", "Somebody left a comment in for finding a fault.",
        lambda note: texts_of(Note, "sealed_timecode", public_id=note.public_id),
        "<!-- {{ LEAK }} -->", **WORD),
    printed(LOCKED_NOTE, "Length", "A locked text is drawn as a bar as long as the text.", text,
        '<meter max="5000" value="{{ LEAK|length }}"></meter>'),
    printed(LOCKED_NOTE, "Class name", "A card whose text is long gets another class.",
        lambda note: len(text(note)) > 60, '<i class="{{ LEAK|yesno:"long,short" }}"></i>'),
    printed(LOCKED_NOTE, "A hash", "A script is given the text’s SHA-256, to notice a change.",
        lambda note: sha256(text(note).encode()).hexdigest(), '<i data-version="{{ LEAK }}">'),
    printed(LOCKED_NOTE, "Fragments of a word", "A teaser prints ten letters out of the middle.",
        ten_letters, **WORD),
    printed(CHARACTER_HEAD, "Class of the page", "The body’s class says how many facts there are.",
        facts, '{% block body_class %} class="facts-{{ LEAK }}"{% endblock %}', **NONE),
    printed(LOCKED_QUOTE, "Card: fidelity", "A locked quote says already how faithful it is.",
        fidelity, twins=("order",)),
    printed(LOCKED_QUOTE, "Card: sources", "A locked quote says already where it was printed.",
        outlets, '{{ LEAK|join:", " }}'),
    printed(LOCKED_ECHO, "Card: kind", "The hint at an echo uses the echo’s kind as its verb.",
        kind, **SOME),
    printed(LOCKED_ECHO, "Card: other end", "The hint at an echo names the note that it needs.",
        other_end, "{{ LEAK.label }}", of="needy_echo", readers=("two films",), twins=("ends",)),
    printed(LOCKED_ECHO, "Card: missing", "The hint names all films of an echo, seen ones too.",
        all_needed, of="needy_echo", readers=("two films",), twins=("ends",)),
]

COUNTED = [
    printed(HOME, "A total", "The front page says how many echoes there are to find.",
        lambda request: Echo.objects.count(), **NONE),
    printed(HOME, "A cached count", "The count of all quotes is kept in the cache for an hour.",
        lambda request: cache.get_or_set("quotes", lambda: Quote.objects.count(), 3600), **NONE),
    printed(HOME, "The editors’ log", "The front page tells what editors changed last.",
        lambda request: LogEntry.objects.first(), "{{ LEAK.object_repr }}"),
    printed(HOME, "A threshold", "Past ten thousand notes it says that there is a lot to read.",
        lambda request: "A lot!" if Note.objects.count() > 10_000 else "", **NONE,
        caught_by="sql"),
    printed(NOTE_PAGE, "Before and after", "A note’s neighbours count the hidden ones between.",
        lambda note: siblings(note)[siblings(note).index(note.public_id) :], "{{ LEAK|length }}",
        **NONE),
    printed(LOCKED_NOTE, "A gap in numbers", "Notes are numbered before hidden ones are left out.",
        lambda note: siblings(note).index(note.public_id), "No. {{ LEAK }}", **NONE),
    printed(LOCKED_ALONE, "A primary key", "A card carries the number of its row.",
        lambda note: row(note).pk, '<i data-row="{{ LEAK }}"></i>', twins=("order",)),
    printed(PICKER, "Next number", "A form shows the number that the next note will get.",
        last_number, twins=("at once",)),
    printed(INTERVIEW, "Speakers", "An interview names those who spoke in it, unheard ones too.",
        speakers, '{{ LEAK|join:", " }}', twins=("none", "many")),
    printed(INTERVIEWS, "Presence in a list", "An interview is marked if it has a quote.",
        lambda request: list(Interview.objects.filter(quotes__isnull=False).distinct()), **NONE),
    printed(ACTOR, "Number of films", "A person’s page counts their credits before the gate.",
        credits, **NONE),
    printed(DIRECTOR, "An echo by its witness",
        "A person’s page counts what they are evidence for.", witnessed, "{{ LEAK }} echoes",
        **SOME, **NONE),
]
# fmt: on


def counted_if(
    channel: str, what: str, condition: Callable[[WSGIRequest], bool], **more: object
) -> Leak:
    """The front page counts all notes, for some readers."""

    def count(request: WSGIRequest) -> int | str:
        return Note.objects.count() if condition(request) else ""

    return printed(HOME, channel, what, count, **NONE | more)


# fmt: off
FOR_SOME = [
    counted_if("One browser", "The page for phones counts what there is to open.",
        lambda request: "Mobile" in request.headers.get("User-Agent", ""), caught_by="input"),
    counted_if("A query string", "With “?all” the front page counts everything.",
        lambda request: "all" in request.GET, caught_by="input"),
    counted_if("Another cookie", "Whoever tries a new design is shown how much there is.",
        lambda request: request.COOKIES.get("beta") == "1", caught_by="input"),
    counted_if("After one film", "Whoever has marked one film is told how much is left.",
        lambda request: request.reader.seen_count == 1, readers=("one film",)),
    counted_if("After three reveals",
        "Whoever has revealed three spoilers is told how many there are.",
        lambda request: request.reader.reveal_count > 2, readers=("three reveals",)),
    counted_if("A film that is gone",
        "Whose cookie names a deleted film gets an apology that counts.",
        lambda request: "zzzzzz" in request.COOKIES.get("seen", ""), readers=("film gone",)),
    counted_if("Staff", "Staff without any right see how much there is.",
        lambda request: request.user.is_staff, readers=("staff, signed in",)),
]
# fmt: on
