"""How tests merge two rows by the editors' pages."""

from typing import Any

from django.contrib.messages import get_messages
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.gate.editing import say_yes


def merge_page(goes: models.Model, stays: models.Model | None = None) -> str:
    meta = goes._meta
    query = {"into": stays.pk} if stays else None
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_merge", args=[goes.pk], query=query)


def merge(client: Client, goes: models.Model, stays: models.Model) -> Any:
    """Looks at the page that asks, and says yes."""
    return say_yes(client, client.get(merge_page(goes, stays)))


def reasons(answer: Any) -> list[str]:
    """Why it was not done."""
    return answer.context["protected"]


def told(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]
