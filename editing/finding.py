"""A public address, pasted where an editor searches, finds its row; one that it had before, too."""

import re
from functools import reduce
from operator import or_
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve

from gate.slugs import FormerSlugsField, formerly

ADDRESS = re.compile(r"(https?://[^/\s]+)?/\S*", re.IGNORECASE)
#: What addresses call rows by.
COLUMNS = ("slug", "public_id")


def called(search: str) -> list[str] | None:
    """The slugs and public ids in an address, whatever site it names; None for any other words."""
    search = search.strip()
    if not ADDRESS.fullmatch(search):
        return None
    try:
        parts = urlsplit(search)
        given = resolve(parts.path).kwargs.values()
    except (ValueError, Resolver404):
        return []
    # “/interviews/a-talk/#quote-2bcd…”: the anchor names a part.
    return [*(one for one in given if isinstance(one, str)), parts.fragment.rpartition("-")[2]]


def at(rows: QuerySet, names: list[str]) -> QuerySet:
    """Those of `rows` that have one of these names in their address, or had it."""
    fields = rows.model._meta.concrete_fields
    ways = [Q(**{f"{field.name}__in": names}) for field in fields if field.name in COLUMNS]
    if any(isinstance(field, FormerSlugsField) for field in fields):
        had = [row.pk for name in names if name and (row := formerly(rows, name))]
        ways.append(Q(pk__in=had))
    return rows.filter(reduce(or_, ways)) if ways else rows.none()
