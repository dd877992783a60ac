"""Of mails and sessions only what is random in its exact form is left out of the comparison."""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.utils.http import int_to_base36

from tests.conftest import ReaderClient
from tests.factories import UserFactory

from .watching.traces import Traces

pytestmark = pytest.mark.django_db

SITE = "http://testserver/accounts"


@pytest.fixture
def client() -> ReaderClient:
    return ReaderClient()


@pytest.fixture
def traces(client) -> Traces:
    return Traces(client)


@pytest.fixture
def user() -> User:
    return UserFactory(username="fan")


def test_a_mail_is_compared_with_its_headers_and_everybody_who_gets_it(traces):
    EmailMessage("Subject", "Body", "a@b.org", ["to@b.org"], bcc=["secret@b.org"]).send()

    (text,) = traces.mails()

    for part in ("Subject: Subject", "\nBody\n", "a@b.org", "to@b.org", "secret@b.org"):
        assert part in text
    assert {"Date: now", "Message-ID: id"} < set(text.splitlines())
    assert traces.mails() == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Date", "Thu, 01 Jan 1970 00:00:00 +0000"),
        ("Message-ID", "<17@testserver>"),
        ("Message-ID", "<17.17.17@testserver>"),
        ("References", "<17@testserver>"),
    ],
)
def test_a_header_that_django_did_not_make_is_compared(traces, name, value):
    EmailMessage("Subject", "Body", to=["to@b.org"], headers={name: value}).send()

    assert f"{name}: {value}" in traces.mails()[0].splitlines()


def test_the_right_key_to_a_new_password_says_whose_it_is(traces, user):
    assert "/reset/key/fan-key/" in mailed(traces, reset(user))


@pytest.mark.parametrize("wrong", [lambda key: f"{key[:-1]}x", lambda key: f"000000-{key[7:]}"])
def test_a_wrong_key_to_a_new_password_is_compared(traces, user, wrong):
    link = reset(user, wrong(default_token_generator.make_token(user)))

    assert link in mailed(traces, link)


def test_a_key_to_a_new_password_made_at_another_time_is_compared(traces, user):
    link = reset(user)
    traces.began += 5

    assert link in mailed(traces, link)


def test_the_right_key_that_confirms_an_address_says_which(traces, user):
    key = confirming(user)

    assert "/confirm-email/fan@b.org-key/" in mailed(traces, f"{SITE}/confirm-email/{key}/")
    wrong = f"{SITE}/confirm-email/{key[:-2]}/"
    assert wrong in mailed(traces, wrong)


def test_a_session_is_compared_by_its_names_and_values(traces, client, user):
    assert traces.session() == ()

    client.force_login(user)
    session = client.session
    session["unread"] = 17
    session["_password_reset_key"] = "no key of a mail"
    session["account_authentication_methods"] = [{"method": "password", "at": 17}]
    session.save()

    held = traces.session()
    assert '_auth_user_hash: "hash"' in held
    assert '_auth_user_id: "fan"' in held
    assert "unread: 17" in held
    assert '_password_reset_key: "no key of a mail"' in held
    assert 'account_authentication_methods: [{"method": "password", "at": 17}]' in held


def test_a_sign_in_from_before_is_not_of_now_even_in_the_same_second(traces, client):
    at = {"before": traces.began - 0.0001, "since": traces.began}
    session = client.session
    session["account_authentication_methods"] = [
        {"method": name, "at": moment} for name, moment in at.items()
    ]
    session.save()

    (methods,) = traces.session()

    assert (
        f'{{"method": "before", "at": {at["before"]}}}, {{"method": "since", "at": "now"}}'
        in methods
    )


def reset(user: User, key: str = "") -> str:
    key = key or default_token_generator.make_token(user)
    return f"{SITE}/password/reset/key/{int_to_base36(user.pk)}-{key}/"


def confirming(user: User) -> str:
    address = EmailAddress.objects.create(user=user, email="fan@b.org")
    return EmailConfirmationHMAC.create(address).key


def mailed(traces: Traces, text: str) -> str:
    mail.EmailMessage("Subject", text, to=["to@b.org"]).send()
    return traces.mails()[0]
