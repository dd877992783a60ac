"""How the tests of the editors' pages find a page, send a form, and look at what came of it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gate.reader import Reader
from tests.factories import (
    CharacterFactFactory,
    CharacterFactory,
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UniverseFactory,
)

#: One for each model that has pages of its own.
FACTORIES = [
    CharacterFactFactory,
    CharacterFactory,
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UniverseFactory,
]

every_model = pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f._meta.model.__name__)


def page(name: str, row: models.Model) -> str:
    args = [] if name in ("changelist", "add") else [row.pk]
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=args)


def submit(client: Client, row: models.Model, **changes: object) -> HttpResponse:
    """Sends the change form of a row as it stands, but for the changes."""
    path = page("change", row)
    return client.post(path, filled_in(client.get(path)) | changes)


def filled_in(response: HttpResponse) -> dict[str, object]:
    formsets = [formset.formset for formset in response.context["inline_admin_formsets"]]
    forms = [
        response.context["adminform"].form,
        *(formset.management_form for formset in formsets),
        *(form for formset in formsets for form in formset.initial_forms),
    ]
    fields = [field for form in forms for field in form]
    return {field.html_name: field.value() for field in fields if field.value() is not None}


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """What a form was refused for; empty where it was saved."""
    return response.context["adminform"].form.errors if response.context else {}


def logged() -> list[str]:
    return [entry.get_change_message() for entry in LogEntry.objects.all()]


def texts(model: type[models.Model], reader: Reader) -> list[str | None]:
    return [row.text for row in model.objects.for_reader(reader)]
