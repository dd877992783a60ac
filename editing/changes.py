"""What editors have done to items, as lists tell it: to each account what it may know of that.

Who did what to which item, and when, knows whoever may look at items of its kind. Why, and what was
another afterwards, knows whoever the forms show all that is sealed in it.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst

from gate.publishing import may_change_all
from gate.queryset import sealed_fields

from . import desk, kept, versions
from .addresses import address
from .models import Version
from .suspecting import may_change, may_read_all

GONE = "somebody whose account is gone"


class Change(NamedTuple):
    """One version of an item: what was done to this, by whom, and why."""

    pk: int
    kind: str
    #: Empty for what is gone, and this account may not bring back.
    name: str
    #: Of its form, and of its history; None once it is gone.
    form: str | None
    history: str | None
    act: str
    by: str
    at: datetime
    #: Empty, too, where this account may not read it.
    reason: str
    may_read: bool


def may_read(editor: Any, model: type[models.Model], item: models.Model | None) -> bool:
    """Whether the forms show this editor all that versions of an item hold; None if it is gone.

    A version may hold a part that is elsewhere by now, or gone: of parts, it takes the right to all.
    """
    own = may_change(editor, model, item) if item else may_change_all(editor, model)
    return own and may_read_all(editor, _sealed_within(model))


@cache
def _sealed_within(model: type[models.Model]) -> frozenset[type[models.Model]]:
    """The kinds of what goes with rows of this model, if anything in them is sealed."""
    found: set[type[models.Model]] = set()
    waiting = [model]
    while waiting:
        parts = {
            relation.related_model
            for relation in waiting.pop()._meta.related_objects
            if relation.on_delete is models.CASCADE
        }
        waiting += parts - found
        found |= parts
    return frozenset(part for part in found if sealed_fields(part))


def kinds(request: HttpRequest, site: AdminSite) -> dict[int, ModelAdmin]:
    """The admins of what this account may look at, by the keys of their kinds."""
    editings = {editing.model: editing for editing in desk.content(request, site)}
    # Nothing is asked on behalf of staff without any right.
    found = ContentType.objects.get_for_models(*editings) if editings else {}
    return {kind.pk: editings[model] for model, kind in found.items()}


def told(found: Iterable[Version], request: HttpRequest, site: AdminSite) -> list[Change]:
    """Versions of such kinds for a list, in the same order; read with who made them."""
    found, editings = list(found), kinds(request, site)
    keys: dict[int, set[int]] = {}
    for version in found:
        keys.setdefault(version.kind_id, set()).add(version.key)
    items = {
        (kind, item.pk): item
        for kind, of_kind in keys.items()
        for item in _rows(editings[kind], request).filter(pk__in=of_kind)
    }
    readable, called = set(), []
    for version in found:
        model, item = editings[version.kind_id].model, items.get((version.kind_id, version.key))
        if may_read(request.user, model, item):
            readable.add(version.pk)
        if item is None and versions.may_bring_back(request.user, model):
            called.append(version.pk)
    reasons = kept.reasons(readable)
    names = kept.names(called)
    return [
        _change(
            version,
            editings[version.kind_id],
            items.get((version.kind_id, version.key)),
            names.get(version.pk, ""),
            reasons.get(version.pk),
        )
        for version in found
    ]


def _change(
    version: Version,
    editing: ModelAdmin,
    item: models.Model | None,
    name: str,
    reason: str | None,
) -> Change:
    return Change(
        version.pk,
        str(capfirst(editing.opts.verbose_name)),
        str(item) if item else name,
        address(editing.opts, "change", item.pk) if item else None,
        address(editing.opts, "history", item.pk) if item else None,
        version.get_act_display(),
        who(version),
        version.at,
        reason or "",
        reason is not None,
    )


def who(version: Version) -> str:
    """The name of whoever made a version; empty for what was found, which is nobody's work."""
    if version.by:
        return version.by.get_username()
    return "" if version.act == Version.Act.FOUND else GONE


def _rows(editing: ModelAdmin, request: HttpRequest) -> models.QuerySet:
    """With what their names say, and no more."""
    return editing.get_queryset(request).prefetch_related(None)
