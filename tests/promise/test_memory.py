"""What is kept in memory is what Django answers: cold and warm, on A and on a twin."""

import pytest

from memory.keeping import is_kept
from tests.left_behind import made_anew
from tests.memory.browsing import Site, without_encoding

from .asking import questions as asking
from .asking import visitors as cast
from .battery import Session, difference, undone
from .portions import DEEP, EVERYBODY
from .twins.twin import AT_ONCE, change, change_open
from .watching.answers import Answer

# Slow: every visitor there is asks three times for some of the pages.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: One page in so many for each visitor, others for each; all of them in the long form.
EVERY = 1 if DEEP else 24

SIGNED_OR_NOT = ("", ", signed in")


class Kept(Session):
    """A visitor whose browser asks through the memory."""

    def __init__(self, visitor: cast.Visitor, site: Site) -> None:
        super().__init__(visitor)
        site.opened_by(self.client)


def pages(world) -> list[asking.Ask]:
    asks = asking.asks(world, deep=DEEP, kinds=["reading"])
    return [ask for ask in asks if is_kept(ask.path)]


def compare(one: Answer, kept: Answer) -> str:
    return "" if one.sent == without_encoding(kept) else difference(one, kept)


def test_each_page_is_djangos_when_it_is_made_and_when_it_was_kept_for_whoever_asks(whole_world):
    """All in one process, those who know most first: what they leave behind would reach the rest."""
    site, differing, made = Site(), {}, {}
    everybody = cast.visitors(whole_world, *EVERYBODY)
    for number, visitor in enumerate(reversed(everybody)):
        plain, kept = Session(visitor), Kept(visitor, site)
        for page in pages(whole_world)[number % EVERY :: EVERY]:
            with made_anew():
                own = plain.ask(page)
            times = site.times
            for when in ("cold", "warm"):
                if found := compare(own, kept.ask(page)):
                    differing[visitor.name, page, when] = found
            if own.status == 200:
                made.setdefault(site.times - times, set()).add(visitor.name)

    assert differing == {}
    # Cookies that are forged, or empty in more words, keep nothing; nor does who works here.
    assert made[2] <= {
        *(f"{name}{suffix}" for name in ("forged", "nothing seen") for suffix in SIGNED_OR_NOT),
        "staff, signed in",
    }
    assert len(made[1]) > len(everybody) / 2
    assert made.keys() <= {0, 1, 2}


@pytest.mark.parametrize("name", ["stranger", "some films", "films and reveals, signed in"])
def test_what_was_kept_of_a_is_no_answer_on_its_twin(whole_world, name):
    visitor = cast.visitor(whole_world, name)
    site = Site()
    kept = Kept(visitor, site)
    asked = pages(whole_world)[::EVERY]
    first = {page: kept.ask(page) for page in asked}
    times = site.times

    with undone():
        change(visitor.reader, AT_ONCE)
        again = {page: kept.ask(page) for page in asked}

    assert {page: compare(first[page], again[page]) for page in asked} == dict.fromkeys(asked, "")
    assert site.times == 2 * times


@pytest.mark.parametrize("name", ["some films", "films and reveals, signed in"])
def test_whoever_has_unlocked_something_sees_at_once_when_it_changes(whole_world, name):
    visitor = cast.visitor(whole_world, name)
    plain, kept = Session(visitor), Kept(visitor, Site())
    asked = pages(whole_world)[::EVERY]
    first = {page: kept.ask(page) for page in asked}

    with undone():
        change_open(visitor.reader)
        with made_anew():
            own = {page: plain.ask(page) for page in asked}
        now = {page: (own[page], kept.ask(page)) for page in asked}

    assert {page for page, (own, got) in now.items() if compare(own, got)} == set()
    assert {page for page in asked if now[page][1].sent != first[page].sent} != set()
