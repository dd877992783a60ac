"""Fields that find rows by typing need scripts: without them they list only what is chosen.

A page that is asked for with `?choices=all` lists in them all that there is to choose, and has a
blank row for each of its parts. A button within the form asks for it, and so what was typed before
comes along. Not every page does: two thousand options in each such field would be slow for everybody.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from gate.admin import may_say_what_spoils
from gate.keys import is_key
from gate.models import Requirement

from .alike import told_apart

#: Of the query string.
ASKED = "choices"
#: The name of the button, and its value where it asks for blank rows above all.
BUTTON, ROWS = "_list", "rows"
#: Where more rows are there already, these keep their fields: each has a page of its own.
MOST_ROWS = 20


def are_asked_for(request: HttpRequest) -> bool:
    return ASKED in request.GET


def searching(form: forms.BaseForm) -> Iterator[Any]:
    """The fields of a form in which an editor finds rows by typing."""
    for field in form.fields.values():
        if isinstance(inner(field.widget), AutocompleteMixin):
            yield field


def hide_names(forms: Iterable[Any], request: HttpRequest, site: AdminSite) -> None:
    """Says by its key alone what such a field holds, where this editor may not look at such rows.

    Any key can be typed into an address, or sent. What was saved with the row is named.
    """
    for form in forms:
        for name, field in form.fields.items():
            is_hidden = isinstance(inner(field.widget), AutocompleteMixin) and not may_look_at(
                field.queryset.model, request, site
            )
            if is_hidden:
                stored = form.initial.get(name) if form.instance.pk else None
                field.label_from_instance = partial(_named, stored)


def _named(stored: Any, row: models.Model) -> str:
    return str(row) if row.pk == stored else f"No. {row.pk}"


def show_keys_alone(form: forms.BaseForm) -> None:
    """Of what was sent in such fields, and was checked: Django asks for rows of whatever it is."""
    for name, field in form.fields.items() if form.is_bound else ():
        if isinstance(inner(field.widget), AutocompleteMixin):
            data: Any = form.data
            sent = data.getlist(form.add_prefix(name))
            keys = [key for key in sent if is_key(key)]
            if keys != sent and any(sent):
                form.data = data = data.copy()
                data.setlist(form.add_prefix(name), keys)


def list_all(forms: Iterable[forms.BaseForm], request: HttpRequest, site: AdminSite) -> None:
    """Puts plain lists in the place of such fields, as far as this editor may see what is there."""
    names: dict[type[models.Model], dict[Any, str]] = {}
    for form in forms:
        for field in searching(form):
            model = field.queryset.model
            if may_look_at(model, request, site):
                if model not in names:
                    names[model] = told_apart(field.queryset)
                _list_all(field, names[model])


def _list_all(field: Any, names: dict[Any, str]) -> None:
    widget = field.widget
    searches = inner(widget)
    kind = forms.SelectMultiple if searches.allow_multiple_selected else forms.Select
    field.label_from_instance = lambda row: names.get(row.pk) or str(row)
    plain = kind(attrs=searches.attrs, choices=field.choices)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.widget = plain
    else:
        field.widget = plain


def inner(widget: Any) -> Any:
    """Without what Django puts around the field for another row: the links to change and add it."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def may_look_at(model: type[models.Model], request: HttpRequest, site: AdminSite) -> bool:
    if model is Requirement._meta.get_field("films").related_model:
        return may_say_what_spoils(request.user)
    return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)
