from django.conf import settings
from django.db import models

from films.models import Film


class Seen(models.Model):
    """A fan's word that they have seen a film. Readers without an account keep it in a cookie."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seen_films"
    )
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="seen_by")
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "seen"
        ordering = ["user", "film"]
        verbose_name_plural = "seen"
        constraints = [models.UniqueConstraint(fields=["user", "film"], name="seen_once")]

    def __str__(self) -> str:
        # Not by whom: the admin lists these where a film cannot be deleted.
        return f"A fan has seen {self.film}"


class AuditLine(models.Model):
    """Somebody who edits signed in, or somebody's rights were changed (readers/audit.py); or all
    that is sealed left the site as a file.

    Names as they were then, not keys: a line outlives the account. Fans have none, but for a change
    of their rights.
    """

    class Act(models.TextChoices):
        SIGNED_IN = "signed-in", "signed in"
        WRONG_CODE = "wrong-code", "typed a wrong code"
        CODE = "code", "gave the second factor"
        RECOVERY_CODE = "recovery-code", "used a recovery code"
        SET_UP = "set-up", "second factor set up"
        TAKEN_AWAY = "taken-away", "second factor taken away"
        NEW_CODES = "new-codes", "new recovery codes"
        RESET = "reset", "second factor reset in an emergency"
        RIGHTS = "rights", "rights changed"
        DELETED = "deleted", "deleted"
        EXPORTED = "exported", "exported content, sealed texts too"

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    act = models.CharField("what", max_length=20, choices=Act)
    whom = models.CharField("whose account", max_length=255)
    by = models.CharField("by whom", max_length=150, blank=True)
    about = models.TextField(blank=True)

    class Meta:
        db_table = "audit_line"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.whom}: {self.get_act_display()}"
