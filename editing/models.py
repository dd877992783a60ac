"""What editors wrote: as it was each time, and why; and what they could not save.

django-reversion and django-simple-history keep copies of rows in ordinary columns, which every query
reads. This is plot: it is kept in sealed columns like any other, and opens to no reader.
"""

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, DELETION
from django.contrib.contenttypes.models import ContentType
from django.db import models

from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.texts import line_up_to

LONGEST_REASON = 200


class Version(models.Model):
    """An item as an editor left it; or, where they deleted it, as it was before."""

    class Act(models.IntegerChoices):
        ADDED = ADDITION, "added"
        CHANGED = CHANGE, "changed"
        DELETED = DELETION, "deleted"
        #: Nobody's act: as it stood before, where no form had kept it so.
        FOUND = 4, "as it stood"

    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    key = models.BigIntegerField(help_text="The primary key of the item.")
    act = models.PositiveSmallIntegerField(choices=Act)
    #: None once the account is gone.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)
    sealed_name = SealedTextField("name")
    #: As Django's serializers write them; the item itself comes first.
    sealed_rows = SealedTextField("rows")
    #: Why the editor did it, or what the site did for them; it may name what is sealed.
    sealed_reason = SealedTextField("reason", blank=True, default="", **line_up_to(LONGEST_REASON))

    # Nothing makes it known: to readers there is no such thing.
    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "version"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="version_by_item")]

    def __str__(self) -> str:
        return f"Version {self.pk} of {self.kind} {self.key}"


class UnsavedForm(models.Model):
    """What somebody typed into a form and could not save, since their session had ended."""

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.BigIntegerField(help_text="A print of what the form was opened with.")
    page = models.BigIntegerField(help_text="A print of its address.")
    at = models.DateTimeField(auto_now=True)
    sealed_address = SealedTextField("address")
    #: The fields, as browsers send them.
    sealed_typed = SealedTextField("typed")

    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "unsaved_form"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["editor", "form"], name="unsaved_form_once")]

    def __str__(self) -> str:
        return f"Unsaved form {self.pk}"
