"""How long a cookie lasts, and how much it holds."""

import math
import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from films.models import Film
from gate.models import new_public_id
from gate.reader import NOBODY, Revealed
from readers import cookies
from tests.factories import FilmFactory, UniverseFactory

from .jar import kept, request_with, reveals_in, seen_in, signed

DAY = 24 * 3600
YEAR = 365 * DAY
# As the documents say, so that a bound does not change by accident.
MOST_REVEALED = 150
LONGEST = 3900
#: How many films a cookie holds: their keys and dots, beside the time and the signature.
MOST_FILMS = 550


def crowd(size: int) -> list[int]:
    """The row numbers of as many films, none of which this database has yet."""
    universe = UniverseFactory()
    Film.objects.bulk_create(FilmFactory.build(universe=universe) for _ in range(size))
    return list(universe.films.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("name", "value", "age", "is_read"),
    [
        ("seen", "222222", YEAR - 10, True),
        ("seen", "222222", YEAR + 10, False),
        ("revealed", "222222222", DAY - 10, True),
        ("revealed", "222222222", DAY + 10, False),
    ],
)
def test_an_outdated_cookie_means_nothing_seen(films, monkeypatch, name, value, age, is_read):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - age)
    old = signed(name, value)
    monkeypatch.undo()

    read = cookies.reader_from_cookies(request_with(**{name: old}))

    assert (read != NOBODY) is is_read


def test_as_many_films_as_fit_are_kept_and_one_more_is_too_much(db):
    films = crowd(MOST_FILMS + 1)

    value = kept(cookies.write_seen, films[1:]).cookies[cookies.SEEN].value

    assert seen_in(value) == frozenset(films[1:])
    assert LONGEST - 6 < len(value) <= LONGEST
    with pytest.raises(cookies.TooMuch):
        kept(cookies.write_seen, films)


def test_how_many_films_fit_does_not_hang_on_their_row_numbers(db):
    universe = UniverseFactory()
    Film.objects.bulk_create(
        FilmFactory.build(universe=universe, pk=9_000_000 + number) for number in range(MOST_FILMS)
    )
    films = frozenset(universe.films.values_list("pk", flat=True))

    value = kept(cookies.write_seen, films).cookies[cookies.SEEN].value

    assert seen_in(value) == films


def test_what_is_too_much_leaves_the_answer_as_it_was(db):
    response = HttpResponse()

    with pytest.raises(cookies.TooMuch):
        cookies.write_seen(response, crowd(MOST_FILMS + 1))

    assert response.cookies.output() == ""


def test_an_oversized_cookie_means_nothing_though_it_is_signed(films):
    fitting, over = (signed("seen", ".".join(["222222"] * n)) for n in (MOST_FILMS, MOST_FILMS + 1))

    assert len(fitting) <= LONGEST < len(over)
    assert (seen_in(fitting), seen_in(over)) == ({films[0].pk}, frozenset())


def renewed(request) -> dict[str, str]:
    """The cookies that a visit sets, by their values without time and signature."""
    request.user = AnonymousUser()
    request.reader = cookies.reader_from_cookies(request)
    response = HttpResponse()
    cookies.renew(request, response)
    return {name: cookie.value.partition(":")[0] for name, cookie in response.cookies.items()}


@pytest.mark.parametrize(
    ("age", "cookie"),
    [
        (29 * DAY, {}),
        (31 * DAY, {"seen": "222222.333333"}),
        (YEAR - DAY, {"seen": "222222.333333"}),
        (YEAR + DAY, {}),
    ],
)
def test_a_visit_lets_the_year_begin_anew_at_most_once_a_month(films, monkeypatch, age, cookie):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - age)
    old = signed("seen", "222222.333333")
    monkeypatch.undo()

    assert renewed(request_with(seen=old)) == cookie


def test_a_reader_who_comes_every_month_keeps_all_for_years(films, monkeypatch):
    now = time.time()
    value = signed("seen", "222222")
    for visit in range(1, 40):
        monkeypatch.setattr(time, "time", lambda day=visit: now + day * 31 * DAY)
        request, response = request_with(seen=value), HttpResponse()
        request.user, request.reader = AnonymousUser(), cookies.reader_from_cookies(request)
        cookies.renew(request, response)
        value = response.cookies["seen"].value

    assert seen_in(value) == {films[0].pk}


@pytest.mark.parametrize("seen", [None, "", "broken"])
def test_nothing_is_renewed_for_who_has_marked_nothing(db, seen):
    values = {"revealed": signed("revealed", "222222222")} | (
        {} if seen is None else {"seen": seen}
    )

    assert renewed(request_with(**values)) == {}


def test_a_visit_does_not_undo_what_its_answer_writes(films, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 40 * DAY)
    request, response = request_with(seen=signed("seen", "222222")), HttpResponse()
    monkeypatch.undo()
    request.user, request.reader = AnonymousUser(), cookies.reader_from_cookies(request)

    cookies.write_seen(response, [films[1].pk])
    cookies.renew(request, response)

    assert seen_in(response.cookies["seen"].value) == {films[1].pk}


def test_past_the_bound_the_oldest_reveals_close_again():
    ids = [new_public_id() for _ in range(MOST_REVEALED + 2)]
    written = (Revealed(ids[0], (ids[1],)), *(Revealed(public_id) for public_id in ids[2:]))
    over = (*written, Revealed(new_public_id()))

    assert (
        reveals_in(kept(cookies.write_revealed, written).cookies["revealed"].value) == written[1:]
    )
    value = kept(cookies.write_revealed, over).cookies["revealed"].value
    assert reveals_in(value) == over[2:]
    assert len(value) <= LONGEST


def test_it_is_known_until_when_cookies_mean_the_same(monkeypatch):
    now = 1_800_000_000
    monkeypatch.setattr(time, "time", lambda: now)
    seen, revealed = signed("seen", "abcdef"), signed("revealed", "234567892")

    until = {
        "none": cookies.readable_until({}),
        "seen": cookies.readable_until({"seen": seen, "revealed": ""}),
        "both": cookies.readable_until({"seen": seen, "revealed": revealed}),
        "forged": cookies.readable_until({"seen": seen, "revealed": revealed + "x"}),
        "of another kind": cookies.readable_until({"seen": revealed}),
    }

    assert until == {
        "none": math.inf,
        "seen": now + cookies.RENEWED_AFTER,
        "both": now + cookies.REVEALED_MAX_AGE,
        "forged": 0,
        "of another kind": 0,
    }
