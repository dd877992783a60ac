from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from gate.addresses import address
from gate.keyset import beyond
from gate.models import ALPHABET, UidField, random_id
from gate.slugs import FormerSlugsField, in_addresses
from gate.sorting import SortKeyField, written_alike
from gate.texts import one_line, up_to

from .apart import apart, told_apart
from .dates import begin_of, is_past, known_to, past, within_film_history

#: What a small integer takes in every database.
MOST = 32_767
MOST_MINUTES = 9_999
FILM_KEY_LENGTH = 6
#: What a key looks like, as a regular expression.
FILM_KEY = f"[{ALPHABET}]{{{FILM_KEY_LENGTH}}}"


def new_film_key() -> str:
    """A random key: no film gets it again, whatever is deleted or restored."""
    return random_id(FILM_KEY_LENGTH)


class UniverseQuerySet(models.QuerySet["Universe"]):
    def with_films_from(self, position: int, key: str) -> Self:
        """Those that have films, from the place on that this position and sort key say."""
        here = Q(position__gte=position) & (Q(position__gt=position) | Q(sort_key__gte=key))
        return self.filter(here, Exists(Film.objects.filter(universe=OuterRef("pk"))))


class Universe(models.Model):
    """A world that films share."""

    class Accent(models.TextChoices):
        CRIMSON = "crimson"
        AMBER = "amber"
        TEAL = "teal"
        VIOLET = "violet"

    uid = UidField()
    slug = models.SlugField(**in_addresses(50))
    name = models.CharField(max_length=120, unique=True, validators=[one_line])
    studio = models.CharField(
        max_length=120, blank=True, validators=[one_line], help_text="Who makes its films."
    )
    sort_key = SortKeyField("name", "studio")
    blurb = models.TextField(
        **up_to(600),
        blank=True,
        help_text="Two or three sentences for everyone. Give nothing away.",
    )
    accent = models.CharField(
        max_length=10, choices=Accent, default=Accent.CRIMSON, help_text="The colour of its pages."
    )
    position = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST)],
        help_text="Universes with a smaller number come first on the home page.",
    )

    objects = UniverseQuerySet.as_manager()

    class Meta:
        db_table = "universe"
        ordering = ["position", "sort_key"]
        indexes = [models.Index(fields=["position", "sort_key"], name="universe_in_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("universe", self.slug)


#: When films come out that are announced without a date: after all others.
NO_DATE = date.max
RELEASE_ORDER = (F("released").asc(nulls_last=True), "sort_key", "slug")


#: What is kept by tell_apart().
TOLD_APART = ("beside_title", "beside_name")


class FilmQuerySet(models.QuerySet["Film"]):
    def in_release_order(self) -> Self:
        return self.order_by(*RELEASE_ORDER)

    def after(self, released: date, key: str, slug: str) -> Self:
        """Those that come after such a film in order of release; without a date it is of NO_DATE."""
        film = (("day", released), ("sort_key", key), ("slug", slug))
        return self._with_day().filter(beyond(*film))

    def _with_day(self) -> Self:
        return self.alias(day=Coalesce("released", models.Value(NO_DATE)))

    def of_the_same_year(self, film: "Film") -> Self:
        """Those with its title that came out in the year in which it does, or have no date either."""
        year = film.released.year if film.released else None
        named = self.filter(written_alike(film.title, "title"))
        return named.filter(released__year=year) if year else named.filter(released=None)

    def for_cards(self) -> Self:
        """With what films/cards.py asks for, and no more."""
        return self.select_related("universe").defer(
            *("uid", "key", "former_slugs", "last_released", "universe__uid", "universe__studio"),
            *("universe__sort_key", "universe__blurb", "universe__position"),
        )

    def released(self) -> Self:
        """Out by today: the films that somebody can have seen."""
        return self.filter(past("released", "precision"))

    @transaction.atomic(savepoint=False)
    def tell_apart(self) -> "list[Film]":
        """Note on each film what stands beside its title, and its name; those that changed."""
        Film.lock_first()
        columns = (*TOLD_APART, "title", "short_title", "released", "precision", "slug")
        films = list(self.only(*columns).order_by())
        titles = apart((film, film.title) for film in films)
        names = apart((film, film.short_title or film.title) for film in films)
        changed: list[Film] = []
        for film in films:
            beside = titles[film.pk], names[film.pk]
            if beside != (film.beside_title, film.beside_name):
                film.beside_title, film.beside_name = beside
                changed.append(film)
        Film.objects.bulk_update(changed, TOLD_APART)
        return changed

    def for_picker(self) -> Self:
        """With what names a film and a box for it, universe by universe."""
        universe = ("slug", "name", "accent", "position", "sort_key")
        return (
            self.select_related("universe")
            .only(
                *("key", "slug", "title", "short_title", "sort_key", "kind", "released"),
                *("precision", "last_released", "beside_title", "beside_name"),
                *(f"universe__{name}" for name in universe),
            )
            .order_by("universe__position", "universe__sort_key", *RELEASE_ORDER)
        )

    def after_in_picker(
        self, position: int, universe: str, released: date, key: str, slug: str
    ) -> Self:
        """Those that come after such a film where universe stands after universe."""
        before = (("universe__position", position), ("universe__sort_key", universe))
        film = (("day", released), ("sort_key", key), ("slug", slug))
        return self._with_day().filter(beyond(*before, *film))


class Film(models.Model):
    """A released or announced work."""

    class Kind(models.TextChoices):
        FEATURE = "feature", "Film"
        SERIES = "series", "Series"
        SHORT = "short", "Short"

    uid = UidField()
    universe = models.ForeignKey(
        Universe,
        on_delete=models.PROTECT,
        related_name="films",
        help_text="The world that it shares with other films.",
    )
    #: By which browsers remember the film; row numbers come again after a restore.
    key = models.CharField(
        max_length=FILM_KEY_LENGTH, unique=True, editable=False, default=new_film_key
    )
    slug = models.SlugField(**in_addresses())
    former_slugs = FormerSlugsField()
    title = models.CharField(max_length=160, validators=[one_line])
    short_title = models.CharField(
        max_length=60,
        blank=True,
        validators=[one_line],
        help_text="For tight places, such as “Chapter 2”.",
    )
    sort_key = SortKeyField("title", "short_title")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FEATURE)
    released = models.DateField(
        null=True,
        blank=True,
        validators=[within_film_history],
        help_text="First public release. Empty while only announced.",
    )
    precision = models.CharField(
        **known_to("How much of this date is known. It counts as out when all of it is past.")
    )
    last_released = models.DateField(
        "last part released",
        null=True,
        blank=True,
        validators=[within_film_history],
        help_text="For a series. Empty while more parts are to come.",
    )
    minutes = models.PositiveSmallIntegerField(
        "running time",
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_MINUTES)],
        help_text="In minutes.",
    )
    parts = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST)],
        help_text="How many episodes, for a series.",
    )
    logline = models.TextField(
        **up_to(500),
        blank=True,
        help_text="One or two sentences that everyone may read before seeing it.",
    )

    #: What tells it from another film with the same one, such as the year; else empty. Kept by
    #: tell_apart(), of films alone: they are public, so this tells nothing.
    beside_title = models.CharField(max_length=120, blank=True, default="", editable=False)
    beside_name = models.CharField(max_length=120, blank=True, default="", editable=False)

    objects = FilmQuerySet.as_manager()

    class Meta:
        db_table = "film"
        ordering = [*RELEASE_ORDER]
        indexes = [
            models.Index(
                fields=["universe", "released", "sort_key", "slug"], name="film_in_universe"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="film_has_running_time",
                violation_error_message="A running time is at least one minute.",
            ),
            models.CheckConstraint(
                condition=Q(parts__isnull=True) | Q(kind="series", parts__gt=0),
                name="film_parts_only_in_series",
                violation_error_message="Only a series has parts.",
            ),
            models.CheckConstraint(
                condition=Q(last_released__isnull=True)
                | Q(kind="series", last_released__gte=F("released")),
                name="film_last_part_after_first",
                violation_error_message=(
                    "Only a series has a last part, which comes out no earlier than the first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return told_apart(self.title, self.beside_title)

    def get_absolute_url(self) -> str:
        return address("film", self.slug)

    def clean(self) -> None:
        if self.released:
            self.released = begin_of(self.released, self.precision)

    @staticmethod
    def lock_first() -> None:
        """Until the end of the transaction, nobody else tells films apart.

        Two namesakes that are saved at once would not see each other. Whoever locks a film locks
        this before: else each could wait for the other to note what stands beside both.
        """
        universes = Universe.objects.order_by("pk").select_for_update(no_key=True)
        list(universes.values_list("pk"))

    @property
    def name(self) -> str:
        """The short title where there is one; told apart where another film has the same."""
        return told_apart(self.short_title or self.title, self.beside_name)

    @property
    def is_released(self) -> bool:
        return is_past(self.released, self.precision, timezone.localdate())

    @property
    def is_finished(self) -> bool:
        """Out as a whole: a series once its last part is."""
        if self.kind != self.Kind.SERIES:
            return self.is_released
        return self.last_released is not None and self.last_released <= timezone.localdate()

    def came_out_before(self, other: "Film") -> bool:
        """All of it, as far as the dates are known, was out before the first of the other film."""
        last, first = self.last_released or self.released, other.released
        if last is None or first is None:
            return False
        known = (self.precision, other.precision)
        return all(begin_of(last, precision) < begin_of(first, precision) for precision in known)


@receiver([post_save, post_delete], sender=Film)
def tell_apart(instance: Film, **kwargs: Any) -> None:
    """However it was saved: what is brought back after a deletion never meets Film.save."""
    for film in Film.objects.tell_apart():
        if film == instance:
            instance.beside_title, instance.beside_name = film.beside_title, film.beside_name
