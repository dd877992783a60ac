"""What the content files have brought into this database."""

from django.db import models

from gate.models import UID_LENGTH
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField


class LoadedEntry(models.Model):
    """An entry of content files that was loaded once.

    Where its item is gone, an editor removed it, and it is not loaded again. No reader may know
    of one: it would tell that a hidden item is there, or was.
    """

    #: The entry's table in the files, such as “notes”.
    table = models.CharField(max_length=20)
    uid = models.CharField(max_length=UID_LENGTH)
    #: Of each field as it was loaded (content/prints.py); empty in databases from before they were
    #: kept. They depend on sealed texts, and so are sealed like them.
    sealed_prints = SealedTextField("prints", default="", blank=True)

    gate = Rule(known_by_others=True)  # and there are none

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "loaded_entry"
        verbose_name_plural = "loaded entries"
        constraints = [models.UniqueConstraint(fields=["table", "uid"], name="loaded_entry_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.uid}"
