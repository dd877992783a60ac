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
