"""What the site's forms would have against a row, in the words of the content files."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from gate.models import Gated
from gate.sealed import SealedField

#: What the files call what is no field of theirs.
CALLED = {NON_FIELD_ERRORS: "", "stamp": "spoils", "proof": "evidence"}


def objections(item: models.Model, exclude: set[str]) -> Iterator[tuple[str, str]]:
    """What the model has against this row: field, as the files call it, and message."""
    try:
        item.full_clean(exclude=exclude, validate_constraints=False)
    except ValidationError as error:
        yield from _messages(item, error)
        exclude = exclude | error.message_dict.keys() - {NON_FIELD_ERRORS}
    for constraint in item._meta.constraints:
        try:
            constraint.validate(type(item), item, exclude=exclude)
        except ValidationError as error:
            names = [_name_in_files(item, name) for name in _columns(constraint)]
            yield ", ".join(names), " ".join(error.messages)


def objections_to_lock(item: Gated) -> Iterator[tuple[str, str]]:
    """What other rows have against this one with its requirement."""
    try:
        item.validate_lock(item.required)
    except ValidationError as error:
        yield from _messages(item, error)


def _messages(item: models.Model, error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, messages in error.message_dict.items():
        for message in messages:
            yield _name_in_files(item, name), message


def _columns(constraint: models.BaseConstraint) -> list[str]:
    if isinstance(constraint, models.CheckConstraint):
        return sorted(constraint.condition.referenced_base_fields)
    parts = [part for expression in constraint.expressions for part in expression.flatten()]
    named = (part.name for part in parts if isinstance(part, models.F))
    return [*constraint.fields, *dict.fromkeys(named)]


def _name_in_files(item: models.Model, name: str) -> str:
    if name in CALLED:
        return CALLED[name]
    column = item._meta.get_field(name)
    return column.opens_as if isinstance(column, SealedField) else column.name
