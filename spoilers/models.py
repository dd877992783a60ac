from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import Exact
from django.urls import reverse

from films.models import Film
from gate.models import (
    AlsoRequires,
    Gated,
    PublicIdField,
    Stamp,
    StampField,
    never_blank,
    stamp_constraints,
)
from gate.queryset import GatedQuerySet
from gate.sealed import SealedTextField, Unsealed
from interviews.models import Quote, Source
from people.models import Person


NEEDS_EVIDENCE = "An echo that is said to be intended needs evidence before it is published."


class Seen(models.Model):
    """A fan's word that they have seen a film. Readers without an account keep it in a cookie."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seen_films"
    )
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="seen_by")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user", "film"]
        verbose_name_plural = "seen"
        constraints = [models.UniqueConstraint(fields=["user", "film"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.user} has seen {self.film}"


class NoteQuerySet(GatedQuerySet):
    def with_requirement(self) -> Self:
        """Adds the films that a reveal button names, without a query per note."""
        return self.select_related("film").prefetch_related("also_requires__film")


class Note(Gated):
    """One fact or scene of a film: a label for everyone, a text for those who have seen it."""

    class Kind(models.TextChoices):
        OPENING = "opening", "Opening"
        SCENE = "scene", "Scene"
        TURN = "turn", "Turn"
        ENDING = "ending", "Ending"

    public_id = PublicIdField()
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="notes")
    label = models.CharField(
        max_length=80,
        help_text="Everyone reads this: name the moment without telling it. “The ending”.",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SCENE)
    position = models.PositiveSmallIntegerField(help_text="Order within the film.")
    sealed_text = SealedTextField(
        "text", help_text="What happens. An empty line starts a paragraph."
    )
    sealed_timecode = SealedTextField(
        "timecode", blank=True, default="", help_text="Where in the film, such as 1:52:10."
    )
    stamp = StampField(Stamp.SEALED, Stamp.HIDDEN, default=Stamp.SEALED)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["film", "position", "pk"]
        constraints = [
            *stamp_constraints(Stamp.SEALED, Stamp.HIDDEN),
            *never_blank("sealed_text"),
            models.UniqueConstraint(fields=["film", "label"], name="note_label_once_per_film"),
        ]

    def __str__(self) -> str:
        return f"{self.film.name}: {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("spoilers:note", args=[self.public_id])


class NoteRequirement(AlsoRequires):
    item = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="also_requires")


class EchoQuerySet(GatedQuerySet):
    def published(self) -> Self:
        """Echoes that readers may meet."""
        return self.filter(is_published=True)

    def with_ends(self) -> Self:
        """Adds both notes and their requirements, without a query per echo."""
        return self.select_related("later__film", "earlier__film").prefetch_related(
            "later__also_requires__film", "earlier__also_requires__film"
        )

    def touching(self, notes: list[Note]) -> Self:
        return self.filter(Q(later__in=notes) | Q(earlier__in=notes))

    def of_film(self, film: Film) -> Self:
        return self.filter(Q(later__film=film) | Q(earlier__film=film))

    def stood_behind_by(self, person: Person) -> Self:
        """Echoes whose evidence this person gave, or is credited by. Only for open echoes."""
        words = Evidence.objects.filter(echo=OuterRef("pk"))
        return self.filter(Exists(words.filter(Q(quote__speaker=person) | Q(credits=person))))


class Echo(models.Model):
    """A later moment that answers an earlier one. It opens with both its notes."""

    opens_with = ("later", "earlier")
    shows_with_any = ("later", "earlier")

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

    objects = EchoQuerySet.as_manager()

    class Meta:
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
        return reverse("spoilers:echo", args=[self.public_id])

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

    opens_with = ("echo",)

    echo = models.ForeignKey(Echo, on_delete=models.CASCADE, related_name="beats")
    position = models.PositiveSmallIntegerField()
    sealed_theme = SealedTextField(
        "theme", help_text="What the two have in common, in a few words."
    )
    sealed_later = SealedTextField("later moment")
    sealed_earlier = SealedTextField("earlier moment")

    objects = GatedQuerySet.as_manager()

    class Meta:
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

    opens_with = ("echo",)

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

    objects = GatedQuerySet.as_manager()

    class Meta:
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
