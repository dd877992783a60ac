"""How tests delete things, look at the list of what is gone, and have it again."""

from typing import Any

from django.contrib.messages import get_messages
from django.db import models
from django.test import Client
from django.urls import reverse

from gate.sealed import SealedField, Unsealed
from tests.gate.editing import page, say_yes

LIST = reverse("admin:deleted")


def delete_many(client: Client, *rows: models.Model) -> Any:
    return say_yes(client, client.post(page("changelist", rows[0]), chosen_to_delete(*rows)))


def chosen_to_delete(*rows: models.Model) -> dict[str, Any]:
    """What a list sends, in which these rows are ticked."""
    return {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}


def listed(client: Client) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.name, one.parts, one.by) for one in client.get(LIST).context["deleted"]]


def bring_back(client: Client, number: int = 0) -> list[str]:
    """Presses the button of the deleted thing with this number, and returns what is told."""
    version = client.get(LIST).context["deleted"][number].pk
    answer = client.post(reverse("admin:bring-back", args=[version]))
    return [str(message) for message in get_messages(answer.wsgi_request)][-1:]


def stored(*kinds: type[models.Model]) -> dict[str, list[dict[str, Any]]]:
    """All that the database holds of these models, sealed texts included."""
    return {
        model.__name__: list(
            model._base_manager.order_by("pk").values(
                *(
                    field.attname
                    for field in model._meta.concrete_fields
                    if not isinstance(field, SealedField)
                ),
                **{
                    f"real_{field.name}": Unsealed(field.name)
                    for field in model._meta.concrete_fields
                    if isinstance(field, SealedField)
                },
            )
        )
        for model in kinds
    }
