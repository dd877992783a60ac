from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import Exact
from django.utils import timezone

from gate.addresses import address
from gate.among import Among, AmongFound, among_these
from gate.models import PublicIdField, Stamp, UidField, never_blank
from gate.opening import Lock
from gate.places import UpTo, place
from gate.publishing import PERMISSIONS, Publishable, State, publishing_constraints
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.rule import Rule
from gate.sealed import SealedTextField, Unsealed
from gate.texts import up_to
from interviews.models import Quote

from .evidence import Evidence
from .note import Note

NEEDS_EVIDENCE = "An echo that is said to be intended needs evidence before it is published."


def this_moment() -> datetime:
    """To the millisecond: what is kept of a deleted echo holds no more."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1_000 * 1_000)


class EchoQuerySet(GatedQuerySet["Echo"]):
    def newest_first(self) -> Self:
        return self.order_by("-made", "public_id")

    def touching(self, notes: Collection[int]) -> Self:
        """Echoes with an end among these notes, which are given by their keys."""
        return self.filter(Q(Among("later_id", notes)) | Q(Among("earlier_id", notes)))

    def first_of_each(self, notes: Collection[int], most: int) -> Self:
        """Of `touching(notes)` no more than the first of each note, in the order of their keys.

        Up to `most` at either end: the first of both are among them. Counted among what the whole
        query finds, and so behind the gate.
        """
        later = Q(Among("later_id", notes), UpTo("of_later", most))
        earlier = Q(Among("earlier_id", notes), UpTo("of_earlier", most))
        counted = self.alias(
            of_later=place("pk", of_each="later_id"), of_earlier=place("pk", of_each="earlier_id")
        )
        return counted.filter(later | earlier).order_by("pk")

    def known_in(self, universe: str, reader: Reader) -> Self:
        """Echoes that this reader knows by an end in a universe, which is given by its slug."""
        return self._by_open_end(reader, film__universe__slug=universe)

    def known_at(self, film: int, reader: Reader) -> Self:
        """Echoes that this reader knows by an end in a film, which is given by its key."""
        return self._by_open_end(reader, film=film)

    def _by_open_end(self, reader: Reader, **place: Any) -> Self:
        """Not by an end that is locked, or where an echo is listed would tell where it leads."""
        notes = Note.objects.unlocked_by(reader).for_reader(reader, "is_open").opened()
        return self._from(notes.filter(**place).order_by())

    def stood_behind_by(
        self, people: Collection[int] | models.QuerySet[Any, Any], reader: Reader
    ) -> Self:
        """Echoes whose evidence one of these people gave, or is credited by.

        They are given by their keys, or by a query for them.

        Only by evidence that this reader may know of, and so only open echoes: a locked one
        here would name somebody behind it.
        """
        said = Quote.objects.filter(among_these("speaker", people)).order_by()
        theirs = Q(AmongFound("quote", said)) | Q(among_these("credits", people))
        evidence = Evidence.objects.for_reader(reader).filter(theirs).order_by()
        return self.filter(AmongFound("pk", evidence.values("echo")))

    def within_reach(self, reader: Reader) -> Self:
        """Narrowed to those with an end that is unlocked, which indexes find.

        No other echo is known to this reader: that is the rule's to say, and `for_reader()` says it.
        """
        ends = Note.objects.unlocked_by(reader).order_by()
        return self._from(ends)

    def _from(self, ends: models.QuerySet[Note, Any]) -> Self:
        """By their keys: in the order of a list, a database would look for few among all there are."""
        either = Q(AmongFound("later", ends)) | Q(AmongFound("earlier", ends))
        return self.filter(AmongFound("pk", Echo.objects.filter(either).order_by()))


class Echo(Publishable):
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

    uid = UidField()
    public_id = PublicIdField()
    later = models.ForeignKey(
        Note,
        on_delete=models.PROTECT,
        related_name="echoes_back",
        help_text="The note on the moment that answers an earlier one.",
    )
    earlier = models.ForeignKey(
        Note,
        on_delete=models.PROTECT,
        related_name="echoes_forward",
        help_text="The note on the moment that it answers.",
    )
    sealed_kind = SealedTextField(
        "kind", choices=Kind, help_text="How: the later moment … the earlier one."
    )
    sealed_claim = SealedTextField(
        "claim", choices=Claim, help_text="Who says that the two belong together."
    )
    sealed_text = SealedTextField(
        "text", **up_to(2_000), help_text="What the later moment does with the earlier one."
    )
    sealed_difference = SealedTextField(
        "difference",
        **up_to(1_000),
        blank=True,
        default="",
        help_text="Where the likeness ends.",
    )
    #: Lists begin with the newest. Its own, so the order tells nothing of an end that is locked.
    made = models.DateTimeField(default=this_moment, editable=False)
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

    withdrawn_first = True

    gate = Rule(open_with=("later", "earlier"), known_by_any=True, live="live_from")

    objects = EchoQuerySet.as_manager()

    class Meta:
        db_table = "echo"
        default_permissions = PERMISSIONS
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["-made", "public_id"], name="echo_newest_first"),
            models.Index(fields=["live_from"], name="echo_by_moment"),
        ]
        verbose_name_plural = "echoes"
        constraints = [
            *never_blank("sealed_kind", "sealed_claim", "sealed_text"),
            *publishing_constraints(),
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
                condition=Q(live_from=None)
                | Q(proof__isnull=False)
                | ~Q(Exact(Unsealed("sealed_claim"), models.Value("intended"))),
                name="echo_published_as_intended_has_proof",
                violation_error_message=NEEDS_EVIDENCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.later} → {self.earlier}"

    def get_absolute_url(self) -> str:
        return address("echo", self.public_id)

    @property
    def lock(self) -> Lock | None:
        """What keeps it closed; None for a draft, which nothing opens."""
        return lock_between(self.later, self.earlier) if self.is_published else None

    def stands_on(self) -> list[Publishable]:
        """Both notes, and the quotes behind it."""
        quotes = Quote.objects.filter(evidence__echo=self).distinct().order_by("pk")
        return [self.later, self.earlier, *quotes.select_related("interview")]

    def take_proof(self) -> None:
        """What is published has its first evidence for proof, which then cannot be deleted before it.

        Does not save.
        """
        evidence = self.evidence.order_by("position", "pk")
        self.proof = evidence.first() if self.is_published else None

    def _be(self, state: State, at: datetime | None = None) -> None:
        super()._be(state, at)
        self.take_proof()

    def _become(self, state: State, by: str, at: datetime | None = None) -> None:
        """Raises ValidationError for an intended echo without evidence."""
        try:
            super()._become(state, by, at)
        except IntegrityError as error:
            raise ValidationError(NEEDS_EVIDENCE) from error

    def _decided(self) -> list[str]:
        return [*super()._decided(), "proof"]


def lock_between(later: Note, earlier: Note) -> Lock:
    """What keeps an echo between these notes closed, once it is published."""
    stamps = {later.stamp, earlier.stamp}
    stamp = Stamp.EXISTENCE if Stamp.EXISTENCE in stamps else Stamp.TEXT
    return Lock(stamp, later.required | earlier.required)
