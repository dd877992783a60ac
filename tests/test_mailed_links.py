"""Links from mails that do not serve: one page for all of them, which says how to get another."""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core import mail, signing
from django.urls import reverse

from .conftest import ReaderClient
from .factories import UserFactory
from .test_account_mails import NEW, link_in

CONFIRM, RESET = "/accounts/confirm-email/", "/accounts/password/reset/key/"
#: What goes into a token's signature, and no more, is known to all.
YEARS_AGO = 1_500_000_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def fan(db):
    return UserFactory(username="fan", email="fan@example.org")


def confirmation(fan) -> str:
    address, _ = EmailAddress.objects.get_or_create(user=fan, email=fan.email)
    return f"{CONFIRM}{EmailConfirmationHMAC(address).key}/"


def reset(fan) -> str:
    ReaderClient().post(reverse("account_reset_password"), {"email": fan.email})
    return link_in(mail.outbox[-1].body)


LINKS: dict[str, Callable] = {"to confirm": confirmation, "to reset": reset}


def use(link: str) -> None:
    client = ReaderClient()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], NEW)


def cut(link: str) -> Iterator[str]:
    """At every letter, as far as the page to which it leads can still be told."""
    begins = next(len(page) for page in (CONFIRM, RESET) if link.startswith(page))
    yield from (link[:length] for length in range(begins, len(link) - 1))


def answer(link: str, client: ReaderClient | None = None) -> tuple[int, str]:
    page = (client or ReaderClient()).get(link, follow=True)
    return page.status_code, page.text


@pytest.fixture
def refusal() -> tuple[int, str]:
    status, page = answer(f"{RESET}1-no-such-key/")
    assert re.findall("<h1>(.*)</h1>", page) == ["This link does not work"]
    assert f'href="{reverse("account_reset_password")}"' in page
    assert f'href="{reverse("account_email")}"' in page
    return status, page


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_was_cut_anywhere_says_so(fan, refusal, kind):
    link = LINKS[kind](fan)

    answers = {answer(part) for part in list(cut(link))[::3]}

    assert answers == {refusal}
    assert refusal[0] == 404


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_was_used_says_what_one_says_that_was_cut(fan, refusal, kind):
    link = LINKS[kind](fan)
    before = answer(link)[0]

    use(link)

    assert (before, answer(link)) == (200, refusal)


@pytest.mark.parametrize(
    "link",
    [
        f"{CONFIRM}",
        f"{CONFIRM}no-such-key/",
        f"{CONFIRM}MQ:1wKd%C3%A9=%0A3Dabc/",
        f"{RESET}",
        f"{RESET}no",
        f"{RESET}-/",
        f"{RESET}zzzzzzzzzzzzzzzzzzzzzzzzzzzz-abc-def/",
        f"{RESET}0-d0lmnz-00000000000000000000000000000000/",
        f"{RESET}1-set-password/",
        "/accounts/password/res/",
        "/accounts/confirm/",
    ],
)
def test_a_broken_link_says_the_same_whatever_stands_in_it(fan, refusal, link):
    assert answer(link) == refusal


def test_a_link_that_is_too_old_says_the_same(fan, refusal, monkeypatch):
    monkeypatch.setattr(signing.time, "time", lambda: YEARS_AGO)
    old = confirmation(fan)
    monkeypatch.undo()

    assert answer(old) == refusal


def test_a_link_of_no_account_says_what_one_of_an_account_says(fan, refusal):
    key = reset(fan).split("-", 1)[1]
    others = [f"{RESET}{number}-{key}" for number in ("0", "zz", "zzz")]

    assert {answer(link) for link in others} == {refusal}


def test_a_void_link_cannot_be_confirmed_either(fan, refusal):
    link = confirmation(fan)
    use(link)

    again = ReaderClient().post(link)

    assert (again.status_code, again.text) == refusal


def test_who_is_signed_in_is_told_the_same(fan, refusal):
    client = ReaderClient()
    client.force_login(fan)

    status, page = answer(f"{CONFIRM}no-such-key/", client)

    said = "This link does not work"
    assert (status, re.findall("<h1>(.*)</h1>", page)) == (404, [said])


def test_a_page_of_accounts_without_its_last_slash_is_still_found(stranger):
    asked = stranger.get("/accounts/login")

    assert (asked.status_code, asked.url) == (301, "/accounts/login/")
