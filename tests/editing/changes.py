"""How tests look at what editors did, and take it back."""

from typing import Any

from django.contrib.messages import get_messages
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from editing.differences import Field
from editing.models import Version
from tests.gate.editing import page, say_yes

LIST = reverse("admin:changes")


def history(client: Client, item: models.Model) -> list[tuple[str, str, str]]:
    """What was done, by whom and why, the latest first."""
    found = client.get(page("history", item)).context["changes"]
    return [(one.act, one.by, one.reason) for one in found]


def listed(client: Client, **asked: Any) -> list[tuple[str, str, str]]:
    """Of which kind, called what, and what was done to it."""
    found = client.get(LIST, asked).context["changes"]
    return [(one.kind, one.name, one.act) for one in found]


def address_of(version: Version) -> str:
    return reverse("admin:one-change", args=[version.pk])


def newest(item: models.Model) -> Version:
    return Version.objects.filter(kind__model=item._meta.model_name, key=item.pk)[0]


def shown(client: Client, item: models.Model) -> dict[str, Any]:
    """What the newest change of an item changed: fields by their labels, and parts by their names."""
    found = client.get(address_of(newest(item))).context["difference"]
    parts = {f"{part.name}, {part.done}": in_short(part.fields) for part in found.parts}
    return in_short(found.fields) | parts


def in_short(fields: list[Field]) -> dict[str, str]:
    """“He [-lives-][+dies+].”"""
    return {field.label: "".join(map(_in_short, field.pieces)) for field in fields}


def _in_short(piece: Any) -> str:
    if piece.is_gone:
        return f"[-{piece.text}-]"
    return f"[+{piece.text}+]" if piece.is_new else piece.text


def ask_to_take_back(client: Client, version: Version) -> HttpResponse:
    return client.get(reverse("admin:take-back", args=[version.pk]))


def take_back(client: Client, version: Version) -> list[str]:
    """Says yes, and returns what is told."""
    answer = say_yes(client, ask_to_take_back(client, version))
    return [str(message) for message in get_messages(answer.wsgi_request)][-1:]


def obstacles(client: Client, version: Version) -> list[str]:
    return ask_to_take_back(client, version).context["protected"]
