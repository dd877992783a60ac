"""The promise itself: the same question to A and to its twin gets the same answer, to the byte."""

import pytest
from django.urls import resolve

from tests.canaries import canaries_in
from tests.routes import route_names

from .asking import questions as asking
from .asking import visitors as cast
from .battery import Battery, Session, undone
from .portions import DEEP, DIFFERENT, EVERYBODY, LIKE_STRANGERS, STAFF, facts, portions
from .report import PROPERTY
from .twins.knowledge import Knowledge
from .twins.rows import read
from .twins.twin import AT_ONCE, change, change_open

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("on_twins")
@pytest.mark.parametrize("portion", portions(), ids=lambda portion: portion.name)
def test_no_answer_depends_on_what_its_reader_has_not_unlocked(
    whole_world, portion, record_property
):
    report = portion.run(whole_world)

    record_property(PROPERTY, facts(report))
    assert report.pairs > 0
    assert "\n".join(map(str, report.findings)) == ""
    assert [status for status in report.statuses if status >= 500] == []


def test_every_route_is_asked_for(whole_world):
    """A new one (search, a feed, a sitemap) fails here until tests/routes.py and asking.py know it."""
    asked = {ask.route for ask in asking.asks(whole_world)}

    assert asked - {"none", "borrowed"} == route_names()


def test_every_question_goes_to_the_route_that_it_names(whole_world):
    astray = [
        ask
        for ask in asking.asks(whole_world, deep=True)
        if ask.path.endswith("/") and ask.route not in ("none", "borrowed") and ask.path != "//"
        if resolve(ask.path).view_name != ask.route
    ]

    assert astray == []


@pytest.mark.parametrize("name", ["some films", "films and reveals", "all films"])
def test_whoever_has_unlocked_something_sees_when_it_changes(whole_world, name):
    """The power of the test: twins that differ inside what is unlocked do not look alike."""
    visitor = cast.visitor(whole_world, name)
    session, sealed = Session(visitor), Battery().sealed
    pages = asking.asks(whole_world, kinds=["reading"])[:: 1 if DEEP else 2]
    before = {page: session.ask(page) for page in pages}

    with undone():
        change_open(visitor.reader)
        changed = {page for page in pages if session.ask(page).sent != before[page].sent}

    telling = {page for page in pages if canaries_in(before[page].body) & sealed}
    assert telling != set()
    assert telling - changed == set()


def test_a_stranger_who_comes_again_is_told_that_nothing_changed(whole_world):
    """An ETag of the gated page: it holds for the twin as well."""
    stranger = cast.visitor(whole_world, "stranger")
    client = stranger.client()
    pages = ["/", *(film.get_absolute_url() for film in whole_world.films), "/people/"]
    tags = {page: client.get(page)["ETag"] for page in pages}

    with undone():
        change(stranger.reader, AT_ONCE)
        again = [client.get(page, headers={"If-None-Match": tags[page]}) for page in pages]

    assert [(answer.status_code, answer.content) for answer in again] == [(304, b"")] * len(pages)


def test_the_visitors_differ_in_what_they_have_unlocked(whole_world):
    rows = read()
    unlocked = {
        visitor.name: frozenset(Knowledge(rows, visitor.reader).cells)
        for visitor in cast.visitors(whole_world)
    }

    assert len({unlocked[name] for name in ("stranger", *LIKE_STRANGERS, *STAFF)}) == 1
    assert len({unlocked[name] for name in DIFFERENT}) == len(DIFFERENT)
    assert unlocked.keys() == set(EVERYBODY)
