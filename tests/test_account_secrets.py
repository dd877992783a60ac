"""What nobody learns of an account: whether an address has one, by a page, a name or the time."""

import re
from queue import Queue
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readers.mails import Letter

from .conftest import ReaderClient
from .factories import PASSWORD, UserFactory

#: Addresses that nobody has confirmed, by the names of the accounts that claim them.
CLAIMS = {
    "other": "unconfirmed@example.org",
    "first": "wanted@example.org",
    "second": "wanted@example.org",
    "thief": "fan@example.org",
}


class Counting(MD5PasswordHasher):
    """Counts what takes a sign-in its time."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def fan(db):
    fan = UserFactory(username="fan", email="fan@example.org")
    EmailAddress.objects.create(user=fan, email=fan.email, verified=True, primary=True)
    for name, email in CLAIMS.items():
        UserFactory(username=name, email=email)
    return fan


@pytest.mark.parametrize(
    "login", ["fan", "nobody", "nobody@example.org", *sorted(set(CLAIMS.values()))]
)
def test_a_failed_sign_in_hashes_one_password_whoever_is_meant(stranger, fan, settings, login):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    Counting.hashed = 0

    answer = stranger.post(reverse("account_login"), {"login": login, "password": "guess"})

    assert (answer.status_code, Counting.hashed) == (200, 1)


@pytest.mark.parametrize("of", ["fan", *CLAIMS])
def test_an_address_means_who_has_confirmed_it_or_else_who_claimed_it_first(fan, of):
    account = get_user_model().objects.get(username=of)
    account.set_password(f"that of {of}")
    account.save()

    answers = [
        ReaderClient().post(reverse("account_login"), {"login": login, "password": f"that of {of}"})
        for login in (of, account.email)
    ]

    signed_in = [answer.status_code == 302 for answer in answers]
    assert signed_in == [True, of in ("fan", "other", "first")]


def test_who_is_called_by_an_address_goes_before_whoever_merely_claims_it(stranger, fan):
    """Such names could be chosen once; nobody shuts their owners out."""
    old = UserFactory(username="wanted@example.org", password="an old one")

    stranger.post(reverse("account_login"), {"login": old.username, "password": "an old one"})

    assert stranger.session["_auth_user_id"] == str(old.pk)


def test_a_member_may_still_do_what_editors_have_allowed(fan):
    fan.user_permissions.add(Permission.objects.get(codename="change_film"))

    asked = [fan.has_perm(f"films.{action}_film") for action in ("change", "delete")]

    assert asked == [True, False]


@pytest.mark.parametrize("name", ["fan@example.org", "fan@", "@", "a b"])
def test_no_name_is_chosen_that_looks_like_an_address(stranger, fan, name):
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}

    answer = stranger.post(reverse("account_signup"), form)

    assert answer.context["form"].errors["username"] == [
        "A name is made of letters, digits and the signs . + - _."
    ]
    assert not get_user_model().objects.filter(username=name).exists()


@pytest.mark.parametrize("address", ["taken@example.org", "free@example.org"])
def test_no_page_tells_whether_an_address_has_an_account(stranger, db, address):
    UserFactory(username="member", email="taken@example.org")
    form = {"username": "newcomer", "email": address, "password1": PASSWORD, "password2": PASSWORD}

    reset = stranger.post(reverse("account_reset_password"), {"email": address})
    joined = stranger.post(reverse("account_signup"), form)

    assert (reset.status_code, reset.url) == (302, "/accounts/password/reset/done/")
    assert (joined.status_code, joined.url) == (302, "/?done=joined-0-mail")


def test_a_reset_asks_as_much_and_writes_as_much_whoever_has_the_address(stranger, fan):
    work = {}
    for name in ("fan", "nob"):
        with CaptureQueriesContext(connection) as asked:
            page = stranger.post(
                reverse("account_reset_password"), {"email": f"{name}@example.org"}
            )
        work[name] = [len(asked), *(template.name for template in page.templates)]

    assert work["nob"] == work["fan"]
    assert "account/email/password_reset_key_message.txt" in work["nob"]
    assert [one.to for one in mail.outbox] == [["fan@example.org"]]


class MailServer(StreamRequestHandler):
    """Takes everything, and notes what it is told."""

    heard: Queue[str] = Queue()

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.decode().split()[0].lower()
            self.heard.put(word)
            self.wfile.write(b"354 go on\r\n" if word == "data" else b"250 taken\r\n")
            if word == "data":
                while next(self.rfile) != b".\r\n":
                    pass
                self.wfile.write(b"250 taken\r\n")


@pytest.mark.parametrize(
    ("to", "words"),
    [([], ["quit"]), (["fan@example.org"], ["ehlo", "mail", "rcpt", "data", "quit"])],
    ids=["nobody", "somebody"],
)
def test_a_mail_for_nobody_takes_a_connection_as_well_and_is_not_delivered(settings, to, words):
    with ThreadingTCPServer(("127.0.0.1", 0), MailServer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        options = {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": "config.mail.Background", "OPTIONS": options}}

        sent = Letter("Subject", "Text", "callback@example.org", to).send()

        heard = [server.RequestHandlerClass.heard.get(timeout=5) for _ in words]
        server.shutdown()
    assert (sent, heard) == (len(to), words)


def test_an_address_that_somebody_else_has_claimed_is_not_theirs(stranger, db):
    form = {"email": "fan@example.org", "password1": PASSWORD, "password2": PASSWORD}
    stranger.post(reverse("account_signup"), form | {"username": "somebody"})
    owner = ReaderClient()
    owner.post(reverse("account_signup"), form | {"username": "owner"})
    confirmation = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]

    owner.post(confirmation)
    mail.outbox.clear()
    owner.post(reverse("account_logout"))
    owner.post(reverse("account_reset_password"), {"email": "fan@example.org"})

    assert [one.body.count("the account owner at Callback") for one in mail.outbox] == [1]


def test_editors_are_shown_no_readers(editor_client, editor, fan):
    pages = [editor_client.get(path) for path in ("/admin/", "/admin/auth/user/")]

    assert [page.text.count("fan") for page in pages] == [0, 0]
    assert set(re.findall(r"/admin/readers/(\w+)/", pages[0].text)) == {"auditline"}
    assert "/admin/account/" not in pages[0].text
