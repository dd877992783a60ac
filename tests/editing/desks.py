"""Who comes to the editors' first page, and what they find there."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from editing import desk
from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.signing_in import sign_in_to_edit


def staff(*rights: str) -> ReaderClient:
    """Somebody who works here, with these rights and no others."""
    client = ReaderClient()
    client.user = UserFactory(is_staff=True, username="somebody")
    client.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    assert client.user.user_permissions.count() == len(rights)
    sign_in_to_edit(client, client.user)
    return client


def section(client, name: str) -> desk.Section | None:
    found = client.get(reverse("admin:index")).context["sections"]
    return next((one for one in found if one.name == name), None)


def names(rows) -> list[str]:
    return [row.name for row in rows]
