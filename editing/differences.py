"""What is another in one version of an item than in another, as editors read it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst

from gate.models import Requirement, films_of
from gate.publishing import Publishable

from .choices import may_look_at
from .comparing import Piece, compared, replaced
from .saying import in_words

SPOILS = "Spoils these films"
#: Where a part stands among others of its kind.
POSITION = "position"
#: Of how far an item has come; by whom and when says the history.
STATE = ("state", "live_from")
#: By what two versions have in common: the kind and the key of a row.
type Name = tuple[type[models.Model], Any]
#: By the names of columns: what they hold, rows by their keys.
type Values = dict[str, Any]


class Field(NamedTuple):
    """A field of a form, and what has gone from it and come into it."""

    label: str
    pieces: list[Piece]


class Part(NamedTuple):
    """A row that is part of an item: it was added, removed or changed."""

    name: str
    done: str
    fields: list[Field]


class Difference(NamedTuple):
    fields: list[Field]
    parts: list[Part]


def by_name(rows: Iterable[Any]) -> dict[Name, Values]:
    """What the rows of a version hold, as Django's serializers give them back."""
    return {(type(item), item.pk): _values(item) for item in (row.object for row in rows)}


def _values(item: models.Model) -> Values:
    return {field.name: getattr(item, field.attname) for field in item._meta.concrete_fields}


def fields_of(model: type[models.Model]) -> list[Any]:
    """What a form shows of rows of this model, and how far they have come."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and (field.editable or _is_shown(model, field))
    ]


def changed_in(name: Name, before: Values, after: Values) -> list[Any]:
    """The fields in which two versions of a row differ."""
    return [
        field for field in fields_of(name[0]) if before.get(field.name) != after.get(field.name)
    ]


def difference(
    item: Name,
    before: Mapping[Name, Values],
    after: Mapping[Name, Values],
    request: HttpRequest,
    site: AdminSite,
) -> Difference:
    """Between two versions of an item; where there is only one of them, the other one is empty."""
    words = _Words(item, [before, after], request, site)
    fields = words.fields(item, before.get(item, {}), after.get(item, {}))
    names = sorted({*before, *after} - {item}, key=lambda one: _place(one, before, after))
    parts = (words.part(name, before.get(name, {}), after.get(name, {})) for name in names)
    return Difference(fields, [part for part in parts if part])


def label_of(field: Any) -> str:
    return SPOILS if field.related_model is Requirement else str(capfirst(field.verbose_name))


def part_name(name: Name, values: Values) -> str:
    """“Beat 2”: what a part is, and where it stands."""
    kind, position = str(capfirst(name[0]._meta.verbose_name)), values.get(POSITION)
    return kind if position is None else f"{kind} {position}"


def _is_shown(model: type[models.Model], field: Any) -> bool:
    """Of the columns that no form has a field for."""
    return field.related_model is Requirement or is_state(model, field)


def is_state(model: type[models.Model], field: Any) -> bool:
    return issubclass(model, Publishable) and field.name in STATE


def _place(name: Name, *versions: Mapping[Name, Values]) -> tuple:
    position = next((one[name].get(POSITION) for one in reversed(versions) if name in one), None)
    return (str(name[0]._meta.verbose_name_plural), position or 0, name[1])


class _Words:
    """Says the values of two versions in the words of the forms."""

    def __init__(
        self,
        item: Name,
        versions: list[Mapping[Name, Values]],
        request: HttpRequest,
        site: AdminSite,
    ) -> None:
        self._item, self._request, self._site = item, request, site
        #: By the fields that point at rows, the keys of these.
        keys: dict[type[models.Model], set[Any]] = {}
        for version in versions:
            for name, values in version.items():
                for field in fields_of(name[0]):
                    if field.related_model:
                        model, found = _related(field, values.get(field.name))
                        keys.setdefault(model, set()).update(found)
        self._names = {model: self._called(model, found) for model, found in keys.items()}

    def part(self, name: Name, before: Values, after: Values) -> Part | None:
        fields = self.fields(name, before, after)
        if not fields and before and after:
            return None
        done = "changed" if before and after else ("removed" if before else "added")
        return Part(part_name(name, after or before), done, fields)

    def fields(self, name: Name, before: Values, after: Values) -> list[Field]:
        if before and after:
            fields = changed_in(name, before, after)
        else:  # where a part stands says its name
            is_part = name != self._item
            fields = [one for one in fields_of(name[0]) if not (is_part and one.name == POSITION)]
        told = (
            self._field(field, before, after) for field in fields if not self._is_link(field, name)
        )
        return [one for one in told if one.pieces]

    def _is_link(self, field: Any, name: Name) -> bool:
        """By it, a part only says of what it is one."""
        return name != self._item and field.related_model is self._item[0]

    def _field(self, field: Any, before: Values, after: Values) -> Field:
        old, new = (
            self._said(field, one.get(field.name)) if one else "" for one in (before, after)
        )
        is_prose = isinstance(field, models.TextField | models.CharField) and not field.choices
        return Field(
            label_of(field), compared(old, new) if is_prose and old and new else replaced(old, new)
        )

    def _said(self, field: Any, value: Any) -> str:
        if field.related_model:
            model, keys = _related(field, value)
            return ", ".join(self._names[model][key] for key in keys)
        if value is None or value == "":
            return ""
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, datetime):
            return in_words(value)
        return date_format(value, "j F Y") if isinstance(value, date) else str(value)

    def _called(self, model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
        """The names of rows, as far as this editor may look at such rows and they are there."""
        names = {key: f"No. {key}" for key in keys}
        if keys and may_look_at(model, self._request, self._site):
            rows = self._rows(model).in_bulk(keys)
            names |= {key: str(rows[key]) if key in rows else f"No. {key} (gone)" for key in keys}
        return names

    def _rows(self, model: type[models.Model]) -> Any:
        if self._site.is_registered(model):
            return (
                self._site.get_model_admin(model).get_queryset(self._request).prefetch_related(None)
            )
        return model._base_manager.all()


def _related(field: Any, value: Any) -> tuple[type[models.Model], Iterable[Any]]:
    """At which rows a field points, by their model and keys."""
    if field.related_model is Requirement:
        return Requirement._meta.get_field("films").related_model, sorted(films_of(value))
    return field.related_model, [] if value is None else [value]
