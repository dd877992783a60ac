"""Names of accounts hold nothing that cannot be seen, wherever they are written."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

#: Letters to Unicode and to Django's own rule, and nothing is seen of them.
FILLERS = ["\u3164", "\u115f", "\u1160", "\uffa0"]
SEEN = ["ада", "エイダ", "Éowyn", "ada_b.moor+1-c"]

pytestmark = pytest.mark.django_db


def refused(client, address: str, **facts) -> dict[str, list[str]]:
    answer = client.post(address, facts)
    if answer.status_code != 200:
        return {}
    form = answer.context["adminform"] if "adminform" in answer.context else answer.context["form"]
    return dict(form.errors)


@pytest.mark.parametrize("filler", FILLERS)
def test_nobody_signs_up_under_a_name_that_looks_like_another(stranger, filler):
    UserFactory(username="fan")
    form = {"password1": PASSWORD, "password2": PASSWORD}

    errors = refused(stranger, reverse("account_signup"), username=f"fan{filler}", **form)

    assert errors.keys() == {"username"}
    assert errors["username"][0].startswith("This character cannot be seen: U+")
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", SEEN)
def test_a_name_of_any_script_signs_up(stranger, name):
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}

    assert refused(stranger, reverse("account_signup"), **form) == {}
    assert User.objects.get().username == name.lower()


def test_a_name_that_is_too_long_is_refused_and_the_page_counts(stranger):
    form = {"username": "x" * 151, "password1": PASSWORD, "password2": PASSWORD}

    errors = refused(stranger, reverse("account_signup"), **form)

    assert errors == {"username": ["That is too long: at most 150 characters, and it has 151."]}
    page = stranger.get(reverse("account_signup")).text
    assert ("js/counter" in page, 'maxlength="150"' in page) == (True, True)


def test_no_editor_gives_such_a_name_to_an_account_or_a_group(editor_client):
    other, groups = UserFactory(is_staff=True), Group.objects.count()
    new = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    change = reverse("admin:auth_user_change", args=[other.pk])
    errors = [
        refused(editor_client, reverse("admin:auth_user_add"), username="ada\u3164", **new),
        refused(editor_client, change, username="ada\u3164", first_name="A\u202e", last_name="\t"),
        refused(editor_client, reverse("admin:auth_group_add"), name="Editors\u200b"),
    ]

    assert [{name for name in found if name in NAMES} for found in errors] == [
        {"username"},
        {"username", "first_name"},
        {"name"},
    ]
    assert (User.objects.count(), Group.objects.count()) == (2, groups)


NAMES = {"username", "first_name", "last_name", "name"}


def test_the_command_line_takes_no_such_name_either():
    with pytest.raises(CommandError) as raised:
        call_command(
            "createsuperuser", username="root\u3164", email="", interactive=False, stderr=StringIO()
        )

    assert str(raised.value) == "This character cannot be seen: U+3164, HANGUL FILLER."
    assert User.objects.count() == 0
