"""Reading changes nothing: no row of any table, and no cookie of a stranger's."""

from collections.abc import Callable

import pytest

from memory.triggers import TABLE
from tests.conftest import ReaderClient
from tests.factories import SeenFactory, UserFactory
from tests.routes import actions, pages
from tests.signing_in import sign_in_to_edit
from tests.world import World

from .asking.borrowed import borrowed
from .portions import DEEP
from .watching.tables import differences, everything

#: The only cookie that a stranger's GET may set: Django's CSRF cookie, by forms with a token.
#: (The address in a mail for a forgotten password, which only its owner has, also begins a
#: session: allauth takes the key out of the address bar at once.)
WITH_A_TOKEN = {
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
}
NOWHERE = ["/nowhere", "/films/nowhere/", "/films", "/notes/222222222/", "/static/nowhere.css"]
#: The battery's channels "write" and "cookie" ask this of all its visitors; none is an editor.
READERS: dict[str, Callable[[ReaderClient, World], None]] = {
    "stranger": lambda client, world: None,
    "member": lambda client, world: sign_in(client, world),
    "editor": lambda client, world: sign_in_to_edit(
        client, UserFactory(username="ed", is_superuser=True, is_staff=True)
    ),
}


def sign_in(client: ReaderClient, world: World) -> None:
    client.force_login(SeenFactory(user=UserFactory(username="fan"), film=world.first).user)
    client.has_revealed(world.later.public_id)


def addresses(world: World) -> list[str]:
    """Every route with every id, what only takes POST, what is not there, and `?done=` of all."""
    # One has the token of the form by which editors sign out; borrowed() has its address, too.
    listed = [addresses for name, addresses in pages(world).items() if name != "preview-choose"]
    own = [address for addresses in listed for address in addresses]
    posts = [address for listed in actions(world).values() for address in listed]
    done = {f"opened-{post.split('/')[2]}" for post in posts}
    done |= {f"seen-{film.slug}" for film in world.films}
    overridden = [f"{address}?_method=POST" for address in posts]
    return [*own, *overridden, *[f"/?done={what}" for what in sorted(done)], *NOWHERE]


def crawl(client: ReaderClient, addresses: list[str]) -> dict[str, set[str]]:
    """Asks for everything by GET; by each other safe method for all in the long run, else in turn.

    Returns the cookies that answers gave, by address. To take one away again is no gift:
    Django does that with a session's cookie to which no session belongs.
    """
    found: dict[str, set[str]] = {}
    for number, address in enumerate(addresses):
        others = [client.head, client.options]
        for method in (client.get, *(others if DEEP else others[number % 6 : number % 6 + 1])):
            answer = method(address, headers={"X-HTTP-Method-Override": "POST"})
            assert answer.status_code < 500, address
            if given := {name for name, cookie in answer.cookies.items() if cookie.value}:
                found.setdefault(address, set()).update(given)
    return found


@pytest.mark.parametrize("reader", READERS)
def test_reading_changes_no_row_and_no_cookie(world, stranger, reader):
    READERS[reader](stranger, world)
    before = everything()

    cookies = crawl(stranger, addresses(world))

    assert (differences(before, everything()), cookies) == ({}, {})


@pytest.mark.parametrize("reader", READERS)
def test_reading_what_belongs_to_accounts_and_editors_changes_no_row(world, stranger, reader):
    READERS[reader](stranger, world)
    before = everything()

    crawl(stranger, borrowed())

    assert differences(before, everything()) == {}


def test_the_only_cookie_that_reading_gives_a_stranger_is_the_token_of_a_form(world, stranger):
    assert crawl(stranger, borrowed()) == dict.fromkeys(WITH_A_TOKEN, {"csrftoken"})


def test_a_changed_word_of_a_sealed_text_is_a_difference(world):
    before = everything()

    world.later.sealed_text = "Something quite different happens."
    world.later.save()

    # A transaction changes the content version once, on PostgreSQL before this test began.
    assert differences(before, everything()).keys() - {TABLE} == {"note"}
