"""How the tests of the editors' pages find a page, send a form, and look at what came of it."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.forms import BaseForm, BoundField, MultiWidget
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from films.models import Film, Universe
from gate.opening import Agreement
from gate.reader import Reader
from gate.rule import gated_models
from tests.factories import FACTORY

#: One for each model that has pages of its own.
FACTORIES = [
    FACTORY[model]
    for model in (*gated_models(), Film, Universe)
    if admin.site.is_registered(model) and model in FACTORY
]

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')

every_model = pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f._meta.model.__name__)


def page(name: str, row: models.Model) -> str:
    args = [] if name in ("changelist", "add") else [row.pk]
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=args)


def submit(client: Client, row: models.Model, **changes: object) -> HttpResponse:
    """Sends the change form of a row as it stands, but for the changes."""
    path = page("change", row)
    return client.post(path, filled_in(client.get(path)) | changes)


def press(client: Client, row: models.Model, button: str, **changes: object) -> HttpResponse:
    """The same, by a button beside those that save; and where that leads."""
    path = page("change", row)
    sent = filled_in(client.get(path)) | changes | {button: "1"}
    return client.post(path, sent, follow=True)


def submit_and_agree(client: Client, row: models.Model, **changes: object) -> HttpResponse:
    """As it stands, and where it asks for it, ticks the boxes that open what is sealed."""
    asked = submit(client, row, **changes)
    if asked.status_code == 302:
        return asked
    agreed = {
        field.html_name: field.field.widget.attrs["value"]
        for form in forms_of(asked)
        for field in form
        if isinstance(field.field.widget, Agreement)
    }
    return client.post(page("change", row), filled_in(asked) | agreed)


def say_yes(client: Client, asked: HttpResponse, **changes: str) -> HttpResponse:
    """Presses the button of a page that asks before it does something."""
    fields: dict[str, list[str]] = {"post": ["yes"]}
    for name, value in HIDDEN.findall(asked.text):
        fields.setdefault(name, []).append(value)
    return client.post(asked.wsgi_request.get_full_path(), fields | changes)


def delete(client: Client, row: models.Model) -> HttpResponse:
    return say_yes(client, client.get(page("delete", row)))


def filled_in(response: HttpResponse) -> dict[str, object]:
    fields = [field for form in forms_of(response) for field in form]
    values = {name: value for field in fields for name, value in _shown(field).items()}
    return {name: value for name, value in values.items() if value is not None}


def forms_of(response: HttpResponse) -> list[BaseForm]:
    """All of the page: that of the row, and those of its parts."""
    formsets = [formset.formset for formset in response.context["inline_admin_formsets"]]
    return [
        response.context["adminform"].form,
        *(formset.management_form for formset in formsets),
        *(form for formset in formsets for form in formset.forms),
    ]


def _shown(field: BoundField) -> dict[str, object]:
    """A date and a time stand in two inputs, for one field."""
    widget, value = field.field.widget, field.value()
    if not isinstance(widget, MultiWidget):
        return {field.html_name: value}
    parts = value if isinstance(value, list) else widget.decompress(value)
    names = [f"{field.html_name}{name}" for name in widget.widgets_names]
    return dict(zip(names, parts, strict=True))


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """What a form was refused for; empty where it was saved."""
    return response.context["adminform"].form.errors if response.context else {}


def logged() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.all()]


def texts(model: type[models.Model], reader: Reader) -> list[str | None]:
    return [row.text for row in model.objects.for_reader(reader)]
