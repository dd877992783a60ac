"""Slugs that an item had before: its old addresses lead on to it."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

BETWEEN = "/"  # no slug has it

are_slugs = RegexValidator(
    r"\A(/[A-Za-z0-9_-]+)+/\Z", "Write former slugs as /the-first/ or /the-first/the-second/."
)


def in_addresses(length: int = 80) -> dict[str, Any]:
    """The arguments of a SlugField that is a part of public addresses."""
    return {
        "verbose_name": "name in the address",
        "max_length": length,
        "unique": True,
        "help_text": "How its address ends: small letters and hyphens. Give nothing away.",
    }


class FormerSlugsField(models.TextField):
    """“/the-first/the-second/”; kept by `save()` when the `slug` beside it changes.

    A slug that an item takes back is a former one no longer.
    """

    default_validators = [are_slugs]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"blank": True, "default": "", "editable": False})

    def pre_save(self, instance: Any, add: bool) -> str:
        slugs = split(getattr(instance, self.attname))
        if not add:
            stored = type(instance)._base_manager.filter(pk=instance.pk).order_by()
            slugs += stored.values_list("slug", flat=True)
        joined = join(slug for slug in dict.fromkeys(slugs) if slug != instance.slug)
        setattr(instance, self.attname, joined)
        return joined


def split(former: str) -> list[str]:
    return former.strip(BETWEEN).split(BETWEEN) if former else []


def join(slugs: Iterable[str]) -> str:
    joined = BETWEEN.join(slugs)
    return f"{BETWEEN}{joined}{BETWEEN}" if joined else ""


def standing_at[Item: models.Model](rows: models.QuerySet[Item], slug: str) -> Item | None:
    """The one among `rows` that has this slug, or else that had it."""
    return rows.filter(slug=slug).first() or formerly(rows, slug)


def formerly[Item: models.Model](rows: models.QuerySet[Item], slug: str) -> Item | None:
    """The one among `rows`, each of which has former slugs, that had this one; the newest of two."""
    found: Any = rows.filter(former_slugs__contains=join([slug])).order_by("-pk")
    # SQLite does not tell capitals from small letters.
    return next((row for row in found if slug in split(row.former_slugs)), None)
