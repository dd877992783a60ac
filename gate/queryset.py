"""The rule, and the two roads through the gate.

The rule, once: an item is open to a reader when every film of its requirement is seen, when
the item itself is peeked, or when an editor stamped it harmless. An item without a
requirement of its own (an echo, its beats, a citation) is open when all that it hangs on is
open; it names those relations in `opens_with`.

Whether a locked item shows at all is `shows`: by default unless it is stamped HIDDEN.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_
from typing import Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from .models import Stamp
from .reader import Reader
from .sealed import SealedTextField, Unsealed

NEVER = Q(pk__in=[])


def opens(model: type[models.Model], reader: Reader, path: str = "") -> Q:
    """The condition "open to this reader" for `model`, reached from the query by `path`.

    `path` is empty or ends in two underscores, like the start of any lookup.
    """
    if depends_on := getattr(model, "opens_with", ()):
        return reduce(and_, _through(opens, model, depends_on, reader, path))
    conditions = []
    if Stamp.OPEN in _stamps(model):
        conditions.append(Q(**{f"{path}stamp": Stamp.OPEN}))
    if reader.seen:
        conditions.append(_all_seen(model, reader, path))
    if reader.peeked and _has_field(model, "public_id"):
        conditions.append(Q(**{f"{path}public_id__in": reader.peeked}))
    return reduce(or_, conditions, NEVER)


def shows(model: type[models.Model], reader: Reader, path: str = "") -> Q:
    """The condition "this reader may know that it is there"."""
    if ends := getattr(model, "shows_with_any", ()):
        any_open = reduce(or_, _through(opens, model, ends, reader, path))
        # An end whose existence spoils would be known by its echo.
        return any_open & reduce(and_, _through(shows, model, ends, reader, path))
    if getattr(model, "opens_with", ()) or Stamp.SEALED not in _stamps(model):
        return opens(model, reader, path)
    if Stamp.HIDDEN not in _stamps(model):
        return Q()
    return ~Q(**{f"{path}stamp": Stamp.HIDDEN}) | opens(model, reader, path)


def _all_seen(model: type[models.Model], reader: Reader, path: str) -> Q:
    rows = model._meta.get_field("also_requires").related_model._default_manager
    unseen = rows.filter(item=OuterRef(f"{path}pk")).exclude(film__in=reader.seen)
    return Q(**{f"{path}film__in": reader.seen}) & ~Exists(unseen)


def _through(
    rule: Callable[[type[models.Model], Reader, str], Q],
    model: type[models.Model],
    relations: Iterable[str],
    reader: Reader,
    path: str,
) -> list[Q]:
    return [
        rule(model._meta.get_field(name).related_model, reader, f"{path}{name}__")
        for name in relations
    ]


def _stamps(model: type[models.Model]) -> tuple[Stamp, ...]:
    return model._meta.get_field("stamp").stamps


def _has_field(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def sealed_fields(model: type[models.Model]) -> list[SealedTextField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]


def _facets(model: type[models.Model], reader: Reader, relation: str = "") -> dict[str, Case]:
    path, prefix = (f"{relation}__", f"{relation}_") if relation else ("", "")
    condition = opens(model, reader, path)
    facets = {
        f"{prefix}is_open": Case(
            When(condition, then=Value(True)),
            default=Value(False),
            output_field=models.BooleanField(),
        )
    }
    for field in sealed_fields(model):
        facets[f"{prefix}{field.opens_as}"] = Case(
            When(condition, then=Unsealed(f"{path}{field.name}")),
            default=Value(None),
            output_field=models.TextField(),
        )
    return facets


class GatedQuerySet[Item: models.Model](models.QuerySet[Item]):
    """The querysets of every model with something to hide."""

    def for_reader(self, reader: Reader) -> Self:
        """What this reader may know of, with the readable text on each row.

        Rows whose existence the reader may not know are left out. Each sealed column
        `sealed_<name>` gives an attribute `<name>`: the text, or None while it is locked;
        `is_open` says which. A locked text does not leave the database.
        """
        return self.filter(shows(self.model, reader)).annotate(**_facets(self.model, reader))

    def with_opened(self, relation: str, reader: Reader) -> Self:
        """The same for a related item, in the same query: `<relation>_is_open`, `<relation>_<name>`."""
        model = self.model._meta.get_field(relation).related_model
        return self.annotate(**_facets(model, reader, relation))

    def opened(self) -> Self:
        """Only what is open; after `for_reader()`."""
        return self.filter(is_open=True)

    def for_editor(self) -> Self:
        """Rows whose sealed columns can be saved and shown in the editors' form.

        For gate/admin.py and the export of content only. The attributes stay `Sealed`, so
        they cannot slip into a list, a message or a page.
        """
        queryset = self._chain()
        queryset.query.opened_for_editors = True
        return queryset
