"""Rows that nobody else may change before the end of the transaction."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import models


def lock(rows: models.QuerySet, to_add: bool = False) -> None:
    """With `to_add`, so that new rows can still point at these.

    Before them, what saving them will lock as well (`lock_first` of their model).
    """
    getattr(rows.model, "lock_first", lambda: None)()
    list(rows.order_by("pk").select_for_update(no_key=to_add).values_list("pk"))


def lock_all(rows: Iterable[models.Model]) -> None:
    """Rows of several models, which come one model after the other."""
    for kind, of_model in groupby(rows, type):
        model: Any = kind
        lock(model._base_manager.filter(pk__in=[row.pk for row in of_model]))
