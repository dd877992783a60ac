"""What the models declare: which columns are public, what makes rows known, what hangs on what."""

from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Q

from films.models import Film, Universe
from gate.declassified import public_columns
from gate.models import Gated
from gate.queryset import sealed_fields
from gate.rule import Rule, gated_models, known_through, rule_of


@cache
def rule(model: type[models.Model]) -> Rule:
    """Its declaration; an empty one where nothing of the model is ever hidden."""
    return rule_of(model) if model in gated_models() else Rule()


@cache
def looked_at() -> list[type[models.Model]]:
    """The models that hold such words, and those that say who may know of them."""
    return [
        model
        for model in apps.get_models()
        if public_columns(model) or (model in gated_models() and _says_anything(model))
    ]


def _says_anything(model: type[models.Model]) -> bool:
    """Something sealed, or who is known; not only what belongs together."""
    makes_known = bool(rule(model).makes_known)
    return makes_known or (bool(sealed_fields(model)) and _is_ever_known(model))


def _is_ever_known(model: type[models.Model]) -> bool:
    return not rule(model).known_by_others or bool(known_through(model))


@cache
def links(model: type[models.Model]) -> list[models.ForeignKey]:
    """The relations to rows that are looked at, but for films: these are what a row is about."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        # What the site itself fills in, such as the proof of an echo, leads back.
        and field.editable
        and field.related_model in {*looked_at()} - {Film, Universe}
    ]


def having_to_do_with(model: type[models.Model], films: Collection[int] | None) -> models.QuerySet:
    """The rows that have to do with one of these films, which are given by their keys; None for all."""
    rows = model._default_manager.all()
    if films is None:
        return rows
    return rows.filter(pk__in=model._base_manager.filter(_involves(model, films)).values("pk"))


def _involves(model: type[models.Model], films: Collection[int], path: str = "") -> Q:
    """The condition that a row of `model`, reached by `path`, has to do with one of these films."""
    condition = Q()
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.related_model is Film:
            condition |= Q(**{f"{path}{field.name}__in": films})
    if issubclass(model, Gated):
        condition |= Q(**{f"{path}requirement__films__in": films})
    for field in links(model):
        if not rule(field.related_model).known_by_others:
            condition |= _involves(field.related_model, films, f"{path}{field.name}__")
    return condition
