"""What was kept is not what the next reader gets, once anything that it rests on is another."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from copy import copy
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from films.models import Film
from memory.database import Unreachable
from readers.models import Seen
from spoilers.models import Note
from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.left_behind import made_anew

from .browsing import Site, sent

PAGE = "/films/the-garden/"
DAY = 24 * 3600
#: Each with what somebody else does, in another process as far as this one knows.
CHANGES_OF_CONTENT: dict[str, Callable] = {
    "a label": lambda world: Note.objects.filter(pk=world.later.pk).update(label="Another"),
    "a title": lambda world: Film.objects.filter(pk=world.second.pk).update(title="Another"),
}
CHANGES_OF_AN_ACCOUNT: dict[str, Callable] = {
    "marking": lambda user, world: Seen.objects.create(user=user, film=world.second),
    "locking everything": lambda user, world: Seen.objects.filter(user=user).delete(),
    "another name": lambda user, world: User.objects.filter(pk=user.pk).update(username="other"),
    "signing out elsewhere": lambda user, world: Session.objects.all().delete(),
    "a session that ends": lambda user, world: Session.objects.update(
        expire_date=timezone.now() - timedelta(seconds=1)
    ),
    "another password": lambda user, world: _with_another_password(user),
    "deactivating": lambda user, world: User.objects.filter(pk=user.pk).update(is_active=False),
    "deleting": lambda user, world: user.delete(),
}

pytestmark = pytest.mark.slow  # pages made by Django, and from memory


def _with_another_password(user: User) -> None:
    user.set_password("quite another one")
    user.save()


def fresh(client: Client, path: str = PAGE, **asking) -> tuple:
    """What Django itself answers now."""
    plain = ReaderClient()
    plain.cookies.update(client.cookies)
    with made_anew():
        return sent(plain.get(path, **asking))


def both(site: Site, client: Client, path: str = PAGE, **asking) -> tuple[tuple, tuple]:
    """What comes through the memory, and what Django answers now."""
    status, headers, body = sent(site.opened_by(copy(client)).get(path, **asking))
    headers["Vary"] = headers["Vary"].removesuffix(", Accept-Encoding")
    return (status, headers, body), fresh(client, path, **asking)


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "member"])
@pytest.mark.parametrize("change", CHANGES_OF_CONTENT)
def test_a_change_of_content_shows_on_the_next_request(world, site, request, reader, change):
    client = request.getfixturevalue(reader)
    kept, _ = both(site, client)

    CHANGES_OF_CONTENT[change](world)

    now, own = both(site, client)
    assert now == own != kept


def test_what_an_editor_has_renamed_is_renamed_on_the_next_request(world, site, stranger):
    kept, _ = both(site, stranger)

    Note.objects.filter(pk=world.crossing.pk).update(label="Renamed")

    now, own = both(site, stranger)
    assert now == own != kept


@pytest.mark.parametrize("change", CHANGES_OF_AN_ACCOUNT)
def test_what_an_account_does_elsewhere_shows_on_the_next_request(world, site, member, change):
    kept, _ = both(site, member)
    assert site.times == 1

    CHANGES_OF_AN_ACCOUNT[change](member.user, world)

    now, own = both(site, member)
    assert now == own != kept


def test_a_mark_that_is_taken_back_leads_to_the_page_from_before(world, site, member):
    before, _ = both(site, member)
    mark = Seen.objects.create(user=member.user, film=world.second)
    between, _ = both(site, member)
    mark.delete()

    after, own = both(site, member)

    assert (after, after == own, between == before) == (before, True, False)


@pytest.mark.django_db(transaction=True)  # or nobody commits anything meanwhile
def test_what_is_marked_and_taken_back_while_a_page_is_made_is_not_kept(world, member):
    """By then the account is as it was, and the page is not."""

    class Busy(Site):
        def _django(self, environ, start_response):
            mark = Seen.objects.create(user=member.user, film=world.second)
            try:
                return super()._django(environ, start_response)
            finally:
                mark.delete()

    site = Busy()
    with closing(site.memory.database.connection):
        page, own = both(site, member)
        assert page != own

        both(site, member)

    assert site.times == 2


def test_each_reader_gets_their_own_page(world, site, stranger, fan_of_first, completist, member):
    other = ReaderClient()
    other.force_login(UserFactory())
    nothing_marked = ReaderClient()
    nothing_marked.has_revealed(world.later.public_id)
    clients = [stranger, fan_of_first, completist, member, other, nothing_marked]
    own = [fresh(client) for client in clients]

    cold = [both(site, client)[0] for client in clients]
    warm = [both(site, client)[0] for client in reversed(clients)]

    assert (cold, warm) == (own, own[::-1])
    assert site.times == len(clients) == len({body for _, _, body in own})


def test_locking_everything_locks_the_next_page(world, site, fan_of_first):
    kept, _ = both(site, fan_of_first)

    fan_of_first.act("/seen/clear/")

    now, own = both(site, fan_of_first)
    assert now == own != kept


def test_another_day_is_another_page(world, site, stranger):
    tomorrow = timezone.localdate() + timedelta(days=1)
    Film.objects.filter(pk=world.second.pk).update(released=tomorrow)
    kept, _ = both(site, stranger)

    with in_seconds(DAY), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda: tomorrow)
        now, own = both(site, stranger)

    assert now == own != kept


@contextmanager
def in_seconds(later: int) -> Iterator[None]:
    now = time.time() + later
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now)
        yield


@pytest.mark.parametrize(
    ("cookies", "age"),
    [("revealed", DAY + 1), ("seen", 30 * DAY + 1), ("both", DAY + 1)],
)
def test_a_page_is_not_kept_for_longer_than_the_cookies_of_its_reader(
    world, site, stranger, cookies, age
):
    if cookies != "revealed":
        stranger.has_seen(world.first)
    if cookies != "seen":
        stranger.has_revealed(world.later.public_id)
    kept, _ = both(site, stranger)

    with in_seconds(age - 10):
        just_before, _ = both(site, stranger)
    with in_seconds(age):
        after = site.opened_by(stranger).get(PAGE)

    assert (just_before, site.times) == (kept, 2)
    assert ("seen" in after.cookies) == (cookies == "seen")


def test_another_name_of_the_site_or_the_other_scheme_is_another_page(world, site, stranger):
    site.opened_by(stranger)

    with override_settings(ALLOWED_HOSTS=["testserver", "other.example"]):
        for _ in range(2):
            for host in ("testserver", "other.example"):
                for is_secure in (False, True):
                    stranger.get(PAGE, headers={"Host": host}, secure=is_secure)

    assert site.times == 4


def test_a_page_for_htmx_is_another_page(world, site, stranger):
    site.opened_by(stranger)

    for headers in ({}, {"HX-Request": "true"}, {"HX-Request": "true"}, {}):
        stranger.get(PAGE, headers=headers)

    assert site.times == 2


def test_a_page_that_was_kept_is_not_served_while_the_database_does_not_answer(
    world, site, stranger
):
    class Gone:
        is_quick = True

        def state(self, owner):
            raise Unreachable

    both(site, stranger)
    site.memory._database = Gone()  # noqa: SLF001 - as when it goes while the site runs

    both(site, stranger)

    assert site.times == 2


def test_nothing_is_kept_for_who_works_here(world, site, member):
    both(site, member)
    User.objects.filter(pk=member.user.pk).update(is_staff=True)

    pages = [both(site, member) for _ in range(2)]

    assert [page == own for page, own in pages] == [True, True]
    assert site.times == 3


def test_as_many_other_marks_make_another_page(world, site, member):
    """Unmarked and marked elsewhere: as many rows, of other films."""
    kept, _ = both(site, member)

    Seen.objects.filter(user=member.user).delete()
    Seen.objects.create(user=member.user, film=world.second)

    now, own = both(site, member)
    assert now == own != kept


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "member"])
def test_what_changes_while_a_page_is_made_shows_on_the_next_request(world, request, reader):
    class Busy(Site):
        def _django(self, environ, start_response):
            answer = super()._django(environ, start_response)
            if self.times == 1:
                Note.objects.filter(pk=world.later.pk).update(label="Another")
            return answer

    client, site = request.getfixturevalue(reader), Busy()
    made, _ = both(site, client)

    now, own = both(site, client)
    assert now == own != made


@pytest.mark.parametrize("name", ["seen", "revealed"])
@pytest.mark.parametrize("bend", ["signature", "time"])
def test_a_cookie_that_is_forged_finds_no_page_of_the_true_one(world, site, name, bend):
    """They say the same but for the signature, which Django alone checks."""
    client = ReaderClient()
    if name == "seen":
        client.has_seen(world.first)
    else:
        client.has_revealed(world.later.public_id)
    value, time, signature = client.cookies[name].value.rsplit(":", 2)
    forged = {"signature": f"{value}:{time}:{'x' * len(signature)}"}
    forged["time"] = f"{value}:{time[:-1]}{'0' if time[-1] != '0' else '1'}:{signature}"
    kept, _ = both(site, client)
    other = ReaderClient()
    other.cookies[name] = forged[bend]

    now, own = both(site, other)

    assert (now == own, site.times) == (True, 2)
    assert now != kept


@pytest.mark.parametrize("space", ["\xa0", "\xc2\xa0", "\x85", "\x1c"])
def test_a_cookie_header_in_odd_bytes_is_read_as_django_reads_it(
    world, site, fan_of_first, stranger, space
):
    value = fan_of_first.cookies["seen"].value
    for client in (fan_of_first, stranger):
        both(site, client)

    now, own = both(site, stranger, headers={"Cookie": f"a=b;{space}seen={value}"})

    assert now == own
