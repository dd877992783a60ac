"""Which warnings an editor has looked at and lets stand, and why."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models

from editing.suspecting import LONGEST
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.texts import up_to


class AcceptedWarning(models.Model):
    """A warning about an item that does not come again while its words are the same."""

    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    key = models.BigIntegerField(help_text="The primary key of the item.")
    #: The rule, the column and the words in question (leakcheck/acceptance.py).
    sealed_print = SealedTextField("print")
    sealed_reason = SealedTextField("reason", **up_to(LONGEST))
    #: None once the account is gone.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)

    # Nothing makes it known: to readers there is no such thing.
    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "accepted_warning"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="accepted_warning_by_item")]

    def __str__(self) -> str:
        return f"Accepted warning {self.pk}"
