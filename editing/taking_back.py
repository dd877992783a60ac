"""One change of an item taken back: what it changed becomes what it was, and nothing else does.

That is so only while all that it changed is still as it left it. How far an item has come on its
way to readers stays as it is: to publish and to withdraw are decisions of their own.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.text import capfirst

from gate.models import Gated, Requirement, films_of
from gate.opening import Lock, who_gets_in
from gate.rights import may

from .differences import Name, Values, by_name, changed_in, is_state, label_of, part_name
from .kept import rows_in, whole, written
from .protecting import is_published
from .suspecting import may_change
from .versions import (
    FILM,
    IN_ITS_PLACE,
    NotPossible,
    check,
    put_back,
    require,
)

NOTHING = "It changed nothing that could be taken back."


class Taking(NamedTuple):
    """What there is to do to take a change back, and what stands in the way."""

    #: The fields that become again what they were, by the rows.
    changed: dict[Name, list[Any]]
    #: Parts that the change added, and those that it removed.
    added: list[Name]
    removed: list[Any]
    #: The rows of the item by now, which are to be saved; what they hold, and will hold.
    rows: Mapping[Name, models.Model]
    stands: dict[Name, Values]
    then: dict[Name, Values]
    #: Sentences for editors.
    obstacles: list[str]
    #: Who will read what was closed to them; sentences, too.
    opens: list[str]


def taking_back(
    before: list[Any], after: list[Any], stored: list[models.Model], editor: Any
) -> Taking:
    """Of the change from one version to the other, whose rows Django's serializers have given back.

    `stored` are the rows by now, the item first, with what is sealed in them.
    """
    item = (type(stored[0]), stored[0].pk)
    old, new, now = by_name(before), by_name(after), by_name(rows_in(written(stored)))
    changed = {
        name: [field for field in changed_in(name, old[name], new[name]) if _is_taken(name, field)]
        for name in old.keys() & new.keys()
    }
    changed = {name: fields for name, fields in changed.items() if fields}
    added = [name for name in new if name not in old and name in now]
    removed = [row for row in before if _name(row) in old.keys() - new.keys() - now.keys()]
    rows = {(type(row), row.pk): row for row in stored}
    obstacles = [*_changed_since(item, changed, added, new, now)]
    if not obstacles:
        obstacles += dict.fromkeys(_lacking(changed, added, removed, rows, editor))
    if not (changed or added or removed):
        obstacles = [NOTHING]
    then = {name: dict(values) for name, values in now.items() if name not in added}
    then |= {_name(row): old[_name(row)] for row in removed}
    opens: list[str] = []
    for name, fields in changed.items() if not obstacles else ():
        then[name] |= {field.name: old[name][field.name] for field in fields}
        opens += _set(rows[name], fields, old[name])
    return Taking(changed, added, removed, rows, now, then, obstacles, opens)


def take_back(taking: Taking, editor: Any) -> None:
    """Do it. Raises NotPossible, and changes nothing."""
    with transaction.atomic():
        for model, key in taking.added:
            _delete(model, key)
        require([taking.rows[name] for name in taking.changed])
        for name in taking.changed:
            _save(taking.rows[name])
        put_back(taking.removed, editor)


def _name(row: Any) -> Name:
    return type(row.object), row.object.pk


def _is_taken(name: Name, field: Any) -> bool:
    return not is_state(name[0], field)


def _changed_since(
    item: Name,
    changed: dict[Name, list[Any]],
    added: list[Name],
    new: dict[Name, Values],
    now: dict[Name, Values],
) -> Iterator[str]:
    for name, fields in changed.items():
        of = "" if name == item else f"{part_name(name, new[name])}: "
        if name not in now:
            yield f"{part_name(name, new[name])} is gone."
            continue
        for field in fields:
            if now[name].get(field.name) != new[name].get(field.name):
                yield f"{of}{label_of(field)} was changed since."
    for name in added:
        if any(_is_taken(name, field) for field in changed_in(name, new[name], now[name])):
            yield f"{part_name(name, new[name])} was changed since."
        for row in whole([name[0]._base_manager.get(pk=name[1])]):
            if (type(row), row.pk) not in new:
                yield f"{part_name(name, new[name])} has more to it since: {_called(row)}."


def _lacking(
    changed: dict[Name, list[Any]],
    added: list[Name],
    removed: list[Any],
    rows: Mapping[Name, models.Model],
    editor: Any,
) -> Iterator[str]:
    """What this editor may not do, and what readers meet."""
    for name in changed:
        if not may_change(editor, name[0], rows[name]):
            yield f"Your account may not change {name[0]._meta.verbose_name_plural}."
    for name in added:
        if not may(editor, "delete", name[0]):
            yield f"Your account may not delete {name[0]._meta.verbose_name_plural}."
        if is_published(rows[name]):
            yield f"{_called(rows[name])} is published: withdraw it first."
    for row in removed:
        if not may(editor, "add", type(row.object)):
            yield f"Your account may not add {row.object._meta.verbose_name_plural}."


def _called(row: models.Model) -> str:
    return f"{capfirst(row._meta.verbose_name)} “{row}”"


def _set(row: models.Model, fields: list[Any], values: Values) -> Iterator[str]:
    """Put the values into a row, and say whom that lets in."""
    before = _lock(row)
    for field in fields:
        setattr(row, field.attname, values[field.name])
    after = _lock(row) or Lock(row.stamp, frozenset()) if before else None  # type: ignore[attr-defined]
    if before and after and before.opens_as(after):
        yield f"“{row}”: {who_gets_in(before, after)}"


def _lock(row: Any) -> Lock | None:
    """What keeps a row closed; None for a draft, and for what nothing closes."""
    if not getattr(row, "is_published", True):
        return None
    return Lock.of(row) if isinstance(row, Gated) else getattr(row, "lock", None)


def _delete(model: type[models.Model], key: Any) -> None:
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        return  # with another part
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        raise NotPossible([f"{_called(row)} is needed elsewhere by now."]) from error


def _save(row: models.Model) -> None:
    if isinstance(row, Gated):
        films = FILM._base_manager.filter(pk__in=films_of(row.requirement_id))
        row.requirement = Requirement.objects.of(films)
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise NotPossible([*_sentences(row, error)]) from error
    check(row)
    try:
        row.save()
    except IntegrityError as error:
        raise NotPossible([IN_ITS_PLACE]) from error


def _sentences(row: models.Model, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{label_of(row._meta.get_field(name))}: "
        yield from (f"{label}{message}" for message in messages)
