"""A second factor: setting it up, its recovery codes, and taking it away."""

import re
from html import unescape
from pathlib import Path

import allauth
import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.utils.module_loading import import_string

from readers import second_factor_forms
from readers.account_forms import AccountForm
from readers.second_factor import ERRORS

from .conftest import ReaderClient
from .factories import PASSWORD, UserFactory
from .signing_in import (
    code,
    give_factor,
    recovery_codes,
    sign_in_just_now,
    sign_in_to_edit,
)

LOGIN, LOGOUT = "/accounts/login/", "/accounts/logout/"
FACTOR, SET_UP = "/accounts/2fa/", "/accounts/2fa/totp/activate/"
REMOVE, CODES = "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/"
NEW_CODES, FILE = f"{CODES}generate/", f"{CODES}download/"
STEP, AGAIN = "/accounts/2fa/authenticate/", "/accounts/2fa/reauthenticate/"
BY_PASSWORD = "/accounts/reauthenticate/"
NOT_THE_CODE = "That is not the code. Wait for the next one, and type that."

pytestmark = pytest.mark.django_db


@pytest.fixture
def fan(db):
    return UserFactory(username="fan", email="fan@example.org")


@pytest.fixture
def guarded(fan):
    """A fan with a second factor."""
    give_factor(fan)
    return fan


@pytest.fixture
def member(fan) -> ReaderClient:
    """The fan, signed in a moment ago."""
    client = ReaderClient()
    sign_in_just_now(client, fan)
    return client


def to_second_step(client: ReaderClient, onward: str = "/films/"):
    return client.post(LOGIN, {"login": "fan", "password": PASSWORD, "next": onward})


def is_in(client: ReaderClient) -> bool:
    return "_auth_user_id" in client.session


def hidden(page) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def key_on(page) -> str:
    return re.search("<code>(.*?)</code>", page.text)[1]


def codes_on(page) -> list[str]:
    shown = re.search(r"<pre[^>]*>(.*?)</pre>", page.text, re.S)
    return shown[1].split() if shown else []


def errors(page) -> list[str]:
    return page.context["form"].errors.get("code", [])


def set_up(client: ReaderClient):
    page = client.get(SET_UP)
    return client.post(SET_UP, hidden(page) | {"code": code(secret=key_on(page))}, follow=True)


@pytest.mark.django_db(transaction=True)  # mail is written once all is stored
def test_who_sets_it_up_gets_recovery_codes_and_a_mail(member, fan):
    page = set_up(member)

    factors = Authenticator.objects.filter(user=fan).values_list("type", flat=True)
    assert sorted(factors) == ["recovery_codes", "totp"]
    assert codes_on(page) == recovery_codes(fan)
    assert [(one.subject, one.to) for one in mail.outbox] == [
        ("Callback: A second factor was set up", ["fan@example.org"])
    ]


def test_the_picture_stands_in_the_page_and_names_the_account_without_its_address(member):
    page = member.get(SET_UP)

    (link,) = re.findall(r'href="(otpauth:[^"]+)"', page.text)
    assert unescape(link) == f"otpauth://totp/fan?secret={key_on(page)}&issuer=Callback"
    assert page.text.count("<svg") == 1
    assert re.findall("style=|<style|data:|<script(?![^>]* src=)", page.text) == []


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_picture(member, fan):
    page = member.get(SET_UP)

    again = member.post(SET_UP, hidden(page) | {"code": "000000"})

    assert (errors(again), key_on(again)) == ([NOT_THE_CODE], key_on(page))
    assert not Authenticator.objects.filter(user=fan).exists()


def test_a_page_that_was_open_for_too_long_shows_another_picture(member, fan, monkeypatch):
    monkeypatch.setattr(second_factor_forms, "SET_UP_WITHIN", -1)
    page = member.get(SET_UP)

    late = member.post(SET_UP, hidden(page) | {"code": code(secret=key_on(page))})
    monkeypatch.undo()
    done = member.post(SET_UP, hidden(late) | {"code": code(secret=key_on(late))})

    assert errors(late) == [second_factor_forms.TOO_LATE]
    assert key_on(late) != key_on(page)
    assert done.status_code == 302


@pytest.mark.parametrize("key", ["", "x", "gAAAAA==", "\0", "é" * 3000])
def test_what_is_no_key_of_ours_sets_nothing_up(member, fan, key):
    answer = member.post(SET_UP, {"key": key, "code": code()})

    assert (answer.status_code, errors(answer)) == (200, [second_factor_forms.TOO_LATE])
    assert not Authenticator.objects.filter(user=fan).exists()


def test_a_picture_that_was_made_for_somebody_else_sets_nothing_up(member, fan):
    other = ReaderClient()
    sign_in_just_now(other, UserFactory())
    page = other.get(SET_UP)

    answer = member.post(SET_UP, hidden(page) | {"code": code(secret=key_on(page))})

    assert errors(answer) == [second_factor_forms.TOO_LATE]
    assert not Authenticator.objects.exists()


def test_the_code_that_set_it_up_signs_nobody_in(member, fan, stranger):
    page = member.get(SET_UP)
    first = code(secret=key_on(page))
    member.post(SET_UP, hidden(page) | {"code": first})
    to_second_step(stranger)

    stranger.post(STEP, {"code": first})

    assert not is_in(stranger)


def test_recovery_codes_are_shown_until_they_are_kept(member, fan):
    shown = set_up(member)
    again, file = member.get(CODES), member.get(FILE)

    kept = member.post(CODES, follow=True)
    later, gone = member.get(CODES), member.get(FILE)

    assert codes_on(shown) == codes_on(again) == file.text.splitlines() == recovery_codes(fan)
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert kept.redirect_chain == [(FACTOR, 302)]
    assert (codes_on(later), gone.status_code) == ([], 404)
    assert "10 of your codes are left." in later.text


def test_who_left_before_keeping_the_codes_finds_them_again(member):
    way = f'<a href="{CODES}">they are shown</a>'
    set_up(member)
    left = member.get(FACTOR).text

    member.post(CODES)
    kept = member.get(FACTOR).text

    assert (left.count(way), kept.count(way)) == (1, 0)


@pytest.mark.parametrize(
    ("onward", "led"),
    [
        ("/films/", "/films/"),
        ("//elsewhere.example/", FACTOR),
        ("http://[", FACTOR),
        ("films", "films"),
        ("", FACTOR),
    ],
)
def test_who_has_kept_the_codes_goes_on_to_no_other_site(guarded, onward, led):
    client = ReaderClient()
    client.force_login(guarded)

    assert client.post(CODES, {"next": onward}).url == led


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_end_those_of_before(guarded):
    before = recovery_codes(guarded)
    client = ReaderClient()
    sign_in_to_edit(client, guarded)

    page = client.post(NEW_CODES, follow=True)

    assert codes_on(page) == recovery_codes(guarded)
    assert set(before).isdisjoint(codes_on(page))
    assert [one.subject for one in mail.outbox] == ["Callback: You have new recovery codes"]


def test_taken_away_the_password_alone_signs_in_again(guarded, stranger):
    client = ReaderClient()
    sign_in_to_edit(client, guarded)

    client.post(REMOVE)
    stranger.post(LOGIN, {"login": "fan", "password": PASSWORD})

    assert is_in(stranger)
    assert not Authenticator.objects.exists()
    assert [one.subject for one in mail.outbox] == ["Callback: Your second factor was taken away"]


@pytest.mark.parametrize("page", [REMOVE, CODES, NEW_CODES, FILE])
def test_a_password_alone_neither_takes_it_away_nor_shows_its_codes(guarded, page):
    """By a session from before it was set up, of somebody who knows the password."""
    client = ReaderClient()
    sign_in_just_now(client, guarded)

    asked = client.get(page)
    by_password = client.post(BY_PASSWORD, {"password": PASSWORD, "next": page})
    posted = client.post(page) if page in (REMOVE, NEW_CODES) else client.get(page)

    assert asked.url == posted.url == f"{AGAIN}?next={page.replace('/', '%2F')}"
    assert by_password.url == f"{AGAIN}?next={page.replace('/', '%2F')}"
    assert Authenticator.objects.filter(type="totp").exists()


def by_password_before_it_was_set_up(client: ReaderClient, fan: User) -> None:
    client.force_login(fan)
    client.post(BY_PASSWORD, {"password": PASSWORD})
    give_factor(fan)


def by_the_factor_before(client: ReaderClient, fan: User) -> None:
    give_factor(fan)
    client.force_login(fan)
    client.post(AGAIN, {"code": code()})
    Authenticator.objects.all().delete()
    give_factor(fan)


@pytest.mark.parametrize("proves", [by_password_before_it_was_set_up, by_the_factor_before])
@pytest.mark.parametrize("page", [REMOVE, CODES, NEW_CODES, FILE])
def test_what_was_proved_a_moment_before_it_was_set_up_does_not_count(fan, page, proves):
    """By a thief who is in already, while the owner locks the door."""
    client = ReaderClient()
    proves(client, fan)

    asked = client.get(page)

    assert asked.url == f"{AGAIN}?next={page.replace('/', '%2F')}"


def test_who_gives_the_code_again_goes_on(guarded):
    client = ReaderClient()
    client.force_login(guarded)
    asked = client.get(REMOVE, follow=True)

    answer = client.post(AGAIN, hidden(asked) | {"code": code()})

    assert answer.url == REMOVE
    assert client.get(REMOVE).status_code == 200


def test_every_error_form_and_message_of_it_has_words_of_this_site():
    stock = Path(allauth.__file__).parent / "templates" / "mfa"
    errors = {code: str(text) for code, text in DefaultMFAAdapter.error_messages.items()}
    forms = [import_string(path) for path in settings.MFA_FORMS.values()]
    ours = settings.BASE_DIR / "templates" / "mfa"
    of_passkeys = {"webauthn_added", "webauthn_removed", "webauthn", "trust"}

    assert ERRORS.keys() == errors.keys()
    assert set(ERRORS.values()) & set(errors.values()) == set()
    assert [form for form in forms if not issubclass(form, AccountForm)] == []
    missing = {
        file.relative_to(stock).as_posix()
        for file in stock.rglob("*.*")
        if not (ours / file.relative_to(stock)).exists()
        and not any(part in file.as_posix() for part in of_passkeys)
    }
    # Frames, which lead to those of this site; and a file that this site writes without one.
    frames = {"base_entrance.html", "base_manage.html", "totp/base.html"}
    assert missing - {"recovery_codes/base.html", "recovery_codes/download.txt"} == frames


@pytest.mark.parametrize(("edits", "said"), [(True, 1), (False, 0)])
def test_who_edits_is_told_what_goes_with_the_second_factor(guarded, edits, said):
    guarded.is_staff = edits
    guarded.save()
    client = ReaderClient()
    sign_in_to_edit(client, guarded)

    page = client.get(REMOVE).text

    assert page.count("The editors’ pages stay closed until you have set up another one.") == said
