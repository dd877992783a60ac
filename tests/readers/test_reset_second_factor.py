"""The emergency: whoever runs the site takes away a factor whose phone and codes are lost."""

from contextlib import nullcontext
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command

from readers.audit import COMMAND_LINE
from readers.models import AuditLine
from tests.factories import UserFactory
from tests.signing_in import give_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    editor = UserFactory(username="ed", email="ed@example.org", is_staff=True)
    give_factor(editor)
    AuditLine.objects.all().delete()
    return editor


def reset(name: str = "ed", *options: str) -> str:
    printed = StringIO()
    call_command("reset_second_factor", name, *options, stdout=printed)
    return printed.getvalue()


def test_it_takes_the_factor_away_and_tells_the_owner(editor, settings):
    settings.ALLOWED_HOSTS = ["callback.example"]

    printed = reset("ed", "--yes")

    assert printed == (
        "“ed” has no second factor any more. Have them sign in at once and set up another.\n"
    )
    assert not Authenticator.objects.exists()
    assert list(AuditLine.objects.values_list("whom", "act", "by")) == [
        ("ed", "reset", COMMAND_LINE)
    ]
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Callback: Your second factor was reset", ["ed@example.org"])
    assert "\nhttps://callback.example/accounts/password/reset/\n" in sent.body


@pytest.mark.parametrize(("said", "left"), [("y", 0), ("Yes ", 0), ("n", 2), ("", 2), ("ed", 2)])
def test_without_the_option_it_asks(editor, monkeypatch, said, left):
    asked = []
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or said)

    with pytest.raises(CommandError, match="^Nothing was changed.$") if left else nullcontext():
        reset()

    assert asked == ["Take the second factor of “ed” away? [y/N] "]
    assert Authenticator.objects.count() == left
    assert len(mail.outbox) == AuditLine.objects.count() == (not left)


def test_where_nobody_is_there_to_answer_nothing_is_changed(editor, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match="Nothing was changed."):
        reset()

    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "error"),
    [("nobody", "No account is called “nobody”."), ("fan", "“fan” has no second factor.")],
)
def test_where_there_is_nothing_to_take_away_it_says_so(editor, name, error):
    UserFactory(username="fan")

    with pytest.raises(CommandError) as refused:
        reset(name, "--yes")

    assert str(refused.value) == error
    assert (Authenticator.objects.count(), mail.outbox) == (2, [])


def test_who_has_given_up_the_address_is_reset_all_the_same(editor):
    editor.email = ""
    editor.save()

    reset("ed", "--yes")

    assert (Authenticator.objects.count(), mail.outbox) == (0, [])
