from django.db import models
from django.db.models import F, Q

from films.models import Film
from gate.models import Gated, Stamp, StampField, UidField, never_blank, stamp_constraints
from gate.publishing import PERMISSIONS, Publishable, publishing_constraints
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.texts import up_to
from interviews.models import Source


class Placement(Publishable, Gated):
    """A sourced claim on where a film lies in the story. Claims may contradict each other."""

    class Relation(models.TextChoices):
        AFTER = "after", "after"
        BEFORE = "before", "before"
        BETWEEN = "between", "between"
        DURING = "during", "at the same time as"

    uid = UidField()
    placed = models.ForeignKey(
        Film,
        verbose_name="film",
        on_delete=models.PROTECT,
        related_name="placements",
        help_text="The film whose place in the story this claim is about.",
    )
    relation = models.CharField(
        max_length=10, choices=Relation, help_text="Where it lies, as seen from the other film."
    )
    anchor = models.ForeignKey(
        Film,
        verbose_name="other film",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The film by which it is placed.",
    )
    second_anchor = models.ForeignKey(
        Film,
        verbose_name="second film",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The other side, for “between” alone.",
    )
    sealed_claim = SealedTextField(
        "claim", **up_to(500), help_text="The claim in one or two sentences."
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="placements",
        help_text="Who says so. Empty where it is plain on screen.",
    )
    stamp = StampField(Stamp.NOTHING, Stamp.EXISTENCE)

    #: On rows from `for_reader()` that ask for it.
    claim: str | None
    source_is_open: bool
    source_title: str | None
    source_url: str | None
    source_archive_url: str | None

    gate = Rule(makes_known=("source",), live="live_from")

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "placement"
        default_permissions = PERMISSIONS
        ordering = ["placed", "pk"]
        indexes = [models.Index(fields=["live_from"], name="placement_by_moment")]
        constraints = [
            *stamp_constraints(Stamp.NOTHING, Stamp.EXISTENCE),
            *never_blank("sealed_claim"),
            *publishing_constraints(),
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
