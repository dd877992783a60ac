"""What an item may still lack before it is whole: where to find such items, and who is told.

The admin of a model lists its `lacks`. The first page (editing/desk.py) counts such items, and the
list of the model can be narrowed to them.
"""

from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.lookups import Exact
from django.http import HttpRequest

from gate.rights import may
from gate.sealed import SealedField, Unsealed

ASKED = "lacks"


class Lack(NamedTuple):
    """Something that most items of a kind have, and some do not have yet."""

    #: A column, or the name of the relation by which others point at the item.
    what: str
    #: As a headline: “Quotes without a citation”.
    heading: str
    #: Of which items it is asked at all.
    among: Q = Q()
    #: A sealed column; where it is empty, nothing is lacking.
    where: str = ""

    @property
    def name(self) -> str:
        return self.what.removeprefix("sealed_")

    def of(self, items: models.QuerySet) -> models.QuerySet:
        """Those of the items that lack it."""
        model: Any = items.model
        field = model._meta.get_field(self.what)
        lacking = items.filter(self.among)
        if isinstance(field, SealedField):
            # Whether there is a text, and not a word of it: only for who may read and change it.
            lacking = lacking.filter(_is_empty(self.what))
        elif field.auto_created:
            # Pointed at from any side: a film by which another one is placed has its place, too.
            others = field.related_model
            pointing = Q()
            for key in others._meta.concrete_fields:
                if key.related_model is model:
                    pointing |= Q(**{key.name: OuterRef("pk")})
            lacking = lacking.filter(~Exists(others._base_manager.filter(pointing)))
        else:
            lacking = lacking.filter(**{f"{self.what}__isnull": True})
        return lacking.exclude(_is_empty(self.where)) if self.where else lacking


def told_to(request: HttpRequest, editing: ModelAdmin) -> list[Lack]:
    """What this account is told to be lacking in items of this kind: who could supply it.

    Where nothing points at an item, that says something of those rows too; so only to who may look
    at them.
    """
    if not editing.has_change_permission(request):
        return []
    return [lack for lack in _lacks(editing) if _may_know(request, editing, lack)]


def _lacks(editing: ModelAdmin) -> tuple[Lack, ...]:
    return getattr(editing, "lacks", ())


def _may_know(request: HttpRequest, editing: ModelAdmin, lack: Lack) -> bool:
    field: Any = editing.opts.get_field(lack.what)
    if not field.auto_created:
        return True
    return any(may(request.user, verb, field.related_model) for verb in ("view", "change"))


class UnfinishedFilter(SimpleListFilter):
    """For a list: only those that lack something. It is left out where there is nothing to choose."""

    title = "unfinished"
    parameter_name = ASKED

    def lookups(self, request: HttpRequest, editing: ModelAdmin) -> list[tuple[str, str]]:
        self._lacks = {lack.name: lack for lack in told_to(request, editing)}
        return [(name, lack.heading) for name, lack in self._lacks.items()]

    def queryset(self, request: HttpRequest, items: models.QuerySet) -> models.QuerySet:
        lack = self._lacks.get(self.value() or "")
        return lack.of(items) if lack else items


class TellsWhatIsLacking(admin.ModelAdmin):
    """Mixed into each ModelAdmin of the editors' site; does nothing where nothing is to be lacking."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        return [*filters, UnfinishedFilter] if _lacks(self) else filters


def _is_empty(column: str) -> Exact:
    return Exact(Unsealed(column), Value(""))
