from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from films.models import MOST, Film
from gate.addresses import address
from gate.models import (
    Gated,
    PublicIdField,
    Stamp,
    StampField,
    UidField,
    never_blank,
    stamp_constraints,
)
from gate.publishing import PERMISSIONS, Live, Publishable, publishing_constraints
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.sorting import SortKeyField
from gate.texts import one_line, up_to

from .timecode import TIMECODE, is_beyond


class NoteQuerySet(GatedQuerySet["Note"]):
    def labelled(self) -> "models.QuerySet[Note, tuple[int, int]]":
        """How many notes each film has whose label is public: with the film's key before it."""
        live = self.filter(Live(models.F("live_from")), stamp=Stamp.TEXT)
        labelled = live.order_by().values_list("film")
        return labelled.annotate(models.Count("pk"))


class Note(Publishable, Gated):
    """One fact or scene of a film: a label for everyone, a text for those who have seen it."""

    class Kind(models.TextChoices):
        OPENING = "opening", "Opening"
        SCENE = "scene", "Scene"
        TURN = "turn", "Turn"
        ENDING = "ending", "Ending"

    uid = UidField()
    public_id = PublicIdField()
    film = models.ForeignKey(
        Film,
        on_delete=models.PROTECT,
        related_name="notes",
        help_text="The film in which it happens.",
    )
    label = models.CharField(
        max_length=80,
        validators=[one_line],
        help_text="Everyone reads this: name the moment without telling it. “The ending”.",
    )
    sort_key = SortKeyField("label")
    kind = models.CharField(
        max_length=10,
        choices=Kind,
        default=Kind.SCENE,
        help_text="Everyone reads this, too: where it would tell too much, it is a scene.",
    )
    position = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(MOST)], help_text="Order within the film."
    )
    sealed_text = SealedTextField(
        "text", **up_to(5_000), help_text="What happens. An empty line starts a paragraph."
    )
    sealed_timecode = SealedTextField(
        "timecode",
        **TIMECODE,
        blank=True,
        default="",
        help_text="Where in the film: 1:52:10. In a series also the part: Part 3, 0:21:10.",
    )
    stamp = StampField(Stamp.TEXT, Stamp.EXISTENCE, default=Stamp.TEXT)

    #: On rows from `for_reader()` alone.
    text: str | None
    timecode: str | None

    gate = Rule(live="live_from")

    objects = NoteQuerySet.as_manager()

    class Meta:
        db_table = "note"
        default_permissions = PERMISSIONS
        ordering = ["film", "position", "pk"]
        indexes = [models.Index(fields=["live_from"], name="note_by_moment")]
        constraints = [
            *stamp_constraints(Stamp.TEXT, Stamp.EXISTENCE),
            *never_blank("sealed_text"),
            *publishing_constraints(),
            models.UniqueConstraint(fields=["film", "label"], name="note_label_once_per_film"),
        ]

    def __str__(self) -> str:
        return f"{self.film.name}: {self.label}"

    def get_absolute_url(self) -> str:
        return address("note", self.public_id)

    def clean(self) -> None:
        timecode = self.sealed_timecode
        if isinstance(timecode, str) and self.film_id and (wrong := is_beyond(timecode, self.film)):
            raise ValidationError({"sealed_timecode": wrong})
