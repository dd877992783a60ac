"""What account pages say when they refuse something: in words of this site, where the focus goes."""

import re
from html import unescape
from pathlib import Path

import allauth
import pytest
from allauth.account import urls
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from readers.account_forms import ERRORS, AccountForm

from .conftest import ReaderClient
from .factories import PASSWORD, UserFactory
from .signing_in import sign_in_just_now

LOGIN, SIGNUP, RESET = "account_login", "account_signup", "account_reset_password"
CHANGE, EMAIL, AGAIN = "account_change_password", "account_email", "account_reauthenticate"
SET = "account_set_password"

EMPTY = "This must not be empty."
NO_ADDRESS = "That is no email address: it has a name, an @ and a host, as in fan@example.org."
DIFFER = "The two passwords differ. Type the same one twice."
UNSEEN = "This holds a character that cannot be seen."
SHORT = "That is too short: a password has 8 characters or more."
COMMON = "Many people use that password, so it is soon guessed. Choose another one."
DIGITS = "Digits alone are soon guessed. Add some letters."
LIKE = "That is too much like the name or the address of the account."
NEW = {"password1": PASSWORD, "password2": PASSWORD}
JOINING = {"username": "newcomer", **NEW}

#: A page, what is sent to it, and all that it says against that.
REFUSED: list[tuple[str, dict[str, str], dict[str, list[str]]]] = [
    (LOGIN, {}, {"login": [EMPTY], "password": [EMPTY]}),
    (LOGIN, {"login": "a\0b", "password": "a"}, {"login": [UNSEEN]}),
    (
        LOGIN,
        {"login": "fan", "password": "guess"},
        {"__all__": ["The name or the password is not right."]},
    ),
    (
        LOGIN,
        {"login": "fan@example.org", "password": "guess"},
        {"__all__": ["The address or the password is not right."]},
    ),
    (SIGNUP, {}, {"username": [EMPTY], "password1": [EMPTY], "password2": [EMPTY]}),
    (
        SIGNUP,
        JOINING | {"username": "fan"},
        {"username": ["Somebody has this name already. Choose another one."]},
    ),
    (
        SIGNUP,
        JOINING | {"username": "a b"},
        {"username": ["A name is made of letters, digits and the signs . + - _."]},
    ),
    (
        SIGNUP,
        JOINING | {"username": "a" * 151},
        {"username": ["That is too long: at most 150 characters, and it has 151."]},
    ),
    (SIGNUP, JOINING | {"email": "nowhere"}, {"email": [NO_ADDRESS]}),
    (
        SIGNUP,
        JOINING | {"email": f"{'a' * 320}@example.org"},
        {"email": [NO_ADDRESS, "That is too long: at most 320 characters, and it has 332."]},
    ),
    (SIGNUP, JOINING | {"password2": "other"}, {"password2": [DIFFER]}),
    (SIGNUP, JOINING | {"password1": "x7q"}, {"password1": [SHORT]}),
    (SIGNUP, JOINING | {"password1": "12345"}, {"password1": [SHORT, COMMON, DIGITS]}),
    (CHANGE, {}, {"oldpassword": [EMPTY], "password1": [EMPTY], "password2": [EMPTY]}),
    (
        CHANGE,
        {"oldpassword": "guess", **NEW},
        {"oldpassword": ["That is not the password that you have now."]},
    ),
    (
        CHANGE,
        {"oldpassword": PASSWORD, "password1": "fan@example.org", "password2": "fan@example.org"},
        {"password1": [LIKE]},
    ),
    (
        SET,
        {"password1": "password", "password2": "passwort"},
        {"password1": [COMMON]},
    ),
    (SET, NEW | {"password2": "other"}, {"password2": [DIFFER]}),
    (RESET, {}, {"email": [EMPTY]}),
    (RESET, {"email": "nowhere"}, {"email": [NO_ADDRESS]}),
    (EMAIL, {"action_add": ""}, {"email": [EMPTY]}),
    (EMAIL, {"action_add": "", "email": "nowhere"}, {"email": [NO_ADDRESS]}),
    (
        EMAIL,
        {"action_add": "", "email": "fan@example.org"},
        {"email": ["Your account has this address already."]},
    ),
    (AGAIN, {"password": "guess"}, {"password": ["That is not your password."]}),
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def fan(db):
    fan = UserFactory(username="fan", email="fan@example.org")
    EmailAddress.objects.create(user=fan, email=fan.email, verified=True, primary=True)
    return fan


def refused(fan, name: str, data: dict[str, str]):
    """The page that refuses; to members, where it is theirs."""
    client = ReaderClient()
    if name == SET:
        fan.set_unusable_password()
        fan.save()
    if name not in (LOGIN, SIGNUP, RESET):
        sign_in_just_now(client, fan)
    return client.post(reverse(name), data)


@pytest.mark.parametrize(("name", "data", "errors"), REFUSED)
def test_what_is_refused_is_refused_in_words_of_this_site(fan, name, data, errors):
    page = refused(fan, name, data)

    assert page.context["form"].errors == errors
    assert [error for said in errors.values() for error in said if error not in shown(page)] == []


@pytest.mark.parametrize(("name", "data", "errors"), REFUSED)
def test_the_focus_goes_to_the_first_mistake_and_what_is_wrong_is_read_with_it(
    fan, name, data, errors
):
    text = refused(fan, name, data).text

    (focused,) = re.findall(r"<[^>]*\bautofocus\b[^>]*>", text)
    first, said = next(iter(errors.items()))
    if first == "__all__":
        assert 'role="alert" tabindex="-1"' in focused
        assert said[0] in re.search(rf"{re.escape(focused)}(.*?)</div>", text, re.S)[1]
        return
    described = re.search(r'aria-describedby="([^"]*)"', focused)[1].split()
    assert f'name="{first}"' in focused
    assert 'aria-invalid="true"' in focused
    assert said[0] in re.search(rf'<ul[^>]*id="{described[-1]}">(.*?)</ul>', text, re.S)[1]


@pytest.mark.parametrize("name", [LOGIN, SIGNUP, RESET, CHANGE, EMAIL, AGAIN])
def test_a_form_that_nobody_has_sent_takes_no_focus(fan, name):
    client = ReaderClient()
    if name not in (LOGIN, SIGNUP, RESET):
        sign_in_just_now(client, fan)

    assert "autofocus" not in client.get(reverse(name)).text


def test_a_wrong_password_does_not_delete_the_account_and_takes_the_focus(fan):
    client = ReaderClient()
    sign_in_just_now(client, fan)

    page = client.get(client.act("/account/delete/", {"password": "guess"}).url).text

    (focused,) = re.findall(r"<[^>]*\bautofocus\b[^>]*>", page)
    field = re.search(r'<input[^>]*name="password"[^>]*>', page)[0]
    assert re.search(r'id="(\w+)"', focused)[1] == re.search(r'describedby="(\w+)"', field)[1]
    assert "That is not your password. Nothing was deleted." in page.partition(focused)[2][:200]


def test_a_refused_picker_takes_the_focus(world, stranger):
    page = stranger.act("/seen/", {"films": world.first.key})

    (focused,) = re.findall(r"<[^>]*\bautofocus\b[^>]*>", page.text)
    assert "The form came incomplete." in page.text.partition(focused)[2][:200]


def test_an_address_that_cannot_be_removed_takes_the_focus_to_the_reason(fan):
    EmailAddress.objects.create(user=fan, email="second@example.org", verified=True)
    client = ReaderClient()
    sign_in_just_now(client, fan)
    form = {"action_remove": "", "email": "fan@example.org"}

    page = client.post(reverse(EMAIL), form, follow=True).text

    (focused,) = re.findall(r"<[^>]*\bautofocus\b[^>]*>", page)
    assert page.partition(focused)[2].startswith("The main address cannot be removed.")


def test_a_third_address_is_refused_with_the_reason_though_its_form_is_gone(fan):
    EmailAddress.objects.create(user=fan, email="second@example.org")
    client = ReaderClient()
    sign_in_just_now(client, fan)

    page = client.post(reverse(EMAIL), {"action_add": "", "email": "third@example.org"}).text

    (focused,) = re.findall(r"<[^>]*\bautofocus\b[^>]*>", page)
    assert (
        "An account has at most 2 addresses. Remove one first." in page.partition(focused)[2][:99]
    )


def shown(page) -> str:
    return unescape(page.text)


def test_every_error_that_allauth_knows_has_words_of_this_site():
    stock = {code: str(text) for code, text in DefaultAccountAdapter.error_messages.items()}

    assert ERRORS.keys() == stock.keys()
    assert set(ERRORS.values()) & set(stock.values()) == set()


def test_every_form_of_an_account_speaks_in_words_of_this_site():
    views = [getattr(pattern.callback, "view_class", None) for pattern in urls.urlpatterns]
    by_code = "ConfirmLoginCodeView"  # nobody is ever sent one
    forms = [
        view().get_form_class()
        for view in views
        if view and hasattr(view, "form_class") and view.__name__ != by_code
    ]

    assert len(forms) == len(settings.ACCOUNT_FORMS) == 8
    assert [form for form in forms if not issubclass(form, AccountForm)] == []


def test_what_a_password_must_be_is_said_in_words_of_this_site(stranger):
    page = stranger.get(reverse(SIGNUP)).text
    validators = [import_string(entry["NAME"])() for entry in settings.AUTH_PASSWORD_VALIDATORS]

    stock = [type(one).__mro__[1]().get_help_text() for one in validators]
    listed = re.search(r'id="id_password1_helptext">.*?</div>', page, re.S)[0]
    assert re.findall("<li>(.*?)</li>", listed) == [
        "It is not much like your name or your address.",
        "It has 8 characters or more.",
        "It is none that many people use.",
        "It is not made of digits alone.",
    ]
    assert [text for text in stock if str(text) in listed] == []


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (LOGIN, ["Username or email", "Password", "Stay signed in on this device"]),
        (
            SIGNUP,
            ["Username", "Email address, if you like", "Password", "The same password again"],
        ),
        (CHANGE, ["Your password now", "Your new password", "The new password again"]),
        (EMAIL, ["Email address"]),
        (AGAIN, ["Password"]),
    ],
)
def test_a_field_is_called_what_it_asks_for_and_says_it_once(fan, name, labels):
    client = ReaderClient()
    if name not in (LOGIN, SIGNUP):
        sign_in_just_now(client, fan)

    page = client.get(reverse(name)).text

    assert re.findall("<label[^>]*>(.*?)</label>", page) == labels
    assert "placeholder" not in page


#: Of codes and telephones, which no page here asks for.
NEVER_SAID = {"login_code_sent.txt", "phone_verification_sent.txt", "phone_verified.txt"}


def test_every_message_of_allauth_has_words_of_this_site():
    stock = Path(allauth.__file__).parent / "templates" / "account" / "messages"
    ours = settings.BASE_DIR / "templates" / "account" / "messages"

    assert {file.name for file in stock.iterdir()} - NEVER_SAID == {
        file.name for file in ours.iterdir()
    }
