"""What was kept ends in time: with its day, with the session of its reader, and when something comes."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gate.publishing import State
from memory.application import Days
from tests.factories import (
    EchoFactory,
    InterviewFactory,
    NoteFactory,
    PlacementFactory,
    QuoteFactory,
)

from .browsing import Site, database
from .test_stale import both, in_seconds

ITEMS = [NoteFactory, InterviewFactory, QuoteFactory, PlacementFactory, EchoFactory]


def whole(seconds: float) -> datetime:
    """The second that begins after so many."""
    return timezone.now().replace(microsecond=0) + timedelta(seconds=seconds)


def test_a_page_is_not_kept_for_longer_than_the_session_of_its_account(world, site, member):
    ends = timezone.now() + timedelta(minutes=1)
    Session.objects.update(expire_date=ends)
    kept, _ = both(site, member)

    with in_seconds(50):
        just_before, _ = both(site, member)
    with in_seconds(60), pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: ends)
        after, own = both(site, member)

    assert (just_before, site.times) == (kept, 2)
    assert after == own != kept


@pytest.mark.parametrize("factory", ITEMS)
def test_the_database_says_when_the_first_item_comes(db, factory):
    moments = [whole(seconds) for seconds in (90, 60, -60)]
    for moment in moments:
        factory(live_from=moment)
    for state in (State.DRAFT, State.REVIEW, State.WITHDRAWN):
        factory(is_published=False, state=state)

    comes = database().comes()

    assert comes == pytest.approx(moments[1].timestamp(), abs=0.05)
    assert comes <= moments[1].timestamp()


def test_nothing_comes_where_nothing_is_to_come(world):
    NoteFactory(is_published=False)

    assert database().comes() == inf


def test_a_page_is_not_kept_past_the_moment_at_which_something_comes(
    world, site, stranger, fan_of_first, member
):
    readers = [stranger, fan_of_first, member]
    NoteFactory(film=world.second, live_from=whole(60))
    for client in readers:
        both(site, client)

    with in_seconds(50):
        for client in readers:
            both(site, client)
    just_before = site.times
    with in_seconds(60):
        for client in readers:
            both(site, client)

    assert (just_before, site.times) == (3, 6)


def test_a_page_ends_at_a_moment_that_was_set_after_other_pages_were_kept(world, site, stranger):
    NoteFactory(film=world.second, live_from=whole(90))
    both(site, stranger)
    NoteFactory(film=world.second, live_from=whole(60))
    both(site, stranger)

    with in_seconds(60):
        both(site, stranger)

    assert site.times == 3


def test_a_page_that_was_made_while_something_came_is_not_kept(world, fan_of_first):
    """Takes about a second: the clock of the database is nobody's to turn."""
    slow, path = Slow(), "/films/the-house/"
    slow.opened_by(fan_of_first).get(path)  # the first page of all takes the longest
    comes = whole(1 if timezone.now().microsecond < 400_000 else 2)
    slow.ends = comes.timestamp()
    NoteFactory(film=world.first, label="To come", live_from=comes)

    shown = [b"To come" in fan_of_first.get(path).content for _ in range(2)]

    assert shown == [False, True]


class Slow(Site):
    """Django has made the page, and sends it at the end of a certain second."""

    ends = 0.0

    def _django(self, *request: Any) -> Iterable[bytes]:
        answer = super()._django(*request)
        time.sleep(max(0, self.ends - time.time()))
        return answer


def test_the_database_is_asked_once_for_all_pages_of_one_content(world, site, stranger):
    NoteFactory(film=world.second, live_from=whole(60))
    pages = ["/films/the-garden/", "/films/the-house/", "/timeline/"]

    with CaptureQueriesContext(connection) as made:
        for path in pages:
            both(site, stranger, path)
    with CaptureQueriesContext(connection) as from_memory:
        for path in pages:
            site.opened_by(stranger).get(path)

    assert [times_asked(made), times_asked(from_memory)] == [1, 0]
    assert site.times == 3


def times_asked(queries: CaptureQueriesContext) -> int:
    return sum("AS ahead" in query["sql"] for query in queries)


def test_what_comes_shows_on_the_next_request_in_every_process(world, fan_of_first):
    """Takes about a second: the clock of the database is nobody's to turn."""
    sites, path = (Site(), Site()), "/films/the-house/"
    both(Site(), fan_of_first, path)  # the first page of all takes the longest
    comes = whole(1 if timezone.now().microsecond < 400_000 else 2)
    note = NoteFactory(film=world.first, label="To come", live_from=comes)
    before = [both(site, fan_of_first, path) for site in sites]

    time.sleep(max(0, comes.timestamp() - time.time()))

    after = [both(site, fan_of_first, path) for site in sites]
    from_memory = [both(site, fan_of_first, path) for site in sites]
    note.withdraw()
    withdrawn = [both(site, fan_of_first, path) for site in sites]
    shows = [[b"To come" in page[2] for page, _ in pages] for pages in (before, after, withdrawn)]
    assert shows == [[False, False], [True, True], [False, False]]
    assert [page == own for page, own in (*before, *after, *withdrawn)] == [True] * 6
    assert from_memory == after
    assert [site.times for site in sites] == [3, 3]


def test_the_day_is_another_one_from_its_first_second_on():
    days, midnight = Days(), timezone.make_aware(datetime(2025, 6, 6))

    told = []
    for seconds in (-2, -1, 0, 1):
        now = midnight + timedelta(seconds=seconds)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda now=now: now)
            told.append(days.at(now.timestamp()))

    assert told == ["2025-06-05", "2025-06-05", "2025-06-06", "2025-06-06"]
