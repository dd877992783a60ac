"""Who may keep a page, and for how long."""

import pytest

STRANGERS = "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("address", ["/", "/films/the-garden/", "/seen/", "/promise/"])
def test_a_strangers_page_is_cacheable_and_free_of_cookies_and_tokens(world, stranger, address):
    response = stranger.get(address)

    assert response["Cache-Control"] == STRANGERS
    assert response["Vary"] == "Cookie"
    assert response["ETag"]
    assert not response.cookies
    assert b"csrf" not in response.content


def test_a_strangers_page_that_did_not_change_is_answered_304_without_a_body(world, stranger):
    first = stranger.get("/films/the-garden/")

    second = stranger.get("/films/the-garden/", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])


def test_the_etag_does_not_change_with_what_is_locked(world, stranger):
    before = stranger.get("/films/the-garden/")["ETag"]

    note = type(world.later).objects.for_editor().get(pk=world.later.pk)
    note.sealed_text = "Something quite different happens."
    note.save()

    assert stranger.get("/films/the-garden/")["ETag"] == before


@pytest.mark.parametrize("address", ["/", "/films/the-garden/", "/nowhere", "/promise/"])
def test_a_page_for_a_reader_with_state_is_kept_by_nobody(world, fan_of_first, address):
    response = fan_of_first.get(address)

    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_a_forged_cookie_is_nobody_and_still_private(world, stranger):
    page = stranger.get("/films/the-garden/").content
    stranger.cookies["seen"] = "1.2.3:forged"

    response = stranger.get("/films/the-garden/")

    assert (response.status_code, response.content) == (200, page)
    assert response["Cache-Control"] == "private, no-store"


def test_every_page_carries_the_security_headers(world, stranger):
    response = stranger.get("/films/the-garden/")

    kept = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options")
    assert {name: response[name] for name in (*kept, "Referrer-Policy")} == {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
