"""What a reader comes to have seen is kept where the next request finds it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from gate.reader import NOBODY, Reader, Revealed
from readers import cookies
from readers.keeping import add_to_account, keep
from readers.middleware import reader_of
from readers.models import Seen
from tests.factories import FilmFactory, SeenFactory, UserFactory

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


def next_reader(response: HttpResponse, user=None) -> Reader:
    """Who comes with the request after this answer."""
    held = {name: cookie.value for name, cookie in response.cookies.items() if cookie.value}
    session = {"sessionid": "x"} if user else {}
    return reader_of(request_of(user, **held, **session))


def test_a_visitors_films_and_reveals_are_kept_in_cookies():
    after = Reader(seen=frozenset({3, 14}), reveals=REVEALS)

    response = kept(NOBODY, after)

    assert next_reader(response) == after


def test_only_what_has_changed_is_written():
    seen, revealed = Reader(seen=frozenset({3})), Reader(reveals=REVEALS)
    both = Reader(seen=frozenset({3}), reveals=REVEALS)

    answers = [kept(both, both), kept(revealed, both), kept(seen, both)]

    assert [set(answer.cookies) for answer in answers] == [set(), {"seen"}, {"revealed"}]


def test_a_visitor_who_locks_everything_holds_two_empty_cookies():
    response = kept(Reader(seen=frozenset({3}), reveals=REVEALS), NOBODY)

    assert {name: cookie.value for name, cookie in response.cookies.items()} == {
        "seen": "",
        "revealed": "",
    }


def test_a_visitor_who_has_seen_more_films_than_a_cookie_holds_is_told():
    many = Reader(seen=frozenset(range(1, cookies.MAX_FILMS + 2)))

    with pytest.raises(cookies.TooMuch):
        kept(NOBODY, many)


def test_an_account_keeps_the_films_and_the_browser_the_reveals(db):
    user, film = UserFactory(), FilmFactory()
    after = Reader(seen=frozenset({film.pk}), reveals=REVEALS)

    response = kept(NOBODY, after, user)

    assert list(Seen.objects.values_list("user", "film")) == [(user.pk, film.pk)]
    # Empty, and set all the same: a browser drops the pages from before when a cookie changes.
    assert response.cookies["seen"].value == ""
    assert next_reader(response, user) == after


def test_an_account_is_set_to_just_these_films_and_others_stay_as_they_are(db):
    mine = SeenFactory()
    SeenFactory(user=mine.user)
    SeenFactory(film=mine.film)
    added = FilmFactory()
    others = set(Seen.objects.exclude(user=mine.user).values_list("pk", "since"))
    before = Reader(seen=frozenset(mine.user.seen_films.values_list("film", flat=True)))

    kept(before, Reader(seen=frozenset({mine.film_id, added.pk})), mine.user)

    assert set(mine.user.seen_films.values_list("film", flat=True)) == {mine.film_id, added.pk}
    assert mine.user.seen_films.get(film=mine.film).since == mine.since
    assert set(Seen.objects.exclude(user=mine.user).values_list("pk", "since")) == others


def test_locking_everything_empties_the_account(db):
    seen = SeenFactory()

    kept(Reader(seen=frozenset({seen.film_id})), NOBODY, seen.user)

    assert list(Seen.objects.all()) == []


def test_a_film_that_is_marked_already_keeps_its_day_and_an_unknown_one_is_left_out(db):
    """A cookie may hold the key of a film that is gone."""
    seen, other = SeenFactory(), FilmFactory()

    add_to_account(seen.user, [seen.film_id, other.pk, 999_999_999])

    assert set(seen.user.seen_films.values_list("film", flat=True)) == {seen.film_id, other.pk}
    assert seen.user.seen_films.get(film=seen.film).since == seen.since
