"""Warnings that an editor lets stand: each with a reason, until its words change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .models import AcceptedWarning
from .texts import Key, Warning
from .words import stem


class Accepted(NamedTuple):
    """Why a warning stands, who says so, and since when."""

    reason: str
    by: str
    at: datetime


def print_of(warning: Warning) -> str:
    """The rule, the column and the words, whatever else changes: “words label: bull pit”."""
    words = sorted({stem(word) for said in warning.words for word in said.split()})
    return f"{warning.rule} {warning.where.column}: {' '.join(words)}"


def standing_among(warnings: Iterable[Warning]) -> dict[int, Accepted]:
    """Those of these warnings that an editor has accepted, by their place among them."""
    warnings = list(warnings)
    kinds = {warning.where.item[0]: _kind(warning.where.item) for warning in warnings}
    keys = {warning.where.item[1] for warning in warnings}
    found: dict[tuple[int, Any, str], Accepted] = {}
    rows = AcceptedWarning.objects.filter(
        kind__in=kinds.values(), key__in=[key for key in keys if key]
    )
    columns = ("sealed_print", "sealed_reason")
    for row, (words, reason) in rows.select_related("by").opened_values(*columns):
        by = row.by.get_username() if row.by else "somebody whose account is gone"
        # The latest comes first.
        found.setdefault((row.kind_id, row.key, words), Accepted(reason, by, row.at))
    looked_for = [
        (kinds[warning.where.item[0]].pk, warning.where.item[1], print_of(warning))
        for warning in warnings
    ]
    return {number: found[one] for number, one in enumerate(looked_for) if one in found}


def open_among(warnings: Iterable[Warning]) -> list[Warning]:
    """Those that nobody has accepted."""
    warnings = list(warnings)
    standing = standing_among(warnings)
    return [one for number, one in enumerate(warnings) if number not in standing]


def accept(item: models.Model, warning: Warning, reason: str, editor: Any) -> None:
    """Let a warning about this item stand, for this reason. The item must be stored."""
    AcceptedWarning.objects.create(
        kind=ContentType.objects.get_for_model(item),
        key=item.pk,
        sealed_print=print_of(warning),
        sealed_reason=reason,
        by=editor,
    )


def _kind(item: Key) -> ContentType:
    return ContentType.objects.get_for_model(apps.get_model(item[0]))
