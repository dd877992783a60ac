from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import Exact
from django.urls import reverse

from gate.models import PublicIdField, never_blank
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.rule import Rule
from gate.sealed import SealedTextField, Unsealed
from interviews.models import Quote, Source
from people.models import Person

from .note import Note

NEEDS_EVIDENCE = "An echo that is said to be intended needs evidence before it is published."


class EchoQuerySet(GatedQuerySet["Echo"]):
    def touching(self, notes: Iterable[int]) -> Self:
        """Echoes with an end among these notes, which are given by their keys."""
        notes = list(notes)
        return self.filter(Q(later__in=notes) | Q(earlier__in=notes))

    def stood_behind_by(self, people: Iterable[int], reader: Reader) -> Self:
        """Echoes whose evidence one of these people (their keys) gave, or is credited by.

        Only by evidence that this reader may know of, and so only open echoes: a locked one
        here would name somebody behind it.
        """
        theirs = Q(quote__speaker__in=people) | Q(credits__in=people)
        evidence = Evidence.objects.for_reader(reader).filter(theirs, echo=OuterRef("pk"))
        return self.filter(Exists(evidence))


class Echo(models.Model):
    """A later moment that answers an earlier one. It opens with both its notes."""

    class Kind(models.TextChoices):
        MIRRORS = "mirrors", "mirrors"
        INVERTS = "inverts", "inverts"
        REPEATS = "repeats", "repeats"
        CONTINUES = "continues", "continues"
        QUOTES = "quotes", "quotes"
        FORESHADOWS = "foreshadows", "foreshadows"
        SAME_EVENT = "same-event", "shows the same event as"

    class Claim(models.TextChoices):
        INTENDED = "intended", "Intended by the makers"
        NOTICED = "noticed", "Noticed by others"
        ON_SCREEN = "on-screen", "Plain on screen"
        LIKENESS = "likeness", "A likeness only"

    public_id = PublicIdField()
    later = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="echoes_back")
    earlier = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="echoes_forward")
    sealed_kind = SealedTextField("kind", choices=Kind)
    sealed_claim = SealedTextField("claim", choices=Claim)
    sealed_text = SealedTextField(
        "text", help_text="What the later moment does with the earlier one."
    )
    sealed_difference = SealedTextField(
        "difference", blank=True, default="", help_text="Where the likeness ends."
    )
    is_published = models.BooleanField("published", default=False, editable=False)
    proof = models.ForeignKey(
        "Evidence",
        # RESTRICT, not PROTECT: the evidence may go when its echo goes, never before.
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    #: On rows from `for_reader()` that ask for it.
    is_open: bool
    kind: str | None
    claim: str | None
    text: str | None
    difference: str | None
    later_is_open: bool
    later_text: str | None
    later_timecode: str | None
    earlier_is_open: bool
    earlier_text: str | None
    earlier_timecode: str | None

    gate = Rule(open_with=("later", "earlier"), known_by_any=True, live="is_published")

    objects = EchoQuerySet.as_manager()

    class Meta:
        db_table = "echo"
        ordering = ["pk"]
        verbose_name_plural = "echoes"
        constraints = [
            *never_blank("sealed_kind", "sealed_claim", "sealed_text"),
            models.CheckConstraint(
                condition=~Q(later=F("earlier")),
                name="echo_between_two_notes",
                violation_error_message="An echo runs between two different notes.",
            ),
            models.UniqueConstraint(
                Least("later", "earlier"),
                Greatest("later", "earlier"),
                name="echo_once_per_pair",
                violation_error_message="These two notes have an echo already.",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False)
                | Q(proof__isnull=False)
                | ~Q(Exact(Unsealed("sealed_claim"), models.Value("intended"))),
                name="echo_published_as_intended_has_proof",
                violation_error_message=NEEDS_EVIDENCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.later} → {self.earlier}"

    def get_absolute_url(self) -> str:
        return reverse("echo", args=[self.public_id])

    def publish(self) -> None:
        """Let readers meet this echo.

        Its first evidence becomes its proof, which then cannot be deleted before the echo.
        Raises ValidationError for an intended echo without evidence.
        """
        self.proof = self.evidence.order_by("position", "pk").first()
        self.is_published = True
        try:
            with transaction.atomic():
                self.save(update_fields=["proof", "is_published"])
        except IntegrityError as error:
            raise ValidationError(NEEDS_EVIDENCE) from error

    def withdraw(self) -> None:
        """Take this echo back from readers; its content stays."""
        self.is_published = False
        self.proof = None
        self.save(update_fields=["proof", "is_published"])


class Beat(models.Model):
    """A pair of moments that stand beside each other."""

    echo = models.ForeignKey(Echo, on_delete=models.CASCADE, related_name="beats")
    position = models.PositiveSmallIntegerField()
    sealed_theme = SealedTextField(
        "theme", help_text="What the two have in common, in a few words."
    )
    sealed_later = SealedTextField("later moment")
    sealed_earlier = SealedTextField("earlier moment")

    #: On rows from `for_reader()` alone.
    is_open: bool
    theme: str | None
    later: str | None
    earlier: str | None

    gate = Rule(open_with=("echo",))

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "beat"
        ordering = ["echo", "position"]
        constraints = [
            *never_blank("sealed_theme", "sealed_later", "sealed_earlier"),
            models.UniqueConstraint(
                fields=["echo", "position"], name="beat_position_once_per_echo"
            ),
        ]

    def __str__(self) -> str:
        return f"Beat {self.position} of {self.echo}"


class Evidence(models.Model):
    """Why an echo is more than a guess: somebody's words, or a source that is nobody's words."""

    class Hand(models.TextChoices):
        FIRST = "first", "First-hand"
        SECOND = "second", "Second-hand"

    echo = models.ForeignKey(Echo, on_delete=models.CASCADE, related_name="evidence")
    quote = models.ForeignKey(
        Quote, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    hand = models.CharField(
        max_length=6,
        choices=Hand,
        help_text="First-hand: they speak of their own doing. Second-hand: of somebody else's.",
    )
    sealed_point = SealedTextField("point", help_text="What exactly this is evidence for.")
    credits = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_by",
        help_text="Whose idea it was, where the evidence says so.",
    )
    position = models.PositiveSmallIntegerField(default=0)

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
