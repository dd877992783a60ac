"""What the editors' log says of rows: who changed what since a page was opened."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from .opened import Opened


def since(opened: Opened | None, rows: Iterable[models.Model], site: AdminSite) -> list[LogEntry]:
    """The entries on these rows since then, and on what they are part of; the oldest first."""
    keys: dict[type[models.Model], set[Any]] = {}
    for row in rows:
        for model, key in ((type(row), row.pk), *wholes(row, site)):
            keys.setdefault(model, set()).add(key)
    named = Q(pk__in=[])
    for model, found in keys.items():
        kind = ContentType.objects.get_for_model(model)
        named |= Q(content_type=kind, object_id__in=sorted(map(str, found)))
    entries = LogEntry.objects.filter(named, pk__gt=opened.entry if opened else 0)
    return list(entries.select_related("user").order_by("pk"))


def wholes(row: models.Model, site: AdminSite) -> Iterator[tuple[type[models.Model], Any]]:
    """By model and key, what has rows of this kind in its form, and this one among them."""
    for column, whole in wholes_of(type(row), site):
        yield whole, getattr(row, column)


def wholes_of(
    model: type[models.Model], site: AdminSite
) -> Iterator[tuple[str, type[models.Model]]]:
    """By column of the key and model, what has rows of `model` in its form."""
    for column in model._meta.concrete_fields:
        whole = column.related_model
        if whole and site.is_registered(whole):
            inlines = site.get_model_admin(whole).inlines
            if any(inline.model is model for inline in inlines):
                yield column.attname, whole
