"""What a reader comes to have seen is kept where the next request finds it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from films.models import Film
from gate.reader import NOBODY, Reader, Revealed
from readers import cookies
from readers.keeping import add_to_account, keep
from readers.middleware import reader_of
from readers.models import Seen
from tests.factories import FilmFactory, SeenFactory, UniverseFactory, UserFactory
from tests.recording import writes

REVEALS = (Revealed("222222222", ("333333333",)),)


def request_of(user=None, **values: str) -> HttpRequest:
    request = RequestFactory().post("/seen/")
    request.COOKIES = values
    request.user = user or AnonymousUser()
    return request


def kept(before: Reader, after: Reader, user=None) -> HttpResponse:
    response = HttpResponse()
    keep(request_of(user), response, before, after)
    return response


def films_of(user) -> set[int]:
    return set(user.seen_films.values_list("film", flat=True))


def next_reader(response: HttpResponse, user=None) -> Reader:
    """Who comes with the request after this answer."""
    held = {name: cookie.value for name, cookie in response.cookies.items() if cookie.value}
    session = {"sessionid": "x"} if user else {}
    return reader_of(request_of(user, **held, **session))


def test_a_visitors_films_and_reveals_are_kept_in_cookies(films):
    after = Reader(seen=frozenset({films[2].pk, films[4].pk}), reveals=REVEALS)

    response = kept(NOBODY, after)

    assert next_reader(response) == after


def test_only_what_has_changed_is_written(films):
    seen, revealed = Reader(seen=frozenset({films[0].pk})), Reader(reveals=REVEALS)
    both = Reader(seen=seen.seen, reveals=REVEALS)

    answers = [kept(both, both), kept(revealed, both), kept(seen, both)]

    assert [set(answer.cookies) for answer in answers] == [set(), {"seen"}, {"revealed"}]


def test_a_visitor_who_locks_everything_holds_two_empty_cookies(films):
    response = kept(Reader(seen=frozenset({films[0].pk}), reveals=REVEALS), NOBODY)

    assert {name: cookie.value for name, cookie in response.cookies.items()} == {
        "seen": "",
        "revealed": "",
    }


def test_a_visitor_who_has_seen_more_films_than_a_cookie_holds_is_told(db):
    universe = UniverseFactory()
    Film.objects.bulk_create(FilmFactory.build(universe=universe) for _ in range(700))
    many = Reader(seen=frozenset(universe.films.values_list("pk", flat=True)), reveals=REVEALS)
    response = HttpResponse()

    with pytest.raises(cookies.TooMuch):
        keep(request_of(), response, NOBODY, many)

    assert response.cookies.output() == ""


def test_an_account_keeps_the_films_and_the_browser_the_reveals(db):
    user, film = UserFactory(), FilmFactory()
    after = Reader(seen=frozenset({film.pk}), reveals=REVEALS)

    response = kept(NOBODY, after, user)

    assert list(Seen.objects.values_list("user", "film")) == [(user.pk, film.pk)]
    # Empty, and set all the same: a browser drops the pages from before when a cookie changes.
    assert response.cookies["seen"].value == ""
    assert next_reader(response, user) == after


def test_an_account_gains_and_loses_just_the_films_that_changed(db):
    mine, gone = SeenFactory(), FilmFactory()
    SeenFactory(user=mine.user, film=gone)
    SeenFactory(film=mine.film)
    SeenFactory(film=gone)
    added = FilmFactory()
    others = set(Seen.objects.exclude(user=mine.user).values_list("pk", "since"))
    before = Reader(seen=frozenset({mine.film_id, gone.pk}))

    kept(before, Reader(seen=frozenset({mine.film_id, added.pk})), mine.user)

    assert films_of(mine.user) == {mine.film_id, added.pk}
    assert mine.user.seen_films.get(film=mine.film).since == mine.since
    assert set(Seen.objects.exclude(user=mine.user).values_list("pk", "since")) == others


@pytest.mark.parametrize(
    ("here", "there", "left"),
    [
        # Each of two devices read the films 0 and 1 before the other wrote: what it makes of them.
        ((0, 1, 2), (0, 1, 3), {0, 1, 2, 3}),
        ((0, 1, 2), (1,), {1, 2}),
        ((0,), (1,), set()),
        ((0,), (0, 1, 2), {0, 2}),
        ((), (0, 1, 2), {2}),
        ((0, 1, 2), (0, 1, 2), {0, 1, 2}),
    ],
)
def test_two_devices_at_once_each_change_just_what_they_name(films, here, there, left):
    user = UserFactory()
    for film in films[:2]:
        SeenFactory(user=user, film=film)

    def reader(numbers) -> Reader:
        return Reader(seen=frozenset(films[number].pk for number in numbers))

    stale = reader((0, 1))
    kept(stale, reader(here), user)
    kept(stale, reader(there), user)

    assert films_of(user) == {films[number].pk for number in left}


def test_one_film_more_is_one_statement_however_many_there_are(films):
    user = UserFactory()
    before = Reader(seen=frozenset(SeenFactory(user=user, film=film).film_id for film in films[1:]))

    with writes() as written:
        kept(before, before.having_seen([films[0]]), user)

    assert written == ["INSERT"]


def test_locking_everything_empties_the_account(db):
    seen = SeenFactory()

    kept(Reader(seen=frozenset({seen.film_id})), NOBODY, seen.user)

    assert list(Seen.objects.all()) == []


def test_a_film_that_is_marked_already_keeps_its_day_and_an_unknown_one_is_left_out(db):
    """A cookie may hold the key of a film that is gone."""
    seen, other = SeenFactory(), FilmFactory()

    add_to_account(seen.user, [seen.film_id, other.pk, 999_999_999])

    assert films_of(seen.user) == {seen.film_id, other.pk}
    assert seen.user.seen_films.get(film=seen.film).since == seen.since
