"""All that the database holds of the content, sealed texts and requirements included."""

from django.apps import apps
from django.db import models

from films.models import Film
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.sealed import unseal

APPS = ("films", "gate", "people", "interviews", "spoilers")


def snapshot() -> dict[str, list[tuple]]:
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {model.__name__: _rows(model) for model in found}


def everything() -> Reader:
    return Reader(seen=frozenset(Film.objects.values_list("pk", flat=True)))


def _rows(model: type[models.Model]) -> list[tuple]:
    rows = model._default_manager.order_by("pk")
    if isinstance(rows, GatedQuerySet):
        # Not for_reader(), which leaves out what is not published, and whom nothing makes known.
        rows = rows.for_editor()
    names = [field.attname for field in model._meta.concrete_fields]
    return [tuple(unseal(getattr(row, name)) for name in names) for row in rows]
