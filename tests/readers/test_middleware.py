"""What a request brings decides who reads, and who may keep the answer."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from gate.reader import NOBODY, Reader, Revealed
from readers import cookies
from readers.middleware import ReaderMiddleware, reader_of
from tests.factories import FilmFactory, SeenFactory, UserFactory

from .jar import signed

PRIVATE = "private, no-store"
PUBLIC = "public, max-age=0, s-maxage=60"


def request_of(user=None, method="get", **values: str):
    request = getattr(RequestFactory(), method)("/")
    request.COOKIES = values
    request.user = user or AnonymousUser()
    return request


def answered(request, response: HttpResponse | None = None) -> HttpResponse:
    response = response or HttpResponse("a page")
    return ReaderMiddleware(lambda _: response)(request)


def test_a_stranger_is_nobody_and_no_query_is_made(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert reader_of(request_of()) is NOBODY


def test_a_reader_without_account_is_what_the_cookies_say(films, django_assert_num_queries):
    seen, revealed = signed("seen", "222222.444444"), signed("revealed", "222222222")

    with django_assert_num_queries(1):
        reader = reader_of(request_of(seen=seen, revealed=revealed))

    assert reader == Reader(
        seen=frozenset({films[0].pk, films[2].pk}), reveals=(Revealed("222222222"),)
    )


def test_an_account_replaces_the_cookie_and_keeps_what_was_revealed(db, django_assert_num_queries):
    seen = SeenFactory()
    SeenFactory()
    other = FilmFactory()
    request = request_of(
        seen.user,
        sessionid="x",
        seen=signed("seen", other.key),
        revealed=signed("revealed", "222222222"),
    )

    with django_assert_num_queries(1):
        reader = reader_of(request)

    assert reader == Reader(seen=frozenset({seen.film_id}), reveals=(Revealed("222222222"),))


def test_the_reader_is_worked_out_once_and_only_when_asked_for(db, django_assert_num_queries):
    request = request_of(UserFactory(), sessionid="x")

    with django_assert_num_queries(0):
        answered(request)
    with django_assert_num_queries(1):
        assert [request.reader, request.reader] == [NOBODY, NOBODY]


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("status", [200, 404])
def test_a_strangers_page_is_for_every_stranger(method, status):
    response = answered(request_of(method=method), HttpResponse(status=status))

    assert dict(response.items()) == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": PUBLIC,
        "Vary": "Cookie",
    }


@pytest.mark.parametrize("name", ["seen", "revealed", "sessionid"])
def test_the_page_of_a_reader_with_state_is_for_that_reader_only(films, name):
    for value in ("broken", signed(name, "222222")):
        response = answered(request_of(**{name: value}))

        assert [response["Cache-Control"], response["Vary"]] == [PRIVATE, "Cookie"]


def test_an_answer_that_sets_a_cookie_is_for_that_reader_only(films):
    response = HttpResponse()
    cookies.write_seen(response, [films[0].pk])

    assert answered(request_of(), response)["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_the_answer_to_an_action_is_kept_nowhere(method):
    assert answered(request_of(method=method))["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("status", [301, 302, 303, 400, 403, 405, 500, 503])
def test_redirects_and_errors_are_kept_nowhere(status):
    assert answered(request_of(), HttpResponse(status=status))["Cache-Control"] == PRIVATE


def test_a_view_may_set_its_own_caching_for_strangers_but_not_for_readers():
    def page():
        return HttpResponse(headers={"Cache-Control": "public, max-age=3600"})

    assert answered(request_of(), page())["Cache-Control"] == "public, max-age=3600"
    assert answered(request_of(seen="x"), page())["Cache-Control"] == PRIVATE


def test_other_reasons_to_vary_are_kept():
    response = answered(request_of(), HttpResponse(headers={"Vary": "HX-Request"}))

    assert response["Vary"] == "HX-Request, Cookie"


def test_forgotten_cookies_go_with_the_answer():
    request = request_of(seen="x", revealed="y")
    cookies.forget(request, "seen")

    response = answered(request)

    assert {name: cookie["max-age"] for name, cookie in response.cookies.items()} == {"seen": 1}
    assert response["Cache-Control"] == PRIVATE


def test_a_visit_after_a_month_lets_the_year_begin_anew_and_an_account_needs_no_cookie(
    films, monkeypatch
):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 31 * 24 * 3600)
    old = signed("seen", "222222")
    monkeypatch.undo()
    visitor, fan = request_of(seen=old), request_of(UserFactory(), sessionid="x", seen=old)

    answers = [answered(visitor), answered(fan)]

    kept = [
        {name: (one.value[:7], one["max-age"]) for name, one in answer.cookies.items()}
        for answer in answers
    ]
    assert kept == [{"seen": ("222222:", 365 * 24 * 3600)}, {}]
    assert answers[0].cookies["seen"].value != old
    assert answers[0]["Cache-Control"] == PRIVATE
