"""Signing in with a second factor: the code after the password, and how often it may be guessed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from readers import second_factor_forms
from readers.account_forms import ERRORS

from .conftest import ReaderClient
from .factories import UserFactory
from .signing_in import SECRET, code, give_factor, recovery_codes
from .test_second_factor import LOGIN, LOGOUT, NOT_THE_CODE, STEP, errors, is_in, to_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def guarded(db):
    """A fan with a second factor."""
    fan = UserFactory(username="fan")
    give_factor(fan)
    return fan


def browser(number: int = 0) -> ReaderClient:
    """In another house each."""
    return ReaderClient(REMOTE_ADDR=f"203.0.113.{number + 1}")


def test_signing_in_asks_for_the_code_and_then_goes_on(stranger, guarded):
    asked = to_second_step(stranger)
    was_in = is_in(stranger)
    answer = stranger.post(STEP, {"code": code()})

    assert (asked.url, was_in) == (STEP, False)
    assert (answer.url, is_in(stranger)) == ("/films/?done=signedin-0", True)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_the_code_of_a_clock_that_is_half_a_minute_off_counts(stranger, guarded, steps):
    to_second_step(stranger)

    stranger.post(STEP, {"code": code(steps)})

    assert is_in(stranger)


@pytest.mark.parametrize(
    "typed",
    ["000000", "0" * 500, "éé", "\0", "١٢٣٤٥٦", "-" * 6],
    ids=["wrong", "long", "letters", "unseen", "other digits", "signs"],
)
def test_what_is_no_code_does_not_sign_in(stranger, guarded, typed):
    to_second_step(stranger)

    answer = stranger.post(STEP, {"code": typed})

    assert (answer.status_code, len(errors(answer)), is_in(stranger)) == (200, 1, False)


def test_a_code_signs_in_once(guarded):
    taken, one, other = code(), browser(), browser(1)
    for client in (one, other):
        to_second_step(client)
        refused = client.post(STEP, {"code": taken})

    assert (is_in(one), is_in(other)) == (True, False)
    assert errors(refused) == [NOT_THE_CODE]


def test_a_code_stays_used_for_as_long_as_it_could_be_taken(guarded):
    """allauth forgets it after half a minute; with a tolerance it is right for one and a half."""
    early, one, other = code(1), browser(), browser(1)
    to_second_step(one)
    one.post(STEP, {"code": early})
    cache.delete(f"allauth.mfa.totp.used?user={guarded.pk}&code={early}")
    to_second_step(other)

    other.post(STEP, {"code": early})

    assert (is_in(one), is_in(other)) == (True, False)


def test_each_recovery_code_signs_in_once(guarded):
    first, *rest = recovery_codes(guarded)
    one, other = browser(), browser(1)
    for client in (one, other):
        to_second_step(client)
        client.post(STEP, {"code": first})

    assert (is_in(one), is_in(other)) == (True, False)
    assert recovery_codes(guarded) == rest


def test_five_wrong_codes_close_the_second_step_to_that_house_for_a_while(guarded):
    client = browser()
    to_second_step(client)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})

    refused = client.post(STEP, {"code": code()})

    assert errors(refused) == [ERRORS["rate_limited"]]
    assert not is_in(client)


def test_a_right_code_does_not_count(guarded):
    for given in [*recovery_codes(guarded)[:7], code()]:
        client = browser()
        to_second_step(client)
        client.post(STEP, {"code": given})
        assert is_in(client)


@pytest.mark.slow  # as it guesses from six houses
def test_who_guesses_with_the_stolen_password_is_stopped_and_the_owner_is_not(guarded):
    owner = browser(99)
    to_second_step(owner)
    owner.post(STEP, {"code": recovery_codes(guarded)[0]})
    owner.post(LOGOUT)
    for number in range(6):
        thief = browser(number)
        to_second_step(thief)
        for _ in range(4):
            thief.post(STEP, {"code": "000000"})
    lucky = browser(50)
    for client in (lucky, owner):
        to_second_step(client)
        client.post(STEP, {"code": recovery_codes(guarded)[0]})

    assert (is_in(lucky), is_in(owner)) == (False, True)


@pytest.mark.slow  # as strangers guess a hundred times
def test_strangers_who_never_stop_guessing_keep_no_editor_out(guarded):
    guarded.is_staff = guarded.is_superuser = True
    guarded.save()
    own = browser(200)
    to_second_step(own)
    own.post(STEP, {"code": recovery_codes(guarded)[0]})
    own.post(LOGOUT)
    for number in range(110):
        browser(number).post(LOGIN, {"login": "fan", "password": "guess"})
    new = browser(201)
    to_second_step(new)

    to_second_step(own, "/admin/")
    answer = own.post(STEP, {"code": recovery_codes(guarded)[0]}, follow=True)

    assert new.session.keys() == set()  # they do keep a browser out that is new
    assert answer.redirect_chain == [("/admin/", 302)]
    assert answer.status_code == 200


def test_nothing_lies_in_the_database_that_makes_a_code(guarded):
    kept = "".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))

    assert SECRET not in kept
    assert [one for one in recovery_codes(guarded) if one in kept] == []
    assert kept.count("gAAAAA") == 2  # both encrypted, by the format of Fernet


def test_a_new_key_of_the_site_reads_what_an_old_one_has_encrypted(settings, guarded, stranger):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key" * 9
    to_second_step(stranger)

    stranger.post(STEP, {"code": code()})

    assert is_in(stranger)


def test_without_the_old_key_nobody_is_let_in_and_the_log_says_why(
    settings, guarded, stranger, caplog
):
    settings.SECRET_KEY = "another key" * 9
    to_second_step(stranger)

    refused = stranger.post(STEP, {"code": code()})

    assert (errors(refused), is_in(stranger)) == ([NOT_THE_CODE], False)
    assert {record.getMessage() for record in caplog.records} == {second_factor_forms.UNREADABLE}
