"""A cookie that cannot be read in full means: nothing seen, and never an error."""

import pytest
from django.core.signing import TimestampSigner
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.models import ALPHABET, PUBLIC_ID_LENGTH, new_public_id
from gate.reader import NOBODY, Reader, Revealed
from readers import cookies
from tests.factories import FilmFactory

from .jar import kept, request_with, reveals_in, seen_in, signed

YEAR = 365 * 24 * 3600

public_ids = st.text(ALPHABET, min_size=PUBLIC_ID_LENGTH, max_size=PUBLIC_ID_LENGTH)
reveals = st.builds(Revealed, public_ids, st.lists(public_ids, max_size=4).map(tuple))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.frozensets(st.integers(0, 8), min_size=1))
def test_the_films_written_are_the_films_read(films, chosen):
    film_ids = frozenset(films[number].pk for number in chosen)

    value = kept(cookies.write_seen, film_ids).cookies[cookies.SEEN].value

    assert seen_in(value) == film_ids


@given(st.lists(reveals, min_size=1, max_size=20).map(tuple))
def test_the_reveals_written_are_the_reveals_read(written):
    value = kept(cookies.write_revealed, written).cookies[cookies.REVEALED].value

    assert reveals_in(value) == written


def test_the_films_stand_in_the_order_of_their_keys_whoever_lists_them(films):
    """Else the cookie would tell in which order a set happens to be kept."""
    last, first, middle = (FilmFactory(key=key) for key in ("zzzzz", "2zzzz", "bcdfg"))

    value = kept(cookies.write_seen, [last.pk, first.pk, middle.pk]).cookies[cookies.SEEN].value

    assert value.partition(":")[0] == "2zzzz.bcdfg.zzzzz"


def test_a_film_that_gets_the_row_of_another_is_not_open_to_whoever_had_seen_that(films):
    """As after a restore: the row numbers come again, the keys do not."""
    old = films[0]
    value = kept(cookies.write_seen, [old.pk]).cookies[cookies.SEEN].value
    before = seen_in(value)

    number = old.pk
    old.delete()
    FilmFactory(pk=number)

    assert (before, seen_in(value)) == ({number}, frozenset())


def test_a_film_that_is_gone_is_left_out_and_the_others_are_read(films):
    value = kept(cookies.write_seen, [film.pk for film in films[:3]]).cookies["seen"].value

    films[1].delete()

    assert seen_in(value) == {films[0].pk, films[2].pk}


def test_a_request_without_cookies_is_nobodys():
    assert cookies.reader_from_cookies(request_with()) == NOBODY
    assert not cookies.carries_state(request_with())


def test_both_cookies_make_one_reader(films):
    public_id = new_public_id()
    seen = signed("seen", "333333.555555")
    request = request_with(seen=seen, revealed=signed("revealed", public_id))

    assert cookies.reader_from_cookies(request) == Reader(
        seen=frozenset({films[1].pk, films[3].pk}), reveals=(Revealed(public_id),)
    )


def test_one_broken_cookie_does_not_break_the_other(films):
    request = request_with(seen=signed("seen", "222222"), revealed="broken")

    assert cookies.reader_from_cookies(request) == Reader(seen=frozenset({films[0].pk}))


FORGERIES = {
    "empty": "",
    "unsigned": "222222.333333",
    "signed by nobody": "222222.333333:1wMtKl:" + "x" * 43,
    "no signature": "222222.333333::",
    "bytes that are no text": "222222.333333:\ufffd:\ufffd",
    "null": "222222.333333\0",
    "separators only": ":::",
    "very long": signed("seen", ".".join(["222222"] * 1500)),
}


@pytest.mark.parametrize("value", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_cookie_means_nothing_seen(films, value):
    assert [seen_in(value), reveals_in(value)] == [frozenset(), ()]


def test_every_cut_and_every_changed_letter_means_nothing_seen(films):
    value = signed("seen", "222222.333333")

    for place in range(len(value)):
        assert seen_in(value[:place]) == frozenset()
        changed = "2" if value[place] != "2" else "3"
        # The last letter of a signature holds bits that do not count.
        if place < len(value) - 1:
            assert seen_in(value[:place] + changed + value[place + 1 :]) == frozenset()
    assert seen_in(value) == {films[0].pk, films[1].pk}


def test_a_cookie_signed_for_another_purpose_means_nothing(films):
    public_id = new_public_id()

    assert seen_in(signed("seen", "222222", salt="callback.revealed")) == frozenset()
    assert seen_in(signed("revealed", "222222")) == frozenset()
    assert reveals_in(signed("seen", public_id)) == ()
    assert seen_in(TimestampSigner().sign("222222")) == frozenset()


def test_a_cookie_signed_with_another_key_means_nothing(films, settings):
    value = signed("seen", "222222")

    settings.SECRET_KEY = "quite another key, as after a change of secrets"

    assert seen_in(value) == frozenset()


def test_a_cookie_signed_with_the_key_before_is_read_as_long_as_that_is_a_fallback(films, settings):
    seen, revealed = signed("seen", "222222"), signed("revealed", "222222222")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "quite another key, as after a change of secrets"

    assert seen_in(seen) == {films[0].pk}
    assert reveals_in(revealed) == (Revealed("222222222"),)
    assert signed("seen", "222222").rpartition(":")[2] != seen.rpartition(":")[2]


ODD_FILMS = [
    "2", "2222", "2222222", "222222.", ".222222", "222222..333333", "222222,333333", " 222222", "222222 ",
    "222222\n", "22222a", "222222.a", "222222A", "222220", "1", "1.2", "２２２２２２", "222222.٢٢٢٢٢٢",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD_FILMS)
def test_films_in_another_form_mean_nothing_seen_though_signed(films, value):
    assert seen_in(signed("seen", value)) == frozenset()


ODD_REVEALS = [
    "2", "22222222", "2222222222", "a22222222", "222222222.", ".222222222", "222222222-",
    "222222222--222222222", "222222222 222222222", "222222222\n", "22222222A",
]  # fmt: skip


@pytest.mark.parametrize("value", ODD_REVEALS)
def test_reveals_in_another_form_mean_none_though_signed(value):
    assert reveals_in(signed("revealed", value)) == ()


def test_the_cookies_are_out_of_reach_for_scripts_and_other_sites(films):
    seen = kept(cookies.write_seen, [films[0].pk]).cookies["seen"]
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
def test_the_cookies_are_secure_where_the_site_is(films, settings, https):
    settings.SESSION_COOKIE_SECURE = https

    assert bool(kept(cookies.write_seen, [films[0].pk]).cookies["seen"]["secure"]) is https


@pytest.mark.parametrize(
    ("write", "name"), [(cookies.write_seen, "seen"), (cookies.write_revealed, "revealed")]
)
def test_nothing_to_keep_empties_the_cookie_and_lets_it_go_at_once(db, write, name):
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
