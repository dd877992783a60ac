from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from gate.models import AlsoRequires, Gated, Stamp, StampField, never_blank, stamp_constraints
from gate.queryset import GatedQuerySet
from gate.sealed import SealedTextField


class UniverseQuerySet(models.QuerySet):
    def with_films(self) -> Self:
        """Adds `film_list`: the universe's films in release order, with `labelled_notes`."""
        films = Film.objects.with_labelled_notes().in_release_order()
        return self.prefetch_related(models.Prefetch("films", films, to_attr="film_list"))


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

    objects = UniverseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class FilmQuerySet(models.QuerySet):
    def in_release_order(self) -> Self:
        """Announced films, which have no date yet, come last."""
        return self.order_by(F("released").asc(nulls_last=True), "title", "pk")

    def released(self) -> Self:
        """Out by today: the films that somebody can have seen."""
        return self.filter(released__lte=timezone.localdate())

    def with_labelled_notes(self) -> Self:
        """Adds `labelled_notes`: how many notes the film has whose label is public."""
        return self.annotate(
            labelled_notes=models.Count("notes", filter=Q(notes__stamp=Stamp.SEALED))
        )


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
        ordering = [F("released").asc(nulls_last=True), "title"]
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
        return reverse("films:detail", args=[self.slug])

    @property
    def name(self) -> str:
        """The short title where there is one."""
        return self.short_title or self.title

    @property
    def is_released(self) -> bool:
        return self.released is not None and self.released <= timezone.localdate()

    @property
    def release_key(self) -> tuple[date, str]:
        """Sorts films in memory as `in_release_order` does in the database."""
        return (self.released or date.max, self.title)


class Placement(Gated):
    """A sourced claim on where a film lies in the story. Claims may contradict each other."""

    class Relation(models.TextChoices):
        AFTER = "after", "after"
        BEFORE = "before", "before"
        BETWEEN = "between", "between"
        DURING = "during", "at the same time as"

    placed = models.ForeignKey(
        Film,
        on_delete=models.PROTECT,
        related_name="placements",
        help_text="The film whose place in the story this claim is about.",
    )
    relation = models.CharField(max_length=10, choices=Relation)
    anchor = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+")
    second_anchor = models.ForeignKey(
        Film, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_claim = SealedTextField("claim", help_text="The claim in one or two sentences.")
    source = models.ForeignKey(
        "interviews.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        help_text="Who says so. Empty where it is plain on screen.",
    )
    stamp = StampField(Stamp.OPEN, Stamp.HIDDEN)

    objects = GatedQuerySet.as_manager()

    class Meta:
        ordering = ["placed", "pk"]
        constraints = [
            *stamp_constraints(Stamp.OPEN, Stamp.HIDDEN),
            *never_blank("sealed_claim"),
            models.CheckConstraint(
                condition=~Q(placed=F("anchor")),
                name="placement_not_relative_to_itself",
                violation_error_message="A film is placed in relation to another one.",
            ),
            models.CheckConstraint(
                condition=Q(relation="between", second_anchor__isnull=False)
                | (~Q(relation="between") & Q(second_anchor__isnull=True)),
                name="placement_between_has_two_anchors",
                violation_error_message="“Between” needs two films, every other relation one.",
            ),
            models.UniqueConstraint(
                fields=["placed", "relation", "anchor", "source"], name="placement_once_per_source"
            ),
            models.UniqueConstraint(
                fields=["placed", "relation", "anchor"],
                condition=Q(source__isnull=True),
                name="placement_once_unsourced",
                violation_error_message="This claim is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Placement of {self.placed}"

    @property
    def place(self) -> tuple[str, int, int | None]:
        """Equal for claims of the same place."""
        return (self.relation, self.anchor_id, self.second_anchor_id)

    @property
    def place_in_words(self) -> str:
        second = f" and {self.second_anchor.name}" if self.second_anchor else ""
        return f"{self.get_relation_display().capitalize()} {self.anchor.name}{second}"


class PlacementRequirement(AlsoRequires):
    item = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="also_requires")
