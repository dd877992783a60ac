from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from films.models import MOST
from gate.models import UidField, never_blank
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.texts import up_to
from interviews.models import Quote, Source
from people.models import Person


class Evidence(models.Model):
    """Why an echo is more than a guess: somebody's words, or a source that is nobody's words."""

    class Hand(models.TextChoices):
        FIRST = "first", "First-hand"
        SECOND = "second", "Second-hand"

    uid = UidField()
    echo = models.ForeignKey("Echo", on_delete=models.CASCADE, related_name="evidence")
    quote = models.ForeignKey(
        Quote,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="What somebody said; or else choose a source.",
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="A page or broadcast, where it is nobody’s words.",
    )
    hand = models.CharField(
        max_length=6,
        choices=Hand,
        help_text="First-hand: they speak of their own doing. Second-hand: of somebody else's.",
    )
    sealed_point = SealedTextField(
        "point", **up_to(600), help_text="What exactly this is evidence for."
    )
    credits = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_by",
        help_text="Whose idea it was, where the evidence says so.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST)], help_text="The strongest first."
    )

    #: On rows from `for_reader()` that ask for it.
    is_open: bool
    point: str | None
    source_is_open: bool
    source_title: str | None
    source_url: str | None
    source_archive_url: str | None

    gate = Rule(open_with=("echo",), known_with=("quote",), makes_known=("source", "credits"))

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "evidence"
        ordering = ["echo", "position", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            *never_blank("sealed_point"),
            models.CheckConstraint(
                condition=Q(quote__isnull=False, source__isnull=True)
                | Q(quote__isnull=True, source__isnull=False),
                name="evidence_is_quote_or_source",
                violation_error_message="Evidence is either a quote or a source.",
            ),
            models.UniqueConstraint(
                fields=["echo", "quote", "hand"], name="evidence_quote_once_per_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_hand_display()} evidence: {self.quote or self.source}"
