"""How often somebody may try, how much mail they may cause, and whom that locks out."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from config.settings import CACHES

from .conftest import ReaderClient
from .factories import PASSWORD, UserFactory
from .signing_in import give_factor, recovery_codes, sign_in_just_now
from .test_accounts import sign_in

pytestmark = pytest.mark.slow

LOGIN, SIGNUP, RESET = "account_login", "account_signup", "account_reset_password"
STEP = "mfa_authenticate"


@pytest.fixture
def owner(db):
    return UserFactory(username="owner", email="owner@example.org")


def browser(number: int = 0) -> ReaderClient:
    """In another house each."""
    return ReaderClient(REMOTE_ADDR=f"203.0.{number // 250}.{number % 250 + 1}")


def guess(client: ReaderClient, login: str = "owner", **data: str):
    return client.post(reverse(LOGIN), {"login": login, "password": "guess"} | data)


def is_in(client: ReaderClient) -> bool:
    return "_auth_user_id" in client.session


def test_wrong_passwords_from_sixty_houses_lock_no_owner_out(owner):
    for number in range(60):
        guess(browser(number))

    new = browser(100)
    sign_in(new, owner)

    assert is_in(new)


@pytest.mark.parametrize("login", ["owner", "owner@example.org", "OWNER"])
def test_the_owners_own_browser_is_let_in_whatever_others_do(owner, login):
    known = browser(200)
    sign_in(known, owner)
    known.post(reverse("account_logout"))
    for number in range(110):
        guess(browser(number), login)
    fresh = browser(201)

    fresh.post(reverse(LOGIN), {"login": login, "password": PASSWORD})
    known.post(reverse(LOGIN), {"login": login, "password": PASSWORD})

    assert (is_in(fresh), is_in(known)) == (False, True)


def test_an_account_that_got_the_number_of_another_is_strange_to_its_browser(owner):
    """After a restore the next account may get a number that was given before."""
    own = browser(200)
    sign_in(own, owner)
    own.post(reverse("account_logout"))
    number = owner.pk
    owner.delete()
    UserFactory(pk=number, username="owner", password=PASSWORD)
    for guesser in range(110):
        guess(browser(guesser))

    own.post(reverse(LOGIN), {"login": "owner", "password": PASSWORD})

    assert not is_in(own)


def test_the_browser_of_one_account_is_strange_to_another(owner):
    own = browser(200)
    sign_in(own, UserFactory(username="guesser"))
    own.post(reverse("account_logout"))
    for number in range(110):
        guess(browser(number))

    own.post(reverse(LOGIN), {"login": "owner", "password": PASSWORD})

    assert not is_in(own)


def test_one_house_may_guess_five_times_at_one_account(owner):
    client = browser()
    for _ in range(5):
        guess(client)

    sign_in(client, owner)

    assert not is_in(client)


def test_editors_are_let_in_as_everybody_is(owner):
    owner.is_staff = owner.is_superuser = True
    owner.save()
    give_factor(owner)
    for number in range(60):
        guess(browser(number), next="/admin/")
    new = browser(100)

    new.post(reverse(LOGIN), {"login": "owner", "password": PASSWORD, "next": "/admin/"})
    answer = new.post(reverse(STEP), {"code": recovery_codes(owner)[0]}, follow=True)

    assert answer.redirect_chain[-1] == ("/admin/", 302)


def test_from_one_house_come_ten_accounts_an_hour(db):
    client = browser()
    for number in range(15):
        data = {"username": f"fan{number}", "password1": PASSWORD, "password2": PASSWORD}
        client.post(reverse(SIGNUP), data)
        client.post(reverse("account_logout"))

    assert get_user_model().objects.count() == 10


def test_nobody_without_an_account_gets_mail(db):
    for number in range(30):
        browser(number).post(reverse(RESET), {"email": f"stranger{number}@example.org"})

    assert mail.outbox == []


def test_one_address_gets_five_mails_a_day_whoever_asks(owner):
    for number in range(20):
        browser(number).post(reverse(RESET), {"email": "owner@example.org"})

    assert len(mail.outbox) == 5


def test_the_whole_site_sends_so_many_mails_an_hour_whoever_asks_for_whom(db, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"mail": "1/h/key"}
    for number in range(2):
        email = UserFactory(email=f"fan{number}@example.org").email
        browser(number).post(reverse(RESET), {"email": email})

    assert [one.to for one in mail.outbox] == [["fan0@example.org"]]


def test_an_account_causes_no_mail_to_ever_more_addresses(owner):
    client = browser()
    sign_in_just_now(client, owner)
    for number in range(30):
        address = f"invented{number}@example.org"
        client.post(reverse("account_email"), {"action_add": "", "email": address})
        client.post(reverse("account_email"), {"action_remove": "", "email": address})

    assert 0 < len(mail.outbox) <= 10


@pytest.mark.django_db(transaction=True)
def test_the_count_is_kept_in_the_database_where_all_processes_see_it(settings):
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    UserFactory(username="owner")
    client = browser()
    for _ in range(5):
        guess(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%login_failed%%'")
        (counted,) = cursor.fetchone()

    refused = guess(browser())

    cache.clear()
    assert counted > 0
    assert refused.context["form"].non_field_errors() == [
        "Too many wrong passwords. Try again in a few minutes."
    ]
