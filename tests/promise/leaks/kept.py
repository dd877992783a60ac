"""The memory of finished pages: entries that are given to somebody else, or for too long."""

from collections.abc import Callable
from math import inf
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from memory import application, key
from memory.accounts import Owners
from memory.database import Owner
from memory.parts import Parts
from memory.store import Store
from tests.conftest import ReaderClient
from tests.factories import SeenFactory, UserFactory
from tests.memory import test_bounds, test_parts, test_stale
from tests.memory.browsing import Site
from tests.world import World

from .checks import Check
from .leak import Leak, Plant
from .plants import bends, puts, together

type Change = Callable[[str, Any, Any], tuple[str, Any, Any]]


def kept_under(change: Change) -> Plant:
    """Pages are kept under another content version, key and state of an account than they have."""

    def careless(function: Callable) -> Callable:
        def asked(store: Store, version: str, under: tuple, *args: Any, **kwargs: Any) -> Any:
            version, *under = change(version, *under)
            return function(store, version, tuple(under), *args, **kwargs)

        return asked

    return together(*(bends(Store, name, careless) for name in ("get", "put")))


def without(**parts: Any) -> Plant:
    return kept_under(lambda version, key, account: (version, key._replace(**parts), account))


def whoever_they_are(learn: Callable) -> Callable:
    def learnt(self: Owners, session: str) -> tuple[Owner | None, float]:
        user = Session.objects.get(pk=session).get_decoded()[SESSION_KEY]
        self._users[session] = int(user)
        return Owner(session, int(user)), inf

    return learnt


def without_cookies(asked: Callable) -> Callable:
    def answer(*args: Any) -> tuple:
        status, headers, body = asked(*args)
        return status, [one for one in headers if one[0] != "Set-Cookie"], body

    return answer


def met(test: Callable[..., None], *readers: Callable[[World], ReaderClient]) -> dict[str, Check]:
    """By a test of the memory itself, with these readers."""
    arguments = lambda world: (world, Site(), *(reader(world) for reader in readers))  # noqa: E731
    return {"caught_by": Check(test, arguments)}


def public_id_of(card: Any) -> Any:
    return getattr(card, "public_id", card)


def stranger(world: World) -> ReaderClient:
    return ReaderClient()


def fan(world: World) -> ReaderClient:
    client = ReaderClient()
    client.has_seen(world.first)
    return client


def completist(world: World) -> ReaderClient:
    client = ReaderClient()
    client.has_seen(*world.films)
    return client


def member(world: World) -> ReaderClient:
    client = ReaderClient()
    client.user = SeenFactory(user=UserFactory(), film=world.first).user
    client.force_login(client.user)
    return client


def of(change: str) -> Callable[[World], str]:
    """For a test that takes what changes after the readers."""
    return lambda world: change


EACH_THEIR_OWN = met(
    test_stale.test_each_reader_gets_their_own_page, stranger, fan, completist, member
)
ONE_ACCOUNT = met(
    test_stale.test_what_an_account_does_elsewhere_shows_on_the_next_request,
    member,
    of("locking everything"),
)
NOT_KEPT = test_bounds.test_what_need_not_be_kept_is_asked_of_django_each_time

#: Whose parts are whose, those first who may read most.
THEIR_PARTS = {
    "caught_by": Check(
        test_parts.test_what_is_kept_for_a_reader_is_what_would_be_made,
        lambda world: (world, stranger(world), fan(world), completist(world)),
    )
}


def parts_kept_under(change: Callable[[tuple], tuple]) -> Plant:
    """Parts are kept under something else than all that goes into them."""
    careless = lambda function: lambda kept, key, *html: function(kept, change(key), *html)  # noqa: E731
    return together(*(bends(Parts, name, careless) for name in ("get", "put")))


# fmt: off
ALL = [
    Leak("A kept page of another reader", "Pages are kept by their addresses alone.",
        without(seen_cookie="", revealed_cookie=""), **EACH_THEIR_OWN),
    Leak("A kept page of another account",
        "Pages of accounts are kept without saying of which.",
        kept_under(lambda version, key, account: (version, key._replace(session=""), None)),
        **EACH_THEIR_OWN),
    Leak("A kept page from before locking everything",
        "Pages of an account are kept by its session, whatever it has seen since.",
        kept_under(lambda version, key, account: (version, key, None)), **ONE_ACCOUNT),
    Leak("A kept page of yesterday", "What was announced yesterday is out today.",
        without(day=""), **met(test_stale.test_another_day_is_another_page, stranger)),
    Leak("A kept page of another host", "All names of the site share their pages.",
        without(host=""), **met(
            test_stale.test_another_name_of_the_site_or_the_other_scheme_is_another_page,
            stranger)),
    Leak("A kept page of the other scheme", "HTTP and HTTPS share their pages.",
        without(is_secure=False), **met(
            test_stale.test_another_name_of_the_site_or_the_other_scheme_is_another_page,
            stranger)),
    Leak("A kept page for htmx", "A page that was made for a script is sent to a browser.",
        without(is_htmx=False), **met(
            test_stale.test_a_page_for_htmx_is_another_page, stranger)),
    Leak("A kept page of earlier content", "What an editor has withdrawn is served on.",
        kept_under(lambda version, key, account: ("1", key, account)), **met(
            test_stale.test_what_an_editor_has_renamed_is_renamed_on_the_next_request, stranger)),
    Leak("A kept page for longer than its cookies",
        "What was revealed stays open when the day for it is over.",
        puts(application, "readable_until", lambda values: inf), **met(
            test_stale.test_a_page_is_not_kept_for_longer_than_the_cookies_of_its_reader,
            stranger, of("revealed"), lambda world: test_stale.DAY + 1)),
    Leak("A kept page for a forged cookie", "Whoever makes up cookies fills the memory.",
        puts(application, "readable_until", lambda values: inf), **met(
            NOT_KEPT, stranger, of("a forged cookie"))),
    Leak("A kept page with its query", "What one reader is told after an action, all are told.",
        puts(key, "NOT_KEPT", ()), **met(NOT_KEPT, stranger, of("a query"))),
    Leak("A kept page of any name", "Whoever makes up ports fills the memory.",
        puts(key, "_is_ours", lambda host, port: True), **met(
            NOT_KEPT, stranger, of("another port"))),
    Leak("A kept page of an editor", "What the site shows to its editors is kept.",
        bends(Owners, "learn", whoever_they_are), **met(
            test_stale.test_nothing_is_kept_for_who_works_here, member)),
    Leak("A kept page that sets a cookie", "Who comes after a month is forgotten after a year.",
        together(puts(application, "readable_until", lambda values: inf),
            bends(application, "asked", without_cookies)), **met(
            test_bounds.test_an_answer_that_sets_a_cookie_is_not_kept)),
    Leak("A kept part of another reader", "Parts are kept by their names alone.",
        parts_kept_under(lambda key: key[:-1]), **THEIR_PARTS),
    Leak("A kept part that is known by half of its card",
        "Whether somebody may read an item is not part of what its HTML is kept by.",
        parts_kept_under(lambda key: (*key[:-1], tuple(map(public_id_of, key[-1])))), **THEIR_PARTS),
]
# fmt: on
