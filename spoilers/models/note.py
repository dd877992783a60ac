from django.db import models
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
from gate.sealed import SealedTextField


class NoteQuerySet(GatedQuerySet["Note"]):
    def labelled(self) -> dict[int, int]:
        """How many notes each film has whose label is public, by the film's key."""
        labelled = self.filter(stamp=Stamp.TEXT).order_by().values_list("film")
        return dict(labelled.annotate(models.Count("pk")))


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
    stamp = StampField(Stamp.TEXT, Stamp.EXISTENCE, default=Stamp.TEXT)

    #: On rows from `for_reader()` alone.
    text: str | None
    timecode: str | None

    gate = Rule()

    objects = NoteQuerySet.as_manager()

    class Meta:
        db_table = "note"
        ordering = ["film", "position", "pk"]
        constraints = [
            *stamp_constraints(Stamp.TEXT, Stamp.EXISTENCE),
            *never_blank("sealed_text"),
            models.UniqueConstraint(fields=["film", "label"], name="note_label_once_per_film"),
        ]

    def __str__(self) -> str:
        return f"{self.film.name}: {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("note", args=[self.public_id])
