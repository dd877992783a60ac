"""Keeping versions of what editors write, and bringing back what they deleted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, Q

from gate.models import Gated, Requirement
from gate.publishing import Publishable, may_publish
from gate.rights import may
from gate.sealed import unseal
from gate.sorting import KeyField

from .kept import rows_in, stored_whole, written
from .models import LONGEST_REASON, Version

#: This package does not know it by name.
FILM: Any = Requirement._meta.get_field("films").related_model
WITHOUT_RIGHT = "It comes with {}, which your account may not add."
IN_ITS_PLACE = "Something newer stands in its place: change or delete that first."


class NotPossible(Exception):
    """Why something cannot be brought back, in sentences for editors."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class Deleted(NamedTuple):
    """Something that was deleted and is not there, as the list of such things shows it."""

    pk: int
    kind: str
    name: str
    parts: str
    by: str
    at: datetime


def keep(item: models.Model, act: Version.Act, editor: Any, reason: str = "") -> Version:
    """A version of an item as it is stored now, with what goes when it goes."""
    rows = stored_whole(item)
    return _keep(rows, act, editor, reason, written(rows))


def keep_as_found(item: models.Model) -> None:
    """A version of an item that is about to be changed, where the last one is not as it is stored.

    What content files, the form of another item or a command have written is nobody's change, and
    not that of the editor who comes next.
    """
    rows = stored_whole(item)
    text = written(rows)
    kind = ContentType.objects.get_for_model(item)
    last = Version.objects.for_editor().filter(kind=kind, key=item.pk).first()
    if rows and (last is None or unseal(last.sealed_rows) != text):
        _keep(rows, Version.Act.FOUND, None, "", text)


def _keep(
    rows: list[models.Model], act: Version.Act, editor: Any, reason: str, text: str
) -> Version:
    return Version.objects.create(
        kind=ContentType.objects.get_for_model(rows[0]),
        key=rows[0].pk,
        act=act,
        by=editor,
        sealed_name=str(rows[0]),
        sealed_rows=text,
        sealed_reason=reason[:LONGEST_REASON],
    )


def may_bring_back(editor: Any, model: type[models.Model]) -> bool:
    return may(editor, "add", model)


def deleted(editor: Any) -> list[int]:
    """Versions of what is not there any more and this editor may add again, the latest first."""
    may_add = [model for model in apps.get_models() if may_bring_back(editor, model)]
    # Nothing is asked on behalf of staff without any right.
    kinds = ContentType.objects.get_for_models(*may_add) if may_add else {}
    gone = []
    for model, kind in kinds.items():
        # What went with something else comes back with it, though it was deleted once before.
        acts = (
            Version.objects.filter(kind=kind)
            .order_by()
            .values("key")
            .annotate(last=Max("pk"), deleted=Max("pk", filter=Q(act=Version.Act.DELETED)))
        )
        last = dict(acts.filter(last=F("deleted")).values_list("key", "last"))
        there = model._base_manager.filter(pk__in=last).values_list("pk", flat=True) if last else ()
        gone += [last[key] for key in last.keys() - set(there)]
    return sorted(gone, reverse=True)


def is_back(pk: int, editor: Any) -> bool:
    """What was deleted with this version is there again; for an editor who may add such things.

    Nobody else can bring it back before the end of the transaction.
    """
    found = Version.objects.filter(pk=pk, act=Version.Act.DELETED).select_related("kind")
    version = found.select_for_update(of=("self",)).first()
    model: Any = version and version.kind.model_class()
    if version is None or model is None or not may_bring_back(editor, model):
        return False
    return model._base_manager.filter(pk=version.key).exists()


def described(versions: Iterable[int]) -> list[Deleted]:
    """These versions, given by their keys, for the list; in the same order."""
    found = Version.objects.for_editor().select_related("kind", "by").in_bulk(list(versions))
    return [_described(found[pk]) for pk in versions]


def _described(version: Version) -> Deleted:
    names = Counter(type(row.object)._meta for row in rows_in(unseal(version.sealed_rows))[1:])
    parts = [counted(meta, count) for meta, count in names.items()]
    by = version.by.get_username() if version.by else "somebody whose account is gone"
    kind = version.kind.name
    return Deleted(version.pk, kind, unseal(version.sealed_name), ", ".join(parts), by, version.at)


def counted(meta: Any, count: int) -> str:
    """“1 quote”, “2 quotes”: `meta` is that of their model."""
    return f"{count} {called(meta, count)}"


def called(meta: Any, count: int) -> str:
    """“quote”, “quotes”: the name of one, or of so many."""
    return str(meta.verbose_name if count == 1 else meta.verbose_name_plural)


def bring_back(pk: int, editor: Any) -> models.Model:
    """The item of this version again, with all its rows. Raises NotPossible, and changes nothing.

    The editor may need to add more than the item itself: what went with it comes with it. What
    was published comes back as a draft for an editor who may not publish it.
    """
    version = Version.objects.for_editor().get(pk=pk)
    rows = rows_in(unseal(version.sealed_rows))
    with transaction.atomic():
        new = [row for row in rows if not _is_there(row.object)]
        if rows[0] not in new:
            raise NotPossible(["It is there already."])
        put_back(new, editor)
    return rows[0].object


def put_back(new: list[Any], editor: Any) -> None:
    """Rows that are gone, as `rows_in` gives them, once more. Raises NotPossible."""
    kinds = dict.fromkeys(type(row.object) for row in new)
    if refused := [kind for kind in kinds if not may_bring_back(editor, kind)]:
        raise NotPossible(
            [WITHOUT_RIGHT.format(kind._meta.verbose_name_plural) for kind in refused]
        )
    require([row.object for row in new])
    try:
        for row in new:
            _work_out(row.object)
            check(row.object)
            _as_far_as_may_be(row.object, editor)
            if isinstance(row.object, Gated):
                Requirement.objects.of(FILM._base_manager.filter(pk__in=row.object.required))
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotPossible([IN_ITS_PLACE]) from error


def require(rows: list[models.Model]) -> None:
    """Raises NotPossible where rows point at what neither is there nor comes with them."""
    if reasons := [*_missing(rows)]:
        raise NotPossible(reasons)


def _work_out(row: models.Model) -> None:
    """What is made of its names: a version from before there was such a column does not hold it."""
    for field in row._meta.concrete_fields:
        if isinstance(field, KeyField):
            field.pre_save(row, add=True)


def _as_far_as_may_be(row: models.Model, editor: Any) -> None:
    if isinstance(row, Publishable) and not may_publish(editor, type(row)):
        row.hold_back()


def _is_there(row: models.Model) -> bool:
    return type(row)._base_manager.filter(pk=row.pk).exists()


def _missing(rows: Iterable[models.Model]) -> Iterator[str]:
    """What these rows point at, and what neither is there nor comes with them."""
    rows = list(rows)
    coming = {(type(row), row.pk) for row in rows}
    needed = dict.fromkeys(one for row in rows for one in _needed(row) if one not in coming)
    for model, key in needed:
        if not model._base_manager.filter(pk=key).exists():
            yield f"It needs {_called(model, key)}, which is gone. Bring that back first."


def _needed(row: models.Model) -> Iterator[tuple[type[models.Model], Any]]:
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if field.related_model is Requirement:
            # It can be made anew, of its films.
            yield from ((FILM, film) for film in (row.required if isinstance(row, Gated) else ()))
        elif field.related_model and key is not None:
            yield field.related_model, key


def _called(model: type[models.Model], key: Any) -> str:
    kind = ContentType.objects.get_for_model(model)
    name = f"the {model._meta.verbose_name}"
    versions = Version.objects.for_editor().filter(kind=kind, key=key)
    return next((f"{name} “{unseal(version.sealed_name)}”" for version in versions), name)


def check(row: models.Model) -> None:
    """Raises NotPossible where another row stands in the way."""
    try:
        row.validate_unique()
        row.validate_constraints()
        if isinstance(row, Gated):
            row.validate_lock(row.required)
    except ValidationError as error:
        kind = str(row._meta.verbose_name).capitalize()
        raise NotPossible([f"{kind}: {message}" for message in error.messages]) from error
