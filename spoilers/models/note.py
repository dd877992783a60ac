from django.db import models
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
from gate.reader import Reader
from gate.sealed import SealedTextField


class NoteQuerySet(GatedQuerySet["Note"]):
    def for_page(self, reader: Reader) -> "list[Note]":
        """The notes as cards: each with `echoes`, empty while the note is locked."""
        from .echo import Echo  # an echo is made of notes, so its module imports this one

        notes = list(self.for_reader(reader).select_related("film"))
        opened = [note for note in notes if note.is_open]
        echoes = Echo.objects.touching(opened).for_page(reader, notes)
        for note in notes:
            note.echoes = [echo for echo in echoes if note.is_open and echo.runs_through(note)]
        return notes


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
