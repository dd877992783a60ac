from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.urls import reverse

from films.models import Film
from gate.models import (
    Gated,
    PublicIdField,
    Stamp,
    StampField,
    never_blank,
    stamp_constraints,
)
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField, Unsealed
from people.models import Person

#: Readers follow these links: no javascript: and the like.
is_address = URLValidator(
    schemes=["http", "https"], message="An address starts with https:// or http://."
)


class DatePrecision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


class Source(Gated):
    """A page or broadcast that can be cited. Headlines and addresses often give things away."""

    key = models.SlugField(
        max_length=80, unique=True, help_text="A neutral name for editors: “techradar-2025-06”."
    )
    public_id = PublicIdField()
    outlet = models.CharField(max_length=80)
    published = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    sealed_title = SealedTextField("title", blank=True, default="", help_text="The headline.")
    sealed_url = SealedTextField("address", blank=True, default="", validators=[is_address])
    sealed_archive_url = SealedTextField(
        "archive address", blank=True, default="", validators=[is_address]
    )
    accessed = models.DateField(
        "date of access", null=True, blank=True, help_text="When somebody last read it there."
    )
    stamp = StampField(
        Stamp.NOTHING,
        Stamp.TEXT,
        default=Stamp.TEXT,
        help_text="Seal it where the headline or the address gives something away.",
    )

    #: On rows from `for_reader()` alone.
    title: str | None
    url: str | None
    archive_url: str | None

    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "source"
        ordering = ["key"]
        constraints = stamp_constraints(Stamp.NOTHING, Stamp.TEXT)

    def __str__(self) -> str:
        return self.key


class InterviewQuerySet(models.QuerySet["Interview"]):
    def with_films(self) -> Self:
        """Brings along `films`, those talked about, in release order."""
        films = Film.objects.for_cards().in_release_order()
        return self.prefetch_related(models.Prefetch("films", films))

    def next_to(self, interview: "Interview") -> "tuple[Interview | None, Interview | None]":
        """The interviews before and after this one, by date and then label."""
        before, after = (_beyond(way, interview.date, interview.label) for way in ("lt", "gt"))
        return (
            self.filter(before).order_by("-date", "-label").first(),
            self.filter(after).order_by("date", "label").first(),
        )


def _beyond(way: str, date: date, label: str) -> Q:
    return Q(**{f"date__{way}": date}) | Q(**{"date": date, f"label__{way}": label})


class Interview(models.Model):
    """One conversation, or one published statement."""

    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address: no spoilers."
    )
    label = models.CharField(
        max_length=160,
        unique=True,
        help_text="Neutral, never the headline: “Len Wiseman talks to TechRadar, June 2025”.",
    )
    outlet = models.CharField(max_length=80)
    date = models.DateField()
    precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    films = models.ManyToManyField(Film, through="InterviewFilm", related_name="interviews")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        db_table = "interview"
        ordering = ["-date", "label"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("interview", args=[self.slug])


class InterviewFilm(models.Model):
    """The interview was given about this film, and shows on its page."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="coverage")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "interview_film"
        verbose_name = "film talked about"
        verbose_name_plural = "films talked about"
        constraints = [
            models.UniqueConstraint(fields=["interview", "film"], name="interview_film_once")
        ]

    def __str__(self) -> str:
        return str(self.film)


class QuoteQuerySet(GatedQuerySet["Quote"]):
    def about(self, film: int) -> Self:
        """What was said in interviews about a film (its key), oldest first."""
        about = self.filter(interview__films=film)
        return about.order_by("interview__date", "interview__label", "position")

    def said_by(self, people: Iterable[int]) -> Self:
        """Quotes of these people, who are given by their keys, latest first."""
        return self.filter(speaker__in=people).order_by("-interview__date", "interview", "position")


class Quote(Gated):
    """What one person said, once."""

    class Fidelity(models.TextChoices):
        VERBATIM = "verbatim", "Verbatim"
        TRANSLATED = "translated", "Translated"
        BRACKETED = "bracketed", "With editorial brackets"
        PARAPHRASE = "paraphrase", "Paraphrase"

    public_id = PublicIdField()
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="quotes")
    speaker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="quotes")
    position = models.PositiveSmallIntegerField(help_text="Order within the interview.")
    fidelity = models.CharField(max_length=10, choices=Fidelity)
    sealed_text = SealedTextField(
        "text", help_text="What was said. Editorial insertions stand in [square brackets]."
    )
    stamp = StampField(Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE, default=Stamp.TEXT)

    #: On rows from `for_reader()` alone.
    text: str | None

    gate = Rule(makes_known=("speaker",))

    objects = QuoteQuerySet.as_manager()

    class Meta:
        db_table = "quote"
        ordering = ["interview", "position", "pk"]
        constraints = [
            *stamp_constraints(Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE),
            *never_blank("sealed_text"),
            models.UniqueConstraint(
                fields=["interview", "position"], name="quote_position_once_per_interview"
            ),
            models.CheckConstraint(
                condition=~Q(fidelity="bracketed")
                | Q(GreaterThan(StrIndex(Unsealed("sealed_text"), models.Value("[")), 0)),
                name="quote_bracketed_has_bracket",
                violation_error_message="A bracketed quote holds a [bracket]; or choose verbatim.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview}, no. {self.position}"

    def get_absolute_url(self) -> str:
        return f"{self.interview.get_absolute_url()}#quote-{self.public_id}"


class Citation(models.Model):
    """Where a quote can be checked. One statement may stand in several places."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    sealed_locator = SealedTextField(
        "locator", blank=True, default="", help_text="Paragraph, page or time within the source."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="The first printing first.")

    #: On rows from `for_reader()` that ask for it.
    is_open: bool
    locator: str | None
    source_is_open: bool
    source_title: str | None
    source_url: str | None
    source_archive_url: str | None

    gate = Rule(open_with=("quote",), makes_known=("source",))

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "citation"
        ordering = ["quote", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "source"], name="citation_source_once")
        ]

    def __str__(self) -> str:
        return str(self.source)
