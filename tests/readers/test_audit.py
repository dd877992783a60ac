"""Who signs in to edit, and whose rights change, is written down: who, whom, what."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from readers.audit import COMMAND_LINE
from readers.models import AuditLine
from tests.factories import PASSWORD, UserFactory
from tests.gate.editing import delete, filled_in, page
from tests.signing_in import (
    code,
    give_factor,
    recovery_codes,
    sign_in_just_now,
    sign_in_to_edit,
)

LOGIN, STEP = "/accounts/login/", "/accounts/2fa/authenticate/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    editor = UserFactory(username="ed", is_staff=True, is_superuser=True)
    AuditLine.objects.all().delete()
    return editor


@pytest.fixture
def editor_client(editor) -> Client:
    client = Client()
    sign_in_to_edit(client, editor)
    AuditLine.objects.all().delete()
    return client


def lines() -> list[tuple[str, str, str, str]]:
    """Whose account, what, about what, by whom; the first that happened first."""
    return list(AuditLine.objects.order_by("pk").values_list("whom", "act", "about", "by"))


def sign_in(name: str, onward: str = "/", typed: str = "") -> None:
    client = Client()
    client.post(LOGIN, {"login": name, "password": PASSWORD, "next": onward})
    if typed:
        client.post(STEP, {"code": typed})


@pytest.mark.parametrize("onward", ["/", "/admin/"])
def test_each_sign_in_of_who_edits_has_a_line(editor, onward):
    sign_in("ed", onward)
    give_factor(editor)
    sign_in("ed", onward, code())

    assert lines() == [
        ("ed", "signed-in", "with the password alone", "ed"),
        ("ed", "signed-in", "with the second factor", "ed"),
    ]


def test_a_wrong_code_has_a_line_by_nobody_as_nobody_is_in(editor):
    give_factor(editor)

    sign_in("ed", typed="000000")

    assert lines() == [("ed", "wrong-code", "", "")]


def test_a_recovery_code_has_a_line_of_its_own(editor):
    give_factor(editor)

    sign_in("ed", typed=recovery_codes(editor)[0])

    assert [line[1:3] for line in lines()] == [
        ("recovery-code", ""),
        ("signed-in", "with the second factor"),
    ]


def test_of_fans_nothing_is_written(db):
    fan = UserFactory(username="fan")
    sign_in("fan")
    give_factor(fan)
    sign_in("fan", typed="000000")
    sign_in("fan", typed=recovery_codes(fan)[0])
    client = Client()
    sign_in_to_edit(client, fan)
    client.post("/accounts/2fa/totp/deactivate/")
    fan.delete()

    assert lines() == []


@pytest.mark.django_db(transaction=True)  # allauth tells of it once all is stored
def test_a_factor_that_comes_or_goes_has_a_line(editor):
    client = Client()
    sign_in_just_now(client, editor)
    AuditLine.objects.all().delete()
    setting_up = client.get("/accounts/2fa/totp/activate/").context["form"]
    form = {"key": setting_up.initial["key"], "code": code(secret=setting_up.secret)}

    client.post("/accounts/2fa/totp/activate/", form)
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert lines() == [
        ("ed", "set-up", "", "ed"),
        ("ed", "new-codes", "", "ed"),
        ("ed", "taken-away", "", "ed"),
    ]


def test_the_form_of_an_account_leaves_a_line_on_what_it_changed(editor_client):
    group = Group.objects.create(name="Writers")
    right = Permission.objects.get(codename="change_note")
    other = UserFactory(username="other", is_staff=True)
    AuditLine.objects.all().delete()
    form = filled_in(editor_client.get(page("change", other)))

    form |= {"is_superuser": "on", "groups": [group.pk], "user_permissions": [right.pk]}
    editor_client.post(page("change", other), form)

    assert lines() == [
        ("other", "rights", "is_superuser: False → True", "ed"),
        ("other", "rights", "+ group Writers", "ed"),
        ("other", "rights", "+ permission spoilers.change_note", "ed"),
    ]


def test_a_new_editor_and_one_who_goes_have_lines(editor_client):
    words = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    add = reverse("admin:auth_user_add")
    form = filled_in(editor_client.get(add)) | words | {"usable_password": "true"}
    editor_client.post(add, form)

    delete(editor_client, User.objects.get(username="new"))

    assert lines() == [
        ("new", "rights", "is_staff: False → True", "ed"),
        ("new", "deleted", "", "ed"),
    ]


def renamed(user: User) -> None:
    user.username = "renamed"
    user.save()


def closed(user: User) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])


def touched_elsewhere(user: User) -> None:
    user.is_staff = True
    user.save(update_fields=["last_login"])


def without_rights(user: User) -> None:
    user.user_permissions.clear()


def from_the_group(user: User) -> None:
    Group.objects.get(name="Writers").user_set.remove(user)


def the_group_is_emptied(user: User) -> None:
    Group.objects.get(name="Writers").user_set.clear()


def the_group_may_less(user: User) -> None:
    Group.objects.get(name="Writers").permissions.set([])


def a_right_leaves_all_groups(user: User) -> None:
    Permission.objects.get(codename="add_note").group_set.clear()


def the_group_goes(user: User) -> None:
    Group.objects.get(name="Writers").delete()


def the_group_comes_again(user: User) -> None:
    user.groups.add(Group.objects.get(name="Writers"))


BY_SHELL = {
    renamed: [("renamed", "rights", "username: writer → renamed")],
    closed: [("writer", "rights", "is_active: True → False")],
    touched_elsewhere: [],
    without_rights: [("writer", "rights", "− permission spoilers.change_note")],
    from_the_group: [("writer", "rights", "− group Writers")],
    the_group_is_emptied: [("writer", "rights", "− group Writers")],
    the_group_may_less: [("group Writers", "rights", "− permission spoilers.add_note")],
    a_right_leaves_all_groups: [("group Writers", "rights", "− permission spoilers.add_note")],
    the_group_goes: [("group Writers", "deleted", "− writer")],
    the_group_comes_again: [],
}


@pytest.mark.parametrize("does", BY_SHELL, ids=lambda does: does.__name__)
def test_what_is_done_by_a_command_or_a_shell_has_a_line_too(db, does):
    Group.objects.all().delete()  # those that every site has
    user, group = UserFactory(username="writer"), Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="add_note"))
    user.groups.add(group)
    user.user_permissions.add(Permission.objects.get(codename="change_note"))
    AuditLine.objects.all().delete()

    does(user)

    assert lines() == [(*line, COMMAND_LINE) for line in BY_SHELL[does]]


def test_superusers_read_the_lines_and_nobody_writes_them(editor_client, editor):
    sign_in("ed", typed=code())
    row = AuditLine.objects.get()
    change = page("change", row)

    shown = [editor_client.get(page(name, row)) for name in ("changelist", "change")]
    refused = [
        editor_client.get(page("add", row)),
        editor_client.post(page("add", row), {"whom": "x"}),
        editor_client.post(change, {"whom": "x"}),
        editor_client.post(page("delete", row), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in shown] == [200, 200]
    assert ["with the second factor" in answer.text for answer in shown] == [True, True]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert list(AuditLine.objects.all()) == [row]


@pytest.mark.parametrize("rights", [0, "all"])
def test_to_all_others_who_edit_there_are_no_lines(db, rights):
    staff, client = UserFactory(is_staff=True), Client()
    if rights:
        staff.user_permissions.set(Permission.objects.all())
    sign_in_to_edit(client, staff)
    row = AuditLine.objects.first()

    answers = [client.get(page(name, row)) for name in ("changelist", "change", "history")]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert "audit" not in client.get(reverse("admin:index")).text.lower()


def test_a_line_keeps_no_address_of_a_network():
    kept = {field.name for field in AuditLine._meta.fields}

    assert kept == {"id", "at", "act", "whom", "by", "about"}
