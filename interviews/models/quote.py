from collections.abc import Collection
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from films.models import MOST
from gate.among import AmongFound, among_these
from gate.keyset import beyond
from gate.models import (
    Gated,
    PublicIdField,
    Stamp,
    StampField,
    UidField,
    never_blank,
    stamp_constraints,
)
from gate.publishing import PERMISSIONS, Publishable, publishing_constraints
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField, Unsealed
from gate.texts import up_to
from people.models import Person

from .interview import Interview


class QuoteQuerySet(GatedQuerySet["Quote"]):
    def about(self, film: int) -> Self:
        """What was said in interviews about a film (its key), oldest first."""
        about = self.filter(interview__films=film)
        return about.order_by("interview__date", "interview__sort_key", "position")

    def after(self, day: date, key: str, position: int) -> Self:
        """Those of `about()` that come after one at this place, of an interview and in it."""
        spoken = ("interview__date", day), ("interview__sort_key", key)
        return self.filter(beyond(*spoken, ("position", position)))

    def said_by(self, people: Collection[int] | models.QuerySet) -> Self:
        """Quotes of these people, who are given by their keys or by a query for them, latest first."""
        # By their keys: else PostgreSQL looks for them among all interviews, in the order of these.
        theirs = Quote.objects.filter(among_these("speaker", people)).order_by()
        return self.filter(AmongFound("pk", theirs.values("pk"))).order_by(
            "-interview__date", "interview", "position"
        )

    def said_after(self, day: date, key: str, position: int) -> Self:
        """Those of `said_by()` that come after one at this place."""
        spoken = ("-interview__date", day), ("interview__sort_key", key)
        return self.filter(beyond(*spoken, ("position", position)))


class Quote(Publishable, Gated):
    """What one person said, once."""

    class Fidelity(models.TextChoices):
        VERBATIM = "verbatim", "Verbatim"
        TRANSLATED = "translated", "Translated"
        BRACKETED = "bracketed", "With editorial brackets"
        PARAPHRASE = "paraphrase", "Paraphrase"

    uid = UidField()
    public_id = PublicIdField()
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes")
    speaker = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="quotes", help_text="Who said it."
    )
    position = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(MOST)], help_text="Order within the interview."
    )
    fidelity = models.CharField(
        max_length=10, choices=Fidelity, help_text="How close this is to what was said."
    )
    sealed_text = SealedTextField(
        "text",
        **up_to(4_000),
        help_text="What was said. Editorial insertions stand in [square brackets].",
    )
    stamp = StampField(Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE, default=Stamp.TEXT)

    #: On rows from `for_reader()` alone.
    text: str | None

    gate = Rule(known_with=("interview",), makes_known=("speaker",), live="live_from")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        db_table = "quote"
        default_permissions = PERMISSIONS
        ordering = ["interview", "position", "pk"]
        # What anybody may read is found by it, beside what their films open.
        indexes = [
            models.Index(fields=["stamp"], name="quote_by_stamp"),
            models.Index(fields=["live_from"], name="quote_by_moment"),
        ]
        constraints = [
            *stamp_constraints(Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE),
            *never_blank("sealed_text"),
            *publishing_constraints(),
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

    def stands_on(self) -> list[Publishable]:
        """Its interview, as it is stored: it may have been published a moment ago, for another quote."""
        return list(Interview.objects.filter(pk=self.interview_id))
