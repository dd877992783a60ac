"""The mails of accounts: links that hold when they are copied, and who is told of changes."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.console import EmailBackend
from django.urls import reverse

from .conftest import ReaderClient
from .factories import PASSWORD, UserFactory
from .signing_in import sign_in_just_now

NEW = {"password1": "another long walk", "password2": "another long walk"}
FIRST, SECOND = "fan@example.org", "a.second.address.of.a.fan@mail.example.org"
EMAIL = "/accounts/email/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def fan(db):
    fan = UserFactory(username="fän", email=FIRST)
    EmailAddress.objects.create(user=fan, email=FIRST, verified=True, primary=True)
    return fan


def member(fan) -> ReaderClient:
    client = ReaderClient()
    sign_in_just_now(client, fan)
    return client


def printed() -> str:
    """The last mail as it stands in a terminal."""
    terminal = StringIO()
    EmailBackend(stream=terminal).send_messages(mail.outbox[-1:])
    return terminal.getvalue()


def link_in(text: str) -> str:
    """The line that is a link, as it is copied; without this site's name."""
    (link,) = re.findall(r"^https?://testserver(/\S+)$", text, re.M)
    return link


def joins(fan) -> None:
    data = {"username": "newcomer", "email": SECOND, "password1": PASSWORD, "password2": PASSWORD}
    ReaderClient().post(reverse("account_signup"), data)


def adds_an_address(fan) -> None:
    member(fan).post(EMAIL, {"action_add": "", "email": SECOND})


def confirms_an_address(fan) -> None:
    adds_an_address(fan)
    member(fan).post(link_in(mail.outbox[-1].body))


def makes_it_the_main_one(fan) -> None:
    confirms_an_address(fan)
    member(fan).post(EMAIL, {"action_primary": "", "email": SECOND})


def removes_it(fan) -> None:
    confirms_an_address(fan)
    member(fan).post(EMAIL, {"action_remove": "", "email": SECOND})


def forgets(fan) -> None:
    ReaderClient().post(reverse("account_reset_password"), {"email": FIRST})


def chooses_by_mail(fan) -> None:
    forgets(fan)
    client = ReaderClient()
    form = client.get(link_in(mail.outbox[-1].body))
    client.post(form.url, NEW)


def changes_the_password(fan) -> None:
    member(fan).post(reverse("account_change_password"), {"oldpassword": PASSWORD} | NEW)


def chooses_the_first_password(fan) -> None:
    fan.set_unusable_password()
    fan.save()
    member(fan).post(reverse("account_set_password"), NEW)


#: What somebody does, the subject of the mail that follows, and the page to which it leads.
MAILS: dict[Callable, tuple[str, str]] = {
    joins: ("Is this your address?", "Confirm your address"),
    adds_an_address: ("Is this your address?", "Confirm your address"),
    forgets: ("A new password", "Choose a new password"),
    chooses_by_mail: ("Your password was changed", "Reset your password"),
    changes_the_password: ("Your password was changed", "Reset your password"),
    chooses_the_first_password: ("Your account has a password", "Reset your password"),
    confirms_an_address: ("Another address was confirmed", "Reset your password"),
    makes_it_the_main_one: ("Your main address was changed", "Reset your password"),
    removes_it: ("An address was removed", "Sign in"),
}


@pytest.mark.parametrize("does", MAILS)
def test_a_link_copied_from_a_printed_mail_leads_where_it_says(fan, does):
    subject, heading = MAILS[does]

    does(fan)
    text = printed()
    page = ReaderClient().get(link_in(text), follow=True)

    assert re.findall("^Subject: (.*)$", text, re.M) == [f"Callback: {subject}"]
    assert re.findall("<h1>(.*)</h1>", page.text) == [heading]


@pytest.mark.parametrize("name", ["fan", "fän", "フ" * 30])
def test_mail_is_written_as_it_is_read_whoever_it_names(name):
    fan = UserFactory(username=name, email=FIRST)

    forgets(fan)
    written = mail.outbox[-1].message()

    assert written["Content-Transfer-Encoding"] in ("7bit", "8bit")
    assert mail.outbox[-1].body in written.as_bytes().decode()


def told() -> list[tuple[str, list[str]]]:
    """The subjects of all mails, and to whom each went."""
    prefix = len("Callback: ")
    return [(one.subject[prefix:], one.to) for one in mail.outbox]


@pytest.mark.parametrize(
    "does", [changes_the_password, chooses_by_mail, chooses_the_first_password]
)
def test_a_new_password_is_told_to_every_confirmed_address_and_no_other(fan, does):
    EmailAddress.objects.create(user=fan, email=SECOND, verified=True)
    EmailAddress.objects.create(user=fan, email="unconfirmed@example.org")

    does(fan)

    subject, _ = MAILS[does]
    assert [one for one in told() if one[0] == subject] == [(subject, [SECOND]), (subject, [FIRST])]


def test_who_has_confirmed_no_address_is_told_where_a_reset_would_go():
    changes_the_password(UserFactory(email=FIRST))

    assert told() == [("Your password was changed", [FIRST])]


def test_who_has_no_address_is_told_nothing_by_mail():
    changes_the_password(UserFactory(email=""))

    assert told() == []


def test_of_another_address_the_first_is_told_and_a_removed_one_of_its_removal(fan):
    removes_it(fan)

    assert told() == [
        ("Is this your address?", [SECOND]),
        ("Another address was confirmed", [FIRST]),
        ("An address was removed", [SECOND]),
        ("An address was removed", [FIRST]),
    ]


def test_of_a_new_main_address_both_are_told(fan):
    makes_it_the_main_one(fan)

    assert told()[2:] == [
        ("Your main address was changed", [SECOND]),
        ("Your main address was changed", [FIRST]),
    ]


def test_who_deletes_an_account_tells_its_owner(fan):
    EmailAddress.objects.create(user=fan, email="unconfirmed@example.org")

    member(fan).act("/account/delete/", {"password": PASSWORD})

    assert told() == [("Your account is deleted", [FIRST])]
    assert "Your account fän at Callback was deleted" in mail.outbox[0].body


def test_an_address_that_was_never_confirmed_comes_and_goes_without_a_word(fan):
    adds_an_address(fan)
    member(fan).post(EMAIL, {"action_remove": "", "email": SECOND})

    assert told() == [("Is this your address?", [SECOND])]


ONE_MAIL = {"mail_to": "1/d/key", "mail_by": "1/h/key"}


def test_who_has_used_all_other_mail_up_cannot_change_a_password_unnoticed(fan, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | ONE_MAIL
    forgets(fan)
    adds_an_address(fan)
    adds_an_address(fan)

    changes_the_password(fan)

    assert told() == [
        ("A new password", [FIRST]),
        ("Is this your address?", [SECOND]),
        ("Your password was changed", [FIRST]),
    ]


def test_changes_cause_no_mail_without_end(fan, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | ONE_MAIL
    changes_the_password(fan)
    fan.set_password(PASSWORD)
    fan.save()

    changes_the_password(fan)

    assert told() == [("Your password was changed", [FIRST])]


def test_a_mail_about_a_change_signs_nobody_in(fan):
    changes_the_password(fan)
    client = ReaderClient()

    client.get(link_in(mail.outbox[-1].body), follow=True)

    assert "_auth_user_id" not in client.session
