"""Counts, orders, neighbours and selections worked out from rows that the reader may not know."""

from collections import defaultdict

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Count, F
from django.db.models.functions import Length

from films import timeline as film_timeline
from films.models import Film, FilmQuerySet, Placement, Universe
from gate.sealed import Unsealed
from interviews.models import Interview, Quote
from people.models import Credit, Person, PersonQuerySet
from spoilers.models import Echo, Note
from spoilers.models.note import NoteQuerySet

from .leak import leak
from .site import Site


@leak(
    "A count",
    "A film's number of notes counts those whose existence spoils.",
    at="films:list",
    twins="many",
)
def count(site: Site) -> None:
    site.put(
        FilmQuerySet,
        "with_labelled_notes",
        lambda self: self.annotate(labelled_notes=Count("notes")),
    )


@leak(
    "A total",
    "The front page says how many echoes there are to find.",
    at="films:home",
    twins="many",
)
def total(site: Site) -> None:
    site.give(WSGIRequest, lambda request: Echo.objects.count())
    site.on_page("films/home.html", "{{ request.leak }} echoes")


@leak(
    "A cached count",
    "The count of all quotes is kept in the cache for an hour.",
    at="films:home",
    twins="many",
)
def cached_count(site: Site) -> None:
    site.give(
        WSGIRequest,
        lambda request: cache.get_or_set("quotes", lambda: Quote.objects.count(), 3600),
    )
    site.on_page("films/home.html", "{{ request.leak }} quotes")


@leak(
    "Progress",
    "The reader bar says which share of everything is open.",
    at="spoilers:promise",
    readers="some films",
    twins="many",
)
def progress(site: Site) -> None:
    def share(request: WSGIRequest) -> str:
        return f"{Note.objects.for_reader(request.reader).opened().count()}/{Note.objects.count()}"

    site.give(WSGIRequest, share)
    site.after(
        "spoilers/_reader_bar.html", "{% if request.reader.has_state %}", "{{ request.leak }}"
    )


@leak(
    "Order by a sealed column",
    "The notes of a film stand in the order of the length of their texts.",
    at="films:detail",
    # New texts are random, and so may by chance keep the order once or twice.
    twins=("texts",) * 6,
)
def order_by_length(site: Site) -> None:
    site.replace(
        NoteQuerySet,
        "for_page",
        lambda for_page: (
            lambda self, reader: for_page(
                self.order_by(Length(Unsealed("sealed_text")), "pk"), reader
            )
        ),
    )


@leak(
    "Order by a hidden count",
    "People stand in the order of all their credits and statements.",
    at="people:list",
    twins=("none", "one"),
)
def order_by_hidden_count(site: Site) -> None:
    site.replace(
        PersonQuerySet,
        "known_to",
        lambda known_to: (
            lambda self, reader: (
                known_to(self, reader)
                .annotate(all=Count("credits", distinct=True) + Count("quotes", distinct=True))
                .order_by("-all", "sort_name")
            )
        ),
    )


@leak(
    "Before and after",
    "A note's neighbours are counted with the hidden ones between them.",
    at="spoilers:note",
    of="later",
    twins="none",
)
def neighbours(site: Site) -> None:
    site.give(
        Note,
        lambda note: Note.objects.filter(film=note.film_id, position__gt=note.position).count(),
    )
    site.on_page("spoilers/note.html", "{{ note.leak }} more moments")


@leak(
    "A gap in numbers",
    "A film's notes are numbered before the hidden ones are left out.",
    at="films:detail",
    of="second",
    twins="many",
)
def numbers_with_gaps(site: Site) -> None:
    site.give(
        Note,
        lambda note: list(
            Note.objects.filter(film=note.film_id).values_list("pk", flat=True)
        ).index(note.pk),
    )
    site.on_locked_note("No. {{ note.leak }}")


@leak(
    "A primary key",
    "A note's card carries the number of its row, and so how many came before it.",
    at="spoilers:note",
    of="later",
    twins="order",
)
def primary_key(site: Site) -> None:
    site.on_locked_note('<i data-row="{{ note.pk }}"></i>')


@leak(
    "Next number",
    "A form shows the number that the next note will get.",
    at="spoilers:picker",
    twins="many",
)
def next_number(site: Site) -> None:
    site.give(WSGIRequest, lambda request: Note.objects.order_by("-pk").values_list("pk").first())
    site.on_page("spoilers/picker.html", "{{ request.leak }}")


@leak(
    "Speakers",
    "An interview names those who spoke in it, in hidden quotes too.",
    at="interviews:detail",
    of="interview",
    twins=("none", "many"),
)
def speakers(site: Site) -> None:
    site.give(
        Interview,
        lambda interview: list(
            Quote.objects.filter(interview=interview).values_list("speaker__name", flat=True)
        ),
    )
    site.on_page("interviews/detail.html", '{{ interview.leak|join:", " }}')


@leak(
    "List of people",
    "Everybody is listed, those with hidden credits only as well.",
    at="people:list",
    caught_by="canary",
)
def list_of_people(site: Site) -> None:
    site.put(PersonQuerySet, "known_to", lambda self, reader: self.all())


@leak(
    "Number of films",
    "A person's page counts their credits before the gate.",
    at="people:person",
    of="actor",
    twins="many",
)
def number_of_credits(site: Site) -> None:
    site.give(Person, lambda person: Credit.objects.filter(person=person).count())
    site.on_page("people/person.html", "{{ person.leak }} films")


@leak(
    "Story order",
    "The order of the story obeys hidden claims too.",
    at="films:timeline",
    twins="many",
)
def story_order(site: Site) -> None:
    def ordered(sort):
        def with_hidden(films: list[Film], placements: dict[int, list[Placement]]):
            everything = defaultdict(list)
            for placement in Placement.objects.all():
                everything[placement.placed_id].append(placement)
            return sort(films, everything)

        return with_hidden

    site.replace(film_timeline, "story_order", ordered)


@leak(
    "A dispute",
    "The timeline says that sources disagree where one of the two is hidden.",
    at="films:timeline",
    twins="none",
)
def dispute(site: Site) -> None:
    site.put(
        film_timeline.Claims,
        "differ",
        property(lambda claims: Placement.objects.filter(placed=claims.film).count() > 1),
    )


@leak(
    "Filter by hidden rows",
    "The list of films leaves out universes without an echo.",
    at="films:list",
    twins="none",
)
def filtered_by_echoes(site: Site) -> None:
    site.replace(
        type(Universe.objects.all()),
        "with_films",
        lambda with_films: (
            lambda self: with_films(
                self.filter(films__notes__echoes_forward__pk__gt=0).distinct().order_by(F("name"))
            )
        ),
    )
