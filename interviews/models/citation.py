from django.core.validators import MaxValueValidator
from django.db import models

from films.models import MOST
from gate.models import (
    UidField,
)
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.texts import line_up_to

from .quote import Quote
from .source import Source


class Citation(models.Model):
    """Where a quote can be checked. One statement may stand in several places."""

    uid = UidField()
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="The page or broadcast in which it can be checked.",
    )
    sealed_locator = SealedTextField(
        "place in the source",
        **line_up_to(120),
        blank=True,
        default="",
        help_text="Paragraph, page or time.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST)], help_text="The first printing first."
    )

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
