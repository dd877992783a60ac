from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import Exact
from django.urls import reverse

from films.models import Film
from gate.models import PublicIdField, never_blank
from gate.queryset import GatedQuerySet, opens, shows
from gate.reader import Reader
from gate.sealed import SealedTextField, Unsealed
from interviews.models import Quote, Source
from people.models import Person

from .note import Note

NEEDS_EVIDENCE = "An echo that is said to be intended needs evidence before it is published."


class EchoQuerySet(GatedQuerySet["Echo"]):
    def for_reader(self, reader: Reader) -> Self:
        """Published echoes; adds `later_is_open` and `earlier_is_open` to what the gate adds."""
        queryset = super().for_reader(reader).filter(is_published=True)
        return queryset.with_opened("later", reader).with_opened("earlier", reader)

    def for_page(self, reader: Reader, notes: "Iterable[Note]" = ()) -> "list[Echo]":
        """The echoes that this reader may know of, ready to be shown.

        Adds `missing`, the films to see before it opens by itself, and `spoils`, the films
        that revealing it gives away. The requirements of `notes` come in the same query.
        """
        ends = ("later__film__universe", "earlier__film__universe")
        echoes = list(self.for_reader(reader).select_related(*ends))
        joined = [end for echo in echoes for end in (echo.later, echo.earlier)]
        models.prefetch_related_objects([*joined, *notes], "also_requires")
        for echo in echoes:
            echo.missing = _unseen(echo.locked_ends, reader)
            echo.spoils = _unseen([echo.later, echo.earlier], reader)
            echo.later.text, echo.later.timecode = echo.later_text, echo.later_timecode
            echo.earlier.text, echo.earlier.timecode = echo.earlier_text, echo.earlier_timecode
        return echoes

    def touching(self, notes: "Iterable[Note]") -> Self:
        return self.filter(Q(later__in=notes) | Q(earlier__in=notes))

    def stood_behind_by(self, people: "Iterable[Person]", reader: Reader) -> Self:
        """Open echoes whose evidence one of these people gave, or is credited by.

        Only by evidence that this reader may know of, and only open echoes: a locked one here
        would name somebody behind it.
        """
        words = Evidence.objects.known_to(reader).filter(echo=OuterRef("pk"))
        theirs = words.filter(Q(quote__speaker__in=people) | Q(credits__in=people))
        return self.filter(opens(Echo, reader), Exists(theirs))


def _unseen(notes: list[Note], reader: Reader) -> list[Film]:
    films = {film for note in notes for film in note.requirement if film.pk not in reader.seen}
    return sorted(films, key=lambda film: film.release_key)


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

    def runs_through(self, note: Note) -> bool:
        return note.pk in (self.later_id, self.earlier_id)

    # What follows is for rows from `for_page(reader)`.

    @property
    def open_end(self) -> Note:
        """The note through which this reader knows of the echo."""
        return self.later if self.later_is_open else self.earlier

    @property
    def locked_ends(self) -> list[Note]:
        ends = ((self.later, self.later_is_open), (self.earlier, self.earlier_is_open))
        return [end for end, is_open in ends if not is_open]

    @property
    def kind_label(self) -> str:
        return self.Kind(self.kind).label if self.is_open else ""

    @property
    def claim_label(self) -> str:
        return self.Claim(self.claim).label if self.is_open else ""

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


class EvidenceQuerySet(GatedQuerySet["Evidence"]):
    def known_to(self, reader: Reader) -> Self:
        """Without the rows of quotes whose existence spoils a film that this reader has not seen."""
        return self.filter(Q(quote=None) | shows(Quote, reader, "quote__"))

    def for_page(self, echo: Echo, reader: Reader) -> "list[Evidence]":
        """An echo's evidence in order; each with its `quote_card` or its `source_card`."""
        quotes = Quote.objects.filter(evidence__echo=echo).distinct().for_page(reader)
        cards: dict[int | None, Quote] = {quote.pk: quote for quote in quotes}
        sources = Source.objects.filter(evidence__echo=echo).for_reader(reader).in_bulk()
        rows = self.known_to(reader).filter(echo=echo).for_reader(reader)
        evidence = list(rows.select_related("credits").order_by("position", "pk"))
        for row in evidence:
            row.quote_card, row.source_card = cards.get(row.quote_id), sources.get(row.source_id)
        return evidence


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

    objects = EvidenceQuerySet.as_manager()

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
