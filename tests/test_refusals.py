"""What cannot be served is refused on a page of this site's, with all of its headers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError
from django.test import RequestFactory

from config.refusals import server_error

from .conftest import ReaderClient

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Content-Type": "text/html; charset=utf-8",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ODD = ["rot13", "utf-16", "hex", "latin-1", "utf-8'", "no-such-charset", "idna"]


def refusal(response) -> tuple[int, dict[str, str], str]:
    """Status, headers but for the length, and heading."""
    headers = {name: text for name, text in response.items() if name != "Content-Length"}
    return response.status_code, headers, response.text.partition("<h1>")[2].partition("<")[0]


@pytest.mark.parametrize("charset", ODD)
@pytest.mark.parametrize("address", ["/films/?done=saved", "/?a=%C3%A9", "/nowhere/?q=1"])
def test_a_strangers_page_is_the_same_whatever_charset_is_claimed(
    world, stranger, address, charset
):
    plain = stranger.get(address)

    odd = stranger.get(address, CONTENT_TYPE=f"text/html; charset={charset}")

    assert (odd.status_code, odd.content, dict(odd.items())) == (
        plain.status_code,
        plain.content,
        dict(plain.items()),
    )


@pytest.mark.parametrize("charset", ODD)
def test_a_form_in_another_charset_is_refused(fan_of_first, charset):
    response = fan_of_first.generic(
        "POST",
        "/seen/?a=1",
        "preset=none",
        f"application/x-www-form-urlencoded; charset={charset}",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert refusal(response) == (400, HEADERS, "Not understood")
    assert not response.cookies


@pytest.mark.parametrize("claimed", ["utf-8", "UTF-8", '"utf-8"', "utf8"])
def test_a_form_that_says_that_it_is_utf_8_is_read(world, stranger, claimed):
    response = stranger.generic(
        "POST",
        f"/films/{world.first.slug}/seen/",
        "a=1",
        f"application/x-www-form-urlencoded; charset={claimed}",
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert response.status_code == 303


@pytest.mark.parametrize("address", ["/?done=saved", "/healthz", "/admin/", "/static/icon.svg"])
@pytest.mark.parametrize("cookie", ["", "seen=1", "sessionid=abc", "revealed=x; sessionid=y"])
def test_another_host_is_refused_before_anybody_asks_who_it_is(db, address, cookie):
    stranger = ReaderClient(raise_request_exception=False)

    response = stranger.get(address, headers={"Host": "evil.example", "Cookie": cookie})

    assert refusal(response) == (400, HEADERS, "Not understood")


def test_another_host_over_plain_http_is_refused_in_production(settings):
    settings.SECURE_SSL_REDIRECT = True

    response = ReaderClient().get("/", headers={"Host": "evil.example"})

    assert refusal(response) == (400, HEADERS, "Not understood")


@pytest.mark.parametrize("address", ["/", "/seen/", "/nowhere/", "/accounts/login/", "/admin/"])
def test_more_names_than_any_page_knows_are_refused(db, address):
    many = "&".join(f"name{number}=1" for number in range(1500))

    asked = ReaderClient().get(f"{address}?{many}")

    assert refusal(asked) == (400, HEADERS, "Not understood")


def test_a_form_with_too_many_fields_is_refused_and_changes_nothing(fan_of_first):
    response = fan_of_first.act("/seen/", {f"name{number}": "1" for number in range(1500)})

    status, _, heading = refusal(response)
    assert (status, heading) == (400, "Not understood")
    assert not response.cookies


@pytest.mark.parametrize("address", ["/?q=%00", "/?%00=1", "/admin/films/film/?q=a%00b"])
def test_a_character_that_no_text_has_is_refused(editor_client, address):
    assert refusal(editor_client.get(address)) == (400, HEADERS, "Not understood")


def test_a_number_that_no_date_has_is_refused(editor_client):
    editor_client.raise_request_exception = False

    response = editor_client.get(f"/admin/interviews/interview/?date__year={'9' * 30}")

    assert refusal(response) == (400, HEADERS | {"Vary": "Cookie"}, "Not understood")


@pytest.mark.parametrize("error", [DataError, OverflowError])
def test_what_no_column_holds_is_not_our_fault(error):
    try:
        raise error
    except error:
        response = server_error(RequestFactory().get("/"))

    assert (response.status_code, "Retry-After" in response) == (400, False)
    assert "<h1>Not understood</h1>" in response.text


def test_files_that_would_have_to_lie_on_the_disk_are_refused_before_they_are_read(db):
    file = SimpleUploadedFile("content.zip", b"0" * 2_700_000)

    response = ReaderClient().post("/admin/content/import/", {"files": file})

    assert refusal(response) == (413, HEADERS, "Too large")


@pytest.mark.parametrize("address", ["/seen/", "/seen/clear/", "/accounts/login/"])
def test_a_body_longer_than_any_form_of_readers_is_refused(db, address):
    response = ReaderClient().act(address, {"films": "1" * 300_000})

    assert refusal(response) == (413, HEADERS, "Too large")


def test_a_database_that_cannot_be_reached_is_our_fault_and_passes():
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        response = server_error(RequestFactory().get("/"))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "<h1>One moment</h1>" in response.text


def test_anything_else_that_breaks_is_our_fault():
    try:
        raise LookupError
    except LookupError:
        response = server_error(RequestFactory().get("/"))

    assert (response.status_code, "Retry-After" in response) == (500, False)
    assert "<h1>Out of order</h1>" in response.text
