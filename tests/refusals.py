"""Rules that the database keeps: each app lists the rows that break them, one for each rule."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint

from films.models import Film
from gate.models import Gated

from .world import World


class Refusal(NamedTuple):
    constraint: str
    #: Gives an instance that breaks this rule alone, not saved yet.
    build: Callable[[World], models.Model]
    message: str


def spoiling(item: Gated, *films: Film) -> Gated:
    """An item as the factories build it, with its requirement."""
    item.spoil(*films)
    return item


def constraints_of(app_label: str) -> dict[str, models.BaseConstraint]:
    return {
        constraint.name: constraint
        for model in apps.get_app_config(app_label).get_models()
        for constraint in model._meta.constraints
    }


def assert_refused(world: World, app_label: str, refusal: Refusal) -> None:
    """By the editors' form with a readable message, and by the database whoever writes."""
    broken = refusal.build(world)
    constraint = constraints_of(app_label)[refusal.constraint]
    # SQLite names the rule in its error only for checks, and the columns for unique rows.
    name = refusal.constraint if isinstance(constraint, CheckConstraint) else None

    with pytest.raises(ValidationError) as error:
        broken.validate_constraints()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken.save()

    assert error.value.message_dict == {NON_FIELD_ERRORS: [refusal.message]}


def ids(refusals: list[Refusal]) -> list[str]:
    return [refusal.constraint for refusal in refusals]
