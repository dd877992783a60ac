"""A row of each model that editors can edit, and how it is changed past all forms."""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models

from films.models import Film
from tests.factories import FilmFactory, UserFactory
from tests.gate.editing import FACTORIES

#: One row for each model that editors can edit, made when it is asked for.
ROWS = {factory._meta.model: factory for factory in FACTORIES} | {
    User: partial(UserFactory, is_staff=True),
    Group: lambda: Group.objects.create(name=f"Group {Group.objects.count()}"),
}


def change(row: models.Model) -> dict[str, Any]:
    """Changes one value of a row past all forms, and returns what is stored then."""
    for field in row._meta.concrete_fields:
        if field.primary_key or field.choices or field.name in ("password", "public_id"):
            continue
        if isinstance(field, models.IntegerField):
            value = 7
        elif isinstance(field, models.CharField):
            value = "elsewhere"
        elif isinstance(field, models.BooleanField):
            value = not getattr(row, field.name)
        elif field.related_model is Film:
            value = FilmFactory().pk
        else:
            continue
        type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
        return {field.attname: value}
    raise AssertionError(f"Nothing to change in {row!r}.")
