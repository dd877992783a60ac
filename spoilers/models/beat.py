from django.core.validators import MaxValueValidator
from django.db import models

from films.models import MOST
from gate.models import UidField, never_blank
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.texts import line_up_to, up_to


class Beat(models.Model):
    """A pair of moments that stand beside each other."""

    uid = UidField()
    echo = models.ForeignKey("Echo", on_delete=models.CASCADE, related_name="beats")
    position = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(MOST)], help_text="Order within the echo."
    )
    sealed_theme = SealedTextField(
        "theme", **line_up_to(160), help_text="What the two have in common, in a few words."
    )
    sealed_later = SealedTextField(
        "later moment", **up_to(1_000), help_text="What the later film shows of it."
    )
    sealed_earlier = SealedTextField(
        "earlier moment", **up_to(1_000), help_text="What the earlier film shows of it."
    )

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
