from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone


class Universe(models.Model):
    """A world that films share."""

    class Accent(models.TextChoices):
        CRIMSON = "crimson"
        AMBER = "amber"
        TEAL = "teal"
        VIOLET = "violet"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, unique=True)
    studio = models.CharField(max_length=120, blank=True)
    blurb = models.TextField(
        blank=True, help_text="Two or three sentences for everyone. Give nothing away."
    )
    accent = models.CharField(
        max_length=10, choices=Accent, default=Accent.CRIMSON, help_text="The colour of its pages."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Universes with a smaller number come first on the home page."
    )

    class Meta:
        db_table = "universe"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


#: Announced films, which have no date yet, come last. No two films have the same title.
RELEASE_ORDER = (F("released").asc(nulls_last=True), "title")


class FilmQuerySet(models.QuerySet["Film"]):
    def in_release_order(self) -> Self:
        return self.order_by(*RELEASE_ORDER)

    def for_cards(self) -> Self:
        """With what films/cards.py asks for, and no more."""
        return self.select_related("universe").defer(
            *("universe__slug", "universe__name", "universe__studio"),
            *("universe__blurb", "universe__position"),
        )

    def released(self) -> Self:
        """Out by today: the films that somebody can have seen."""
        return self.filter(released__lte=timezone.localdate())


class Film(models.Model):
    """A released or announced work."""

    class Kind(models.TextChoices):
        FEATURE = "feature", "Film"
        SERIES = "series", "Series"
        SHORT = "short", "Short"

    universe = models.ForeignKey(Universe, on_delete=models.PROTECT, related_name="films")
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address: no spoilers."
    )
    title = models.CharField(max_length=160, unique=True)
    short_title = models.CharField(
        max_length=60, blank=True, help_text="For tight places, such as “Chapter 2”."
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FEATURE)
    released = models.DateField(
        null=True, blank=True, help_text="First public release. Empty while only announced."
    )
    minutes = models.PositiveSmallIntegerField("running time", null=True, blank=True)
    parts = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many episodes, for a series."
    )
    logline = models.TextField(
        blank=True, help_text="One or two sentences that everyone may read before seeing it."
    )

    objects = FilmQuerySet.as_manager()

    class Meta:
        db_table = "film"
        ordering = [*RELEASE_ORDER]
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
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("film", args=[self.slug])

    @property
    def name(self) -> str:
        """The short title where there is one."""
        return self.short_title or self.title

    @property
    def is_released(self) -> bool:
        return self.released is not None and self.released <= timezone.localdate()
