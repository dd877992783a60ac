"""What an editor lets stand about a row, where that is merged into another one."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import models

from editing.pointing import Mover

from .models import AcceptedWarning


def _about(item: models.Model) -> models.QuerySet:
    kind = ContentType.objects.get_for_model(item)
    return AcceptedWarning.objects.filter(kind=kind, key=item.pk)


def tell(goes: models.Model, stays: models.Model) -> Iterator[str]:
    if _about(goes).exists():
        yield f"Warnings that somebody lets stand about “{goes}” stand about “{stays}”."


def move(goes: models.Model, stays: models.Model) -> None:
    _about(goes).update(key=stays.pk)


WARNINGS = Mover(None, None, tell, move)
