"""Items with all their rows, written down as they are stored; and what versions hold, read again."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.db import models

from gate.models import RequiredFilm, Requirement
from gate.queryset import sealed_fields
from gate.sealed import unseal

from .models import Version

FORMAT = "json"
#: They go with a film, and come back with the first item that needs them.
MADE_ANEW = (Requirement, RequiredFilm)


class _GoesAlong(NestedObjects):
    """Leaves unread what only protects: a film has been seen by every reader."""

    def related_objects(self, related_model: Any, related_fields: Any, objs: Any) -> Any:
        found = super().related_objects(related_model, related_fields, objs)
        protects = all(field.remote_field.on_delete is models.PROTECT for field in related_fields)
        return found.none() if protects else found


def whole(items: Iterable[models.Model]) -> list[models.Model]:
    """The items with all that goes when they go, as far as nothing protects it."""
    collector = _GoesAlong(using="default")
    collector.collect(list(items))
    rows = {row for found in collector.data.values() for row in found}
    return sorted(rows, key=lambda row: (row._meta.label, row.pk))


def stored_whole(item: models.Model) -> list[models.Model]:
    """The item as it is stored, and what goes when it goes, with what is sealed in them."""
    others = (row for row in whole([item]) if row != item and not isinstance(row, MADE_ANEW))
    return [*as_stored([item]), *as_stored(others)]


def written(rows: Iterable[models.Model]) -> str:
    return serializers.serialize(FORMAT, rows)


def as_stored(rows: Iterable[models.Model], *, is_opened: bool = True) -> Iterator[models.Model]:
    """The same rows read anew; if `is_opened`, with what is sealed in them."""
    keys: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    for model, found in keys.items():
        sealed = sealed_fields(model) if is_opened else ()
        manager: Any = model._default_manager if sealed else model._base_manager
        stored = manager.for_editor() if sealed else manager.all()
        for row in stored.filter(pk__in=found).order_by("pk"):
            for field in sealed:
                setattr(row, field.name, unseal(getattr(row, field.name)))
            yield row


def rows_in(text: str) -> list[Any]:
    """What was `written`, as Django's serializers give it back; the item itself comes first."""
    # What a column held that the site no longer has is left out.
    kept = serializers.deserialize(FORMAT, text, ignorenonexistent=True)
    return [row for row in kept if not isinstance(row.object, MADE_ANEW)]


def reasons(versions: Iterable[int]) -> dict[int, str]:
    """Why these versions were made, by their keys; for who may read them."""
    return _opened(versions, "sealed_reason")


def names(versions: Iterable[int]) -> dict[int, str]:
    """What the items of these versions were called; for who may know."""
    return _opened(versions, "sealed_name")


def rows_of(versions: Iterable[int]) -> dict[int, list[Any]]:
    """What these versions hold, row by row; for who may read them."""
    return {pk: rows_in(text) for pk, text in _opened(versions, "sealed_rows").items()}


def _opened(versions: Iterable[int], column: str) -> dict[int, str]:
    keys = list(versions)
    kept = Version.objects.for_editor().filter(pk__in=keys).order_by()
    return {pk: unseal(value) for pk, value in kept.values_list("pk", column)} if keys else {}
