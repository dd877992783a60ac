"""What points at a row: by which columns, who may change it all, and what it says of the row to readers."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_
from typing import Any, NamedTuple, cast

from django.db import models
from django.db.models import Q

from gate.models import Gated
from gate.publishing import Publishable, State, may_change_all
from gate.reader import NOBODY
from gate.rights import may
from gate.rule import gated_models, is_stamped, rule_of

from .kept import MADE_ANEW
from .versions import FILM, counted


class Mover(NamedTuple):
    """For what points at a row and is not content: the package that keeps it says what becomes of it."""

    #: At rows of which model, or of any; and the model of the rows that do, if they have a key.
    of: type[models.Model] | None
    rows: type[models.Model] | None
    #: Of the one that goes, and the one that stays: sentences for editors, and the deed.
    tell: Callable[[Any, Any], Iterable[str]]
    move: Callable[[Any, Any], None]


#: Added to by packages that this one does not know, when the site starts.
movers: list[Mover] = []


def pointing_at(model: type[models.Model]) -> list[Any]:
    """The foreign keys by which content points at rows of this model."""
    others = {mover.rows for mover in movers if mover.rows} | {*MADE_ANEW}
    relations: list[Any] = list(model._meta.get_fields(include_hidden=True))
    found = [
        relation.field
        for relation in relations
        if relation.auto_created and not relation.concrete and not relation.many_to_many
        if relation.related_model not in others
    ]
    return sorted(found, key=lambda key: key.model._meta.label)


def touched_by(model: type[models.Model]) -> set[type[models.Model]]:
    """The models of which a merge of two such rows may change, or ask, any row."""
    kinds = {key.model for key in pointing_at(model)}
    if issubclass(model, FILM):
        kinds |= {one for one in gated_models() if is_stamped(one)}
    wholes = {
        key.related_model
        for kind in kinds
        for key in kind._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and key.remote_field.on_delete is models.CASCADE
    }
    return {model, *kinds, *wholes}


def may_merge(editor: Any, model: type[models.Model]) -> bool:
    """Whether this account may merge such rows at all; it does not depend on which there are."""
    kinds = touched_by(model)
    return may(editor, "delete", model) and all(may_change_all(editor, kind) for kind in kinds)


def is_needed(film: Any) -> bool:
    """Something is read only by who has seen this film."""
    kinds = [model for model in gated_models() if issubclass(model, Gated)]
    return any(kind._base_manager.filter(requirement__films=film).exists() for kind in kinds)


def is_known_to_all(row: models.Model) -> bool:
    """Readers who have seen nothing may know of it."""
    manager: Any = type(row)._default_manager
    return not is_known_by_others(row) or manager.for_reader(NOBODY).filter(pk=row.pk).exists()


def is_known_by_others(row: models.Model) -> bool:
    return type(row) in gated_models() and rule_of(type(row)).known_by_others


def naming(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """The models whose rows make those of this one known, each with its column."""
    return [
        (key.model, key.name)
        for key in pointing_at(model)
        if key.model in gated_models() and key.name in rule_of(key.model).makes_known
    ]


def is_named(row: models.Model) -> bool:
    """Something makes it known to readers, or will."""
    return any(
        model._base_manager.filter(_is_met(model), **{name: row.pk}).exists()
        for model, name in naming(type(row))
    )


def _is_met(model: type[models.Model], path: str = "") -> Q:
    """Of rows of this model, reached by `path`: readers meet them without an editor’s further doing."""
    if issubclass(model, Publishable):
        return Q(**{f"{path}state": State.PUBLISHED})
    keys = [model._meta.get_field(name) for name in rule_of(model).open_with]
    ways = (_is_met(cast(Any, key.related_model), f"{path}{key.name}__") for key in keys)
    return reduce(and_, ways, Q())


def sealed_by(film: Any) -> list[str]:
    """What is read only by who has seen this film: of each kind, how many."""
    kinds = [model for model in gated_models() if issubclass(model, Gated)]
    counts = [(one, one._base_manager.filter(requirement__films=film).count()) for one in kinds]
    return [counted(one._meta, count) for one, count in counts if count]
