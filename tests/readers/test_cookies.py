"""A cookie that cannot be read in full means: nothing seen, and never an error."""

import time

import pytest
from django.core.signing import TimestampSigner
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gate.models import ALPHABET, PUBLIC_ID_LENGTH, new_public_id
from gate.reader import NOBODY, Reader, Revealed
from readers import cookies

DAY = 24 * 3600
YEAR = 365 * DAY
# As the documents say, so that a bound does not change by accident.
MOST_FILMS = 500
MOST_REVEALED = 150
LONGEST = 3900


def request_with(**values: str):
    request = RequestFactory().get("/")
    request.COOKIES = values
    return request


def signed(name: str, value: str, salt: str | None = None) -> str:
    response = HttpResponse()
    response.set_signed_cookie(name, value, salt=salt or f"callback.{name}")
    return response.cookies[name].value


def seen_in(value: str) -> frozenset[int]:
    return cookies.read_seen(request_with(seen=value))


def reveals_in(value: str) -> tuple[Revealed, ...]:
    return cookies.read_revealed(request_with(revealed=value))


def kept(write, state) -> HttpResponse:
    response = HttpResponse()
    write(response, state)
    return response


public_ids = st.text(ALPHABET, min_size=PUBLIC_ID_LENGTH, max_size=PUBLIC_ID_LENGTH)
reveals = st.builds(Revealed, public_ids, st.lists(public_ids, max_size=4).map(tuple))


@given(st.frozensets(st.integers(1, 10**10 - 1), min_size=1, max_size=40))
def test_the_films_written_are_the_films_read(film_ids):
    value = kept(cookies.write_seen, film_ids).cookies[cookies.SEEN].value

    assert seen_in(value) == film_ids


@given(st.lists(reveals, min_size=1, max_size=20).map(tuple))
def test_the_reveals_written_are_the_reveals_read(written):
    value = kept(cookies.write_revealed, written).cookies[cookies.REVEALED].value

    assert reveals_in(value) == written


def test_the_films_stand_in_order_whoever_lists_them():
    """Else the cookie would tell in which order a set happens to be kept."""
    value = kept(cookies.write_seen, {1000, 4, 30}).cookies[cookies.SEEN].value

    assert value.partition(":")[0] == "4.30.1000"


def test_a_request_without_cookies_is_nobodys():
    assert cookies.reader_from_cookies(request_with()) == NOBODY
    assert not cookies.carries_state(request_with())


def test_both_cookies_make_one_reader():
    public_id = new_public_id()
    request = request_with(seen=signed("seen", "3.14"), revealed=signed("revealed", public_id))

    assert cookies.reader_from_cookies(request) == Reader(
        seen=frozenset({3, 14}), reveals=(Revealed(public_id),)
    )


def test_one_broken_cookie_does_not_break_the_other():
    request = request_with(seen=signed("seen", "3"), revealed="broken")

    assert cookies.reader_from_cookies(request) == Reader(seen=frozenset({3}))


FORGERIES = {
    "empty": "",
    "unsigned": "1.2",
    "signed by nobody": "1.2:1wMtKl:" + "x" * 43,
    "no signature": "1.2::",
    "bytes that are no text": "1.2:\ufffd:\ufffd",
    "null": "1.2\0",
    "separators only": ":::",
    "very long": signed("seen", ".".join(map(str, range(1, 1500)))),
}


@pytest.mark.parametrize("value", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_cookie_means_nothing_seen(value):
    assert [seen_in(value), reveals_in(value)] == [frozenset(), ()]


def test_every_cut_and_every_changed_letter_means_nothing_seen():
    value = signed("seen", "1.22.333")

    for place in range(len(value)):
        assert seen_in(value[:place]) == frozenset()
        changed = "2" if value[place] != "2" else "3"
        # The last letter of a signature holds bits that do not count.
        if place < len(value) - 1:
            assert seen_in(value[:place] + changed + value[place + 1 :]) == frozenset()
    assert seen_in(value) == {1, 22, 333}


def test_a_cookie_signed_for_another_purpose_means_nothing():
    public_id = new_public_id()

    assert seen_in(signed("seen", "1", salt="callback.revealed")) == frozenset()
    assert seen_in(signed("revealed", "1")) == frozenset()
    assert reveals_in(signed("seen", public_id)) == ()
    assert seen_in(TimestampSigner().sign("1")) == frozenset()


def test_a_cookie_signed_with_another_key_means_nothing(settings):
    value = signed("seen", "1")

    settings.SECRET_KEY = "quite another key, as after a change of secrets"

    assert seen_in(value) == frozenset()


ODD_FILMS = [
    "0", "01", "-1", "1.", ".1", "1..2", "1,2", " 1", "1 ", "1\n", "a", "1.a", "1e3", "1.0",
    "12345678901", "١", "1.２",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD_FILMS)
def test_films_in_another_form_mean_nothing_seen_though_signed(value):
    assert seen_in(signed("seen", value)) == frozenset()


ODD_REVEALS = [
    "2", "22222222", "2222222222", "a22222222", "222222222.", ".222222222", "222222222-",
    "222222222--222222222", "222222222 222222222", "222222222\n", "22222222A",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD_REVEALS)
def test_reveals_in_another_form_mean_none_though_signed(value):
    assert reveals_in(signed("revealed", value)) == ()


@pytest.mark.parametrize(
    ("name", "value", "age", "is_read"),
    [
        ("seen", "7", YEAR - 10, True),
        ("seen", "7", YEAR + 10, False),
        ("revealed", "222222222", DAY - 10, True),
        ("revealed", "222222222", DAY + 10, False),
    ],
)
def test_an_outdated_cookie_means_nothing_seen(monkeypatch, name, value, age, is_read):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - age)
    old = signed(name, value)
    monkeypatch.undo()

    read = cookies.reader_from_cookies(request_with(**{name: old}))

    assert read.has_state is is_read


def test_as_many_films_as_fit_are_kept_and_one_more_is_too_much():
    films = range(1_000, 1_000 + MOST_FILMS)

    value = kept(cookies.write_seen, films).cookies[cookies.SEEN].value

    assert seen_in(value) == frozenset(films)
    assert len(value) <= LONGEST
    with pytest.raises(cookies.TooMuch):
        kept(cookies.write_seen, range(1, MOST_FILMS + 2))


def test_a_signed_cookie_with_more_films_than_fit_means_nothing_seen():
    many = ".".join(str(number) for number in range(1, MOST_FILMS + 2))

    assert len(signed("seen", many)) <= LONGEST
    assert seen_in(signed("seen", many)) == frozenset()


@pytest.mark.parametrize(("length", "is_read"), [(LONGEST, True), (LONGEST + 1, False)])
def test_an_oversized_cookie_means_nothing_though_it_is_signed(length, is_read):
    room = length - len(signed("seen", "1").removeprefix("1"))
    value = signed("seen", "1" * (2 - room % 2) + ".1" * ((room - 1) // 2))

    assert len(value) == length
    assert bool(seen_in(value)) is is_read


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


def test_the_cookies_are_out_of_reach_for_scripts_and_other_sites():
    seen = kept(cookies.write_seen, [1]).cookies["seen"]
    revealed = kept(cookies.write_revealed, (Revealed("222222222"),)).cookies["revealed"]

    for cookie in (seen, revealed):
        assert [cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]] == [
            True,
            "Lax",
            "/",
            "",
        ]
    assert [seen["max-age"], revealed["max-age"]] == [YEAR, ""]


@pytest.mark.parametrize("https", [True, False])
def test_the_cookies_are_secure_where_the_site_is(settings, https):
    settings.SESSION_COOKIE_SECURE = https

    assert bool(kept(cookies.write_seen, [1]).cookies["seen"]["secure"]) is https


@pytest.mark.parametrize(
    ("write", "name"), [(cookies.write_seen, "seen"), (cookies.write_revealed, "revealed")]
)
def test_nothing_to_keep_empties_the_cookie_and_lets_it_go_at_once(write, name):
    """Not a deletion, which Chromium does not count as a change: tests/browser/ shows why."""
    cookie = kept(write, ()).cookies[name]

    kept_attributes = [cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"]]
    assert [cookie.value, *kept_attributes] == ["", 1, True, "Lax", "/"]
    assert not cookies.carries_state(request_with(**{name: cookie.value}))


@pytest.mark.parametrize("name", ["seen", "revealed", "sessionid"])
def test_a_request_with_any_cookie_of_a_readers_carries_state_though_unreadable(name):
    assert cookies.carries_state(request_with(**{name: "broken"}))
    assert not cookies.carries_state(request_with(theme="dark"))


def test_forgotten_cookies_are_emptied_whether_the_browser_has_them_or_not():
    request, response = request_with(seen="x", theme="dark"), HttpResponse()

    cookies.forget(request, "seen")
    cookies.forget(request, "revealed")
    cookies.delete_forgotten(request, response)

    emptied = {name: (cookie.value, cookie["max-age"]) for name, cookie in response.cookies.items()}
    assert emptied == {"seen": ("", 1), "revealed": ("", 1)}
