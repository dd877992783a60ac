"""The pages of accounts: no cache keeps them; what each offers, and what is said there at once."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from readers.models import AuditLine

from .conftest import ReaderClient
from .factories import PASSWORD, UserFactory
from .signing_in import SECRET, recovery_codes, sign_in_to_edit

FOR_STRANGERS = ["account_login", "account_signup", "account_reset_password"]
FOR_ALL = ["account_inactive", "account_reset_password_done"]
FOR_MEMBERS = ["account_email", "account_change_password", "account_reauthenticate"]


@pytest.fixture
def fan(db):
    return UserFactory(username="fan")


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_STRANGERS + FOR_ALL)
def test_account_pages_are_pages_of_this_site(stranger, name):
    page = stranger.get(reverse(name))

    assert (page.status_code, page.text.count("<h1>"), page.text.count("<main")) == (200, 1, 1)
    assert re.findall("style=|<style|<script(?![^>]* src=)", page.text) == []


@pytest.mark.parametrize("name", [*FOR_MEMBERS, "account_logout"])
def test_a_members_pages_are_kept_by_no_cache(client, fan, name):
    client.force_login(fan)

    page = client.get(reverse(name))

    assert (page.status_code, page.text.count("<h1>"), page.text.count("<main")) == (200, 1, 1)
    assert re.findall("style=|<style|<script(?![^>]* src=)", page.text) == []
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_STRANGERS)
def test_a_page_with_a_token_is_kept_by_no_cache(stranger, name):
    first = stranger.get(reverse(name))
    again = stranger.get(reverse(name))

    assert first["Cache-Control"] == "private, no-store"
    assert "no-store" in again["Cache-Control"]


def test_a_changed_password_is_confirmed_on_the_next_page(client, fan):
    client.force_login(fan)

    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another walk", "password2": "another walk"},
        follow=True,
    )

    assert '<p class="said" role="status">Your password is changed.</p>' in page.text


def test_a_form_without_its_token_is_refused_on_a_page_of_this_site(db):
    strict = ReaderClient(enforce_csrf_checks=True)

    page = strict.post(reverse("account_login"), {"login": "fan", "password": PASSWORD})

    assert page.status_code == 403
    assert "<h1>This form has expired</h1>" in page.text
    assert page["Cache-Control"] == "private, no-store"


def test_too_many_attempts_are_refused_on_a_page_of_this_site(stranger, fan):
    form = {"email": "fan@example.org"}

    pages = [stranger.post(reverse("account_reset_password"), form) for _ in range(30)]

    refused = [page for page in pages if page.status_code == 429]
    assert "<h1>Too many attempts</h1>" in refused[0].text
    assert {page.status_code for page in pages} == {302, 429}
    assert refused[0]["Cache-Control"] == "private, no-store"


def joined_with(client: ReaderClient, **data: str):
    form = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD} | data
    return client.post(reverse("account_signup"), form, follow=True)


def test_who_joins_with_an_address_is_told_of_the_mail_whoever_else_has_it(world, db):
    UserFactory(username="member", email="taken@example.org")
    addresses = {"free": "free@example.org", "taken": "taken@example.org", "none": ""}

    told = {
        name: "A link to confirm your address is on its way to you."
        in joined_with(ReaderClient(), username=name, email=address).text
        for name, address in addresses.items()
    }

    assert told == {"free": True, "taken": True, "none": False}


def confirmation() -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("is_in", [True, False], ids=["signed in", "signed out"])
def test_a_confirmed_address_is_said_so_at_once_and_once(stranger, world, is_in):
    joined_with(stranger, email="fan@example.org")
    link = confirmation()
    if not is_in:
        stranger.post(reverse("account_logout"))

    pages = [stranger.post(link, follow=True), stranger.get("/"), stranger.get("/accounts/email/")]

    said = [page.text.count("fan@example.org is confirmed.") for page in pages]
    assert said == [1, 0, 0]


ENTRIES = {
    "Address": "/accounts/email/",
    "Password": "/accounts/password/change/",
    "Second factor": "/accounts/2fa/",
    "What is kept": "/account/data/",
    "Delete": "/account/delete/",
    "Sign out": "/accounts/logout/",
}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_page_of_an_account_leads_to_the_others_and_says_which_it_is(client, fan, name):
    client.force_login(fan)

    nav = re.search(
        r'<nav aria-label="Your account">.*?</nav>', client.get(ENTRIES[name]).text, re.S
    )

    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>', nav[0])
    assert {text: href for href, _current, text in links} == ENTRIES
    assert [text for _href, current, text in links if current] == [name]


MAIN, AGAIN, REMOVE = "action_primary", "action_send", "action_remove"


@pytest.mark.parametrize(
    ("addresses", "offered"),
    [
        ([("one@example.org", True, True)], [[REMOVE]]),
        ([("one@example.org", False, True)], [[AGAIN, REMOVE]]),
        (
            [("one@example.org", True, True), ("two@example.org", True, False)],
            [[], [MAIN, REMOVE]],
        ),
        (
            [("one@example.org", True, True), ("two@example.org", False, False)],
            [[], [AGAIN, REMOVE]],
        ),
    ],
)
def test_of_an_address_only_that_is_offered_which_can_be_done(client, fan, addresses, offered):
    for address, verified, primary in addresses:
        EmailAddress.objects.create(user=fan, email=address, verified=verified, primary=primary)
    client.force_login(fan)

    page = client.get("/accounts/email/").text

    forms = re.findall(r'name="email" value="[^"]+">(.*?)</form>', page, re.S)
    assert [re.findall(r'name="(action_\w+)"', form) for form in forms] == offered


EMAIL, AGAIN = "/accounts/email/", "/accounts/reauthenticate/"


@pytest.mark.parametrize("action", ["action_add", "action_remove", "action_primary"])
def test_in_a_browser_that_was_left_open_nobody_changes_an_address(client, fan, action):
    """A link to a new password goes there, so the account would be theirs."""
    EmailAddress.objects.create(user=fan, email="one@example.org", verified=True, primary=True)
    if action != "action_add":
        EmailAddress.objects.create(user=fan, email="two@example.org", verified=True)
    before = list(EmailAddress.objects.order_by("pk").values())
    client.force_login(fan)

    asked = client.post(EMAIL, {action: "", "email": "two@example.org"}, follow=True)
    client.post(AGAIN, {"password": "guess", "next": EMAIL})

    assert asked.redirect_chain == [(f"{AGAIN}?next=%2Faccounts%2Femail%2F", 302)]
    assert "<h1>Is it you?</h1>" in asked.text
    assert list(EmailAddress.objects.order_by("pk").values()) == before


def test_who_gives_the_password_goes_on_with_what_was_sent(client, fan):
    client.force_login(fan)
    client.post(EMAIL, {"action_add": "", "email": "two@example.org"})

    page = client.post(AGAIN, {"password": PASSWORD, "next": EMAIL}, follow=True)

    assert list(fan.emailaddress_set.values_list("email", flat=True)) == ["two@example.org"]
    assert "A link is on its way to two@example.org." in page.text


def test_who_has_just_signed_in_is_not_asked_again(client, fan):
    client.post(reverse("account_login"), {"login": "fan", "password": PASSWORD})

    client.post(EMAIL, {"action_add": "", "email": "two@example.org"})

    assert list(fan.emailaddress_set.values_list("email", flat=True)) == ["two@example.org"]


def test_the_file_of_who_edits_holds_the_sign_ins_too_and_no_secret(client, fan):
    fan.is_staff = True
    fan.save()
    sign_in_to_edit(client, fan)

    answer = client.get("/account/export/")

    since = Authenticator.objects.get(type="totp").created_at
    kept = answer.json()
    assert kept["second factor, since"] == f"{since:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
    assert [line["what"] for line in kept["as an editor"]] == ["rights changed", "signed in"]
    assert [one for one in (SECRET, *recovery_codes(fan)) if one in answer.text] == []


def test_the_file_of_a_fan_holds_nothing_of_an_editor_before_who_was_called_so(client, db):
    editor = UserFactory(username="ed", is_staff=True)
    sign_in_to_edit(client, editor)
    editor.delete()
    client.force_login(UserFactory(username="ed"))

    kept = client.get("/account/export/").json()

    assert AuditLine.objects.filter(whom="ed").exists()
    assert "as an editor" not in kept


@pytest.mark.parametrize("edits", [False, True])
def test_an_account_says_what_is_kept_of_it(client, fan, edits):
    fan.is_staff = edits
    fan.save()
    client.force_login(fan)

    said = client.get("/account/data/").text

    assert ("when you signed in, and which rights you were given" in said) == edits
