"""The normaliser takes out what is random in its exact form, and leaves everything else to compare."""

import time
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.core import signing
from django.http import HttpResponse
from django.utils.http import http_date

from editing.opened import Opened
from readers import undo

from .watching.normalise import Normaliser

NOW = 1_800_000_000.4
DAY = 24 * 3600
KEY, TOKEN = "0123456789abcdefghijklmnopqrstuv", "0123456789abcdefghijABCDEFGHIJKL"


@pytest.fixture
def normaliser() -> Normaliser:
    """Of an answer that took a second."""
    return Normaliser(NOW, NOW + 1)


@pytest.fixture
def _now(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: NOW)


@pytest.mark.parametrize(
    ("name", "value"), [("sessionid", KEY), ("csrftoken", KEY), ("csrftoken", TOKEN)]
)
def test_a_key_or_token_of_djangos_form_is_taken_out_and_kept(normaliser, name, value):
    assert sent(normaliser, name, value) == f"{name}=token"
    assert normaliser.taken == [value]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sessionid", TOKEN),
        ("sessionid", KEY[:-1]),
        ("sessionid", f"{KEY}0"),
        ("sessionid", "17-notes"),
        ("sessionid", ""),
        ("csrftoken", KEY[:-1]),
        ("csrftoken", f"{KEY}{KEY}"),
        ("csrftoken", f"{KEY[:-1]}-"),
        ("visited", KEY),
    ],
)
def test_any_other_value_stays(normaliser, name, value):
    assert sent(normaliser, name, value) == f"{name}={value or '""'}"
    assert normaliser.taken == []


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize("cookie", ["seen", "messages"])
def test_a_right_signature_of_now_is_taken_out_with_its_time(normaliser, cookie):
    name, value = cookie, seen("222222", "333333") if cookie == "seen" else message()

    content, *_signature = value.rsplit(":", 2)
    assert sent(normaliser, name, value) == f"{name}={content}:signed"
    assert normaliser.taken == [value.removeprefix(f"{content}:")]


@pytest.mark.usefixtures("_now")
def test_a_signature_that_is_wrong_or_of_another_cookie_stays(normaliser):
    value = seen("222222", "333333")
    other = value[:-1] + ("A" if value[-1] != "A" else "E")

    for name, wrong in (
        ("seen", other),
        ("seen", f"{value}x"),
        ("revealed", value),
        ("seen", "1.2"),
    ):
        assert sent(normaliser, name, wrong) == f"{name}={wrong}"
    assert normaliser.taken == []


@pytest.mark.usefixtures("_now")
def test_what_takes_an_action_back_is_compared_but_for_its_time(normaliser):
    value = signing.dumps({"marked": ["222222"]}, salt=undo.SALT, compress=True)
    content, *_signature = value.rsplit(":", 2)
    forged = f"{value}x"

    for sent_value, left in ((value, f"{content}:signed"), (forged, quote(forged))):
        response = HttpResponse(headers={"Location": f"/?done=locked&undo={quote(sent_value)}"})

        assert normaliser.headers(response)[1] == ("location", f"/?done=locked&undo={left}")


@pytest.mark.parametrize("off", [-1, 2])
def test_a_signature_of_another_time_stays(normaliser, monkeypatch, off):
    monkeypatch.setattr(time, "time", lambda: NOW + off)
    value = seen("222222", "333333")

    assert sent(normaliser, "seen", value) == f"seen={value}"


@pytest.mark.parametrize(("late", "taken"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_cookie_expires_when_its_age_says_so_or_its_date_stays(normaliser, late, taken):
    date = http_date(NOW + DAY + late)

    written = sent(normaliser, "a", "b", **{"expires": date, "max-age": DAY})

    assert ("expires=after Max-Age" in written, date in written) == (taken, not taken)
    assert normaliser.taken == [date] * taken


@pytest.mark.parametrize(
    ("date", "age"),
    [(http_date(NOW), ""), (http_date(NOW + DAY), ""), (http_date(0), 0), ("no date", DAY)],
)
def test_without_an_age_that_fits_the_date_of_a_cookie_stays(normaliser, date, age):
    assert f"expires={date}" in sent(normaliser, "a", "b", **{"expires": date, "max-age": age})


@pytest.mark.parametrize(
    ("caching", "late", "expected"),
    [
        ("no-store", 0, "now"),
        ("max-age=0, no-cache", 1, "now"),
        ("private, max-age=86400", DAY, "after max-age"),
        ("max-age=86400", DAY + 1, "after max-age"),
    ],
)
def test_a_page_that_expires_now_or_after_its_age_says_nothing(normaliser, caching, late, expected):
    assert expires(normaliser, caching, http_date(NOW + late)) == expected


@pytest.mark.parametrize(
    ("caching", "date"),
    [
        ("no-store", http_date(NOW + 2)),
        ("no-store", http_date(NOW - 1)),
        ("no-store", http_date(NOW + DAY)),
        ("max-age=86400", http_date(NOW + DAY + 2)),
        ("max-age=0, s-maxage=86400", http_date(NOW + DAY)),
        ("x-max-age=86400", http_date(NOW + DAY)),
        ("no-store", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("no-store", http_date(NOW).replace("GMT", "-0000")),
        ("no-store", "0"),
    ],
)
def test_a_page_that_expires_at_another_time_is_compared(normaliser, caching, date):
    assert expires(normaliser, caching, date) == date
    assert normaliser.taken == []


def test_every_other_header_stays(normaliser):
    response = HttpResponse(headers={"Last-Modified": http_date(NOW), "ETag": f'"{KEY}"'})

    headers = dict(normaliser.headers(response))

    assert (headers["last-modified"], headers["etag"]) == (http_date(NOW), f'"{KEY}"')


def test_a_token_in_a_form_is_taken_out(normaliser):
    form = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'

    assert normaliser.body(form.format(TOKEN * 2).encode()) == form.format("token").encode()
    assert normaliser.taken == [TOKEN * 2]


@pytest.mark.parametrize(
    "body",
    [
        f'name="csrfmiddlewaretoken" value="{TOKEN}"',
        f'name="csrfmiddlewaretoken" value="{TOKEN * 2}0"',
        f'name="csrfmiddlewaretoken" value="{TOKEN}{TOKEN[:-1]}-"',
        'name="csrfmiddlewaretoken" value="17"',
        f'name="token" value="{TOKEN * 2}"',
        '<script nonce="J_9wmesX9Xdz4eqFRlrBAw">',
    ],
)
def test_any_other_part_of_a_page_stays(normaliser, body):
    assert normaliser.body(body.encode()) == body.encode()
    assert normaliser.taken == []


def sent(normaliser: Normaliser, name: str, value: str, **attributes) -> str:
    jar = SimpleCookie({name: value})
    jar[name].update(attributes)
    return normaliser.cookie(jar[name])


def expires(normaliser: Normaliser, caching: str, date: str) -> str:
    response = HttpResponse(headers={"Cache-Control": caching, "Expires": date})
    return dict(normaliser.headers(response))["expires"]


def seen(*keys: str) -> str:
    response = HttpResponse()
    response.set_signed_cookie("seen", ".".join(keys), salt="callback.seen")
    return response.cookies["seen"].value


def message() -> str:
    signer = signing.get_cookie_signer(salt="django.contrib.messages")
    return signer.sign_object(["Saved."])


@pytest.mark.parametrize(
    ("value", "left"),
    [(Opened(1, 2, {"-3": "abcdefgh"}).written(), "opened"), ("35-notes", "35-notes")],
    ids=["ours", "another's"],
)
def test_what_a_form_was_opened_with_is_taken_out_where_it_is_signed(normaliser, value, left):
    field = '<input type="hidden" name="opened_with" value="{}">'

    assert normaliser.body(field.format(value).encode()) == field.format(left).encode()
    assert normaliser.taken == ([] if left == value else [value])
