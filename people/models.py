from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from films.models import MOST, NO_DATE, Film
from gate.addresses import address
from gate.keyset import beyond
from gate.models import Gated, Stamp, StampField, UidField, never_blank, stamp_constraints
from gate.places import after_place
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.slugs import FormerSlugsField, in_addresses
from gate.sorting import SortKeyField, WordsKeyField
from gate.texts import one_line, up_to


class Person(models.Model):
    uid = UidField()
    slug = models.SlugField(**in_addresses())
    former_slugs = FormerSlugsField()
    name = models.CharField(max_length=120, validators=[one_line])
    sort_name = models.CharField(
        "name in lists",
        max_length=120,
        validators=[one_line],
        help_text="Family name first: “Reeves, Keanu”.",
    )
    sort_key = SortKeyField("sort_name", "name")
    words = WordsKeyField("name")

    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "person"
        ordering = ["sort_key", "slug"]
        indexes = [
            models.Index(fields=["sort_key", "slug"], name="person_in_order"),
            models.Index(fields=["words"], name="person_by_words"),
        ]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("person", self.slug)


class Character(models.Model):
    uid = UidField()
    slug = models.SlugField(**in_addresses())
    former_slugs = FormerSlugsField()
    name = models.CharField(
        max_length=120,
        validators=[one_line],
        help_text="As billed. A hidden identity is a character fact, which has a page of its own.",
    )
    sort_key = SortKeyField("name")
    words = WordsKeyField("name")
    description = models.TextField(
        **up_to(400),
        blank=True,
        help_text="One public sentence: what a poster could say of them.",
    )

    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "character"
        ordering = ["sort_key", "slug"]
        indexes = [models.Index(fields=["words"], name="character_by_words")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("character", self.slug)


class CreditQuerySet(GatedQuerySet["Credit"]):
    def in_release_order(self) -> Self:
        # “film” stands for the order of films.
        return self.order_by("film", "job", "position", "pk")

    def after(self, released: date, key: str, slug: str, job: str, position: int, pk: int) -> Self:
        """Those that come after such a credit in the order of release (films/models.py)."""
        film = (("day", released), ("film__sort_key", key), ("film__slug", slug))
        place = beyond(*film, ("job", job), ("position", position), ("pk", pk))
        return self.alias(day=Coalesce("film__released", models.Value(NO_DATE))).filter(place)

    def named(self, film: str, person: str, job: str, character: str) -> Self:
        """The one that these slugs tell from all others; without a character it is empty."""
        played = self.alias(played=Coalesce("character__slug", models.Value("")))
        return played.filter(film__slug=film, person__slug=person, job=job, played=character)


class Credit(Gated):
    """A person's work on a film. Stamped EXISTENCE where having taken part gives something away."""

    class Job(models.TextChoices):
        DIRECTOR = "director", "Director"
        WRITER = "writer", "Writer"
        CREATOR = "creator", "Creator"
        ACTOR = "actor", "Cast"

    uid = UidField()
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    job = models.CharField(max_length=10, choices=Job)
    character = models.ForeignKey(
        Character,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credits",
        help_text="Whom they play. Empty for any other work.",
    )
    position = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(MOST)],
        help_text="Billing order within the job.",
    )
    stamp = StampField(Stamp.NOTHING, Stamp.EXISTENCE, default=Stamp.NOTHING)

    gate = Rule(makes_known=("person", "character"))

    objects = CreditQuerySet.as_manager()

    class Meta:
        db_table = "credit"
        ordering = ["film", "job", "position", "pk"]
        constraints = [
            *stamp_constraints(Stamp.NOTHING, Stamp.EXISTENCE),
            models.CheckConstraint(
                condition=Q(job="actor") | Q(character__isnull=True),
                name="credit_character_only_for_cast",
                violation_error_message="Only a cast credit has a character.",
            ),
            models.UniqueConstraint(
                fields=["film", "person", "job", "character"], name="credit_once"
            ),
            models.UniqueConstraint(
                fields=["film", "person", "job"],
                condition=Q(character__isnull=True),
                name="credit_once_without_character",
                violation_error_message="This credit is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_job_display().lower()}, {self.film}"


class CharacterFactQuerySet(GatedQuerySet["CharacterFact"]):
    def about(self, character: int) -> Self:
        """Facts of this character (its key), and kinships that other characters have with it."""
        return self.filter(Q(character=character) | Q(relative=character))

    def after_place(self, place: int) -> Self:
        """Those that come after so many of them, of those that a reader may know of."""
        return after_place(self, place, "character", "position")


class CharacterFact(Gated):
    """Who a character proves to be, or a kinship between two characters."""

    uid = UidField()
    character = models.ForeignKey(Character, on_delete=models.CASCADE, related_name="facts")
    relative = models.ForeignKey(
        Character,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kinships",
        help_text="The other character, where the fact is a kinship. It shows on both pages.",
    )
    position = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(MOST)], help_text="Order on the character's page."
    )
    sealed_text = SealedTextField(
        "text", **up_to(600), help_text="One sentence that can stand on either page."
    )
    stamp = StampField(Stamp.NOTHING, Stamp.EXISTENCE, default=Stamp.EXISTENCE)

    #: On rows from `for_reader()` alone.
    text: str | None

    gate = Rule()

    objects = CharacterFactQuerySet.as_manager()

    class Meta:
        db_table = "character_fact"
        ordering = ["character", "position"]
        constraints = [
            *stamp_constraints(Stamp.NOTHING, Stamp.EXISTENCE),
            *never_blank("sealed_text"),
            models.CheckConstraint(
                condition=~Q(character=models.F("relative")),
                name="fact_not_kin_to_itself",
                violation_error_message="A kinship is between two characters.",
            ),
            models.UniqueConstraint(
                fields=["character", "position"], name="fact_position_once_per_character"
            ),
        ]

    def __str__(self) -> str:
        return f"Fact about {self.character}"
