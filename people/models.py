from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from films.models import Film
from gate.models import AlsoRequires, Gated, Stamp, StampField, never_blank, stamp_constraints
from gate.queryset import GatedQuerySet, shows
from gate.reader import Reader
from gate.sealed import SealedTextField


class PersonQuerySet(models.QuerySet):
    def known_to(self, reader: Reader) -> Self:
        """People with a credit or a statement that this reader may know of."""
        quotes = Person.quotes.rel.related_model
        return self.filter(
            _has_visible(Credit, "person", reader) | _has_visible(quotes, "speaker", reader)
        )


class Person(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=120, help_text="Family name first: “Reeves, Keanu”.")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "slug"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.slug])


class CharacterQuerySet(models.QuerySet):
    def known_to(self, reader: Reader) -> Self:
        """Characters with at least one credit that this reader may know of."""
        return self.filter(_has_visible(Credit, "character", reader))


class Character(models.Model):
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address: no spoilers."
    )
    name = models.CharField(
        max_length=120, help_text="As billed. A hidden identity is a fact, below."
    )
    description = models.TextField(
        blank=True, help_text="One public sentence: what a poster could say of them."
    )

    objects = CharacterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:character", args=[self.slug])


class CreditQuerySet(GatedQuerySet["Credit"]):
    def of_film(self, film: Film, reader: Reader) -> "list[tuple[str, list[Credit]]]":
        """A film's credits by job, in the order of `Credit.Job`, each job in billing order."""
        credits = self.for_reader(reader).filter(film=film).select_related("person", "character")
        by_job: dict[Credit.Job, list[Credit]] = {job: [] for job in Credit.Job}
        for credit in credits.order_by("position", "pk"):
            by_job[Credit.Job(credit.job)].append(credit)
        return [(job.label, listed) for job, listed in by_job.items() if listed]

    def in_release_order(self) -> Self:
        """With the film, the person and the character, by the film's release."""
        return self.select_related("film", "person", "character").order_by(
            models.F("film__released").asc(nulls_last=True), "film", "job", "position", "pk"
        )


class Credit(Gated):
    """A person's work on a film. Stamped HIDDEN where having taken part gives something away."""

    class Job(models.TextChoices):
        DIRECTOR = "director", "Director"
        WRITER = "writer", "Writer"
        CREATOR = "creator", "Creator"
        ACTOR = "actor", "Cast"

    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    job = models.CharField(max_length=10, choices=Job)
    character = models.ForeignKey(
        Character, on_delete=models.PROTECT, null=True, blank=True, related_name="credits"
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Billing order within the job."
    )
    stamp = StampField(Stamp.OPEN, Stamp.HIDDEN, default=Stamp.OPEN)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["film", "job", "position", "pk"]
        constraints = [
            *stamp_constraints(Stamp.OPEN, Stamp.HIDDEN),
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


class CreditRequirement(AlsoRequires):
    item = models.ForeignKey(Credit, on_delete=models.CASCADE, related_name="also_requires")


class CharacterFactQuerySet(GatedQuerySet["CharacterFact"]):
    def about(self, character: Character) -> Self:
        """Facts of this character, and kinships that other characters have with it."""
        about = self.filter(Q(character=character) | Q(relative=character))
        return about.select_related("film", "character", "relative")


class CharacterFact(Gated):
    """Who a character proves to be, or a kinship between two characters."""

    character = models.ForeignKey(Character, on_delete=models.PROTECT, related_name="facts")
    relative = models.ForeignKey(
        Character,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kinships",
        help_text="The other character, where the fact is a kinship. It shows on both pages.",
    )
    position = models.PositiveSmallIntegerField(help_text="Order on the character's page.")
    sealed_text = SealedTextField("text", help_text="One sentence that can stand on either page.")
    stamp = StampField(Stamp.OPEN, Stamp.HIDDEN, default=Stamp.HIDDEN)

    objects = CharacterFactQuerySet.as_manager()

    class Meta:
        ordering = ["character", "position"]
        constraints = [
            *stamp_constraints(Stamp.OPEN, Stamp.HIDDEN),
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


class CharacterFactRequirement(AlsoRequires):
    item = models.ForeignKey(CharacterFact, on_delete=models.CASCADE, related_name="also_requires")


def _has_visible(model: type[models.Model], relation: str, reader: Reader) -> Exists:
    return Exists(model.objects.filter(shows(model, reader), **{relation: OuterRef("pk")}))
