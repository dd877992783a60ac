"""Only this site's own pages may act for a reader."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory

from readers.middleware import ReaderMiddleware
from readers.origin import reader_action, way_back

HERE = "http://testserver"
ALLOWED, REFUSED = 200, 403


@reader_action
def act(request):
    return HttpResponse("done")


def answer(headers: dict, **kwargs: object) -> int:
    request = RequestFactory().post("/seen/", headers=headers, **kwargs)
    request.user = AnonymousUser()
    return ReaderMiddleware(act)(request).status_code


COMBINATIONS = [
    # Sec-Fetch-Site, Origin, Referer, answer; None: not sent
    ("same-origin", None, None, ALLOWED),
    ("same-origin", HERE, f"{HERE}/films/", ALLOWED),
    ("none", None, None, ALLOWED),
    ("none", "", "", ALLOWED),
    ("none", HERE, None, ALLOWED),
    ("none", None, f"{HERE}/films/", ALLOWED),
    ("none", "http://elsewhere.example", None, REFUSED),
    ("none", "http://elsewhere.example", HERE, REFUSED),
    ("none", "null", None, REFUSED),
    ("none", None, "http://elsewhere.example/", REFUSED),
    ("same-site", None, None, REFUSED),
    ("cross-site", None, None, REFUSED),
    # What the browser says of itself outweighs the rest.
    ("cross-site", HERE, HERE, REFUSED),
    ("same-site", HERE, HERE, REFUSED),
    ("same-origin, cross-site", HERE, None, REFUSED),
    ("SAME-ORIGIN", HERE, None, REFUSED),
    ("nonsense", HERE, None, REFUSED),
    # No Fetch Metadata, as over plain HTTP: the origin must be this one, to the letter.
    (None, HERE, None, ALLOWED),
    (None, HERE, "https://elsewhere.example/", ALLOWED),
    (None, "https://testserver", None, REFUSED),
    (None, "http://testserver:8000", None, REFUSED),
    (None, "http://elsewhere.example", None, REFUSED),
    (None, "http://elsewhere.example", f"{HERE}/films/", REFUSED),
    (None, "http://testserver.elsewhere.example", None, REFUSED),
    (None, "http://testserver@elsewhere.example", None, REFUSED),
    (None, "http://user@testserver", None, REFUSED),
    (None, "null", None, REFUSED),
    (None, "null", f"{HERE}/films/", REFUSED),
    (None, "testserver", None, REFUSED),
    (None, "//testserver", None, REFUSED),
    (None, "http://[broken", None, REFUSED),
    (None, None, f"{HERE}/films/?a=b", ALLOWED),
    (None, None, HERE, ALLOWED),
    (None, None, "http://elsewhere.example/testserver", REFUSED),
    (None, None, "http://elsewhere.example/?http://testserver", REFUSED),
    (None, None, "/films/", REFUSED),
    (None, None, "", REFUSED),
    (None, None, None, REFUSED),
    ("", None, None, REFUSED),
    ("", HERE, None, ALLOWED),
]


@pytest.mark.parametrize(("site", "origin", "referer", "expected"), COMBINATIONS)
def test_an_action_comes_from_this_site_or_is_refused(site, origin, referer, expected):
    headers = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}

    sent = {name: value for name, value in headers.items() if value is not None}

    assert answer(sent) == expected


def test_over_https_the_origin_is_https():
    assert answer({"Origin": "https://testserver"}, secure=True) == ALLOWED
    assert answer({"Origin": "http://testserver"}, secure=True) == REFUSED


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_only_post_acts(method):
    request = getattr(RequestFactory(), method)("/", headers={"Sec-Fetch-Site": "same-origin"})

    response = act(request)

    assert [response.status_code, response["Allow"]] == [405, "POST"]


def test_a_guarded_view_keeps_its_name_and_gets_its_arguments():
    @reader_action
    def reveal(request, *args, **kwargs):
        return HttpResponse(repr([args, kwargs]))

    request = RequestFactory().post("/", headers={"Sec-Fetch-Site": "same-origin"})

    assert reveal.__name__ == "reveal"
    assert reveal(request, 1, public_id="b").content == b"[(1,), {'public_id': 'b'}]"


def test_an_action_needs_no_token():
    assert act.csrf_exempt


# What the browser says of the page that it comes from, and where it is sent back to.
PAGES = [
    ("http://testserver/films/the-house/", "/films/the-house/"),
    # What a page was asked with is not what it is.
    ("http://testserver/films/?done=saved#notes", "/films/"),
    ("http://testserver", "/fallback/"),
    ("", "/fallback/"),
    ("/films/", "/fallback/"),
    ("testserver/films/", "/fallback/"),
    ("//testserver/films/", "/fallback/"),
    ("https://testserver/films/", "/fallback/"),
    ("http://testserver:8000/films/", "/fallback/"),
    ("http://user@testserver/films/", "/fallback/"),
    ("http://elsewhere.example/films/", "/fallback/"),
    ("http://testserver.elsewhere.example/films/", "/fallback/"),
    ("http://testserver//elsewhere.example/", "/fallback/"),
    ("http://testserver///elsewhere.example/", "/fallback/"),
    ("http://testserver/\\elsewhere.example/", "/fallback/"),
    ("http://testserver\\elsewhere.example/", "/fallback/"),
    ("http://testserver/\t/elsewhere.example/", "/fallback/"),
    ("javascript:alert(1)", "/fallback/"),
    ("http://[broken", "/fallback/"),
]


@pytest.mark.parametrize(("referer", "page"), PAGES)
def test_the_way_back_leads_to_a_page_of_this_site_only(referer, page):
    request = RequestFactory().post("/", headers={"Referer": referer})

    assert way_back(request, "/fallback/") == page


def test_over_https_the_way_back_is_a_page_over_https():
    request = RequestFactory().post("/", headers={"Referer": "https://testserver/a/"}, secure=True)

    assert way_back(request, "/fallback/") == "/a/"


def test_a_browser_that_names_no_page_goes_to_the_fallback():
    request = RequestFactory().post("/?back=/films/", {"next": "/films/"})

    assert way_back(request, "/fallback/") == "/fallback/"


#: What a form or an address names as the page to go back to.
BACKS = [
    ("/notes/ngrndng22/", "/notes/ngrndng22/"),
    ("/films/?done=saved#notes", "/films/"),
    ("/seen/?after=0&after=&done=saved&back=/notes/", "/seen/?after=0&back=%2Fnotes%2F"),
    ("/filme/größe/", "/filme/größe/"),
    ("", "/films/"),
    ("films/", "/films/"),
    ("//elsewhere.example/", "/films/"),
    ("/\\elsewhere.example/", "/films/"),
    ("/\t/elsewhere.example/", "/films/"),
    ("http://testserver/notes/", "/films/"),
    ("http://elsewhere.example/", "/films/"),
    ("javascript:alert(1)", "/films/"),
    # What no header takes.
    ("/a\r\nSet-Cookie: seen=1", "/films/"),
    ("/a\n/", "/films/"),
    ("/a\0/", "/films/"),
    ("/a\x7f/", "/films/"),
    ("/a\u2028/", "/films/"),
    ("/a\ud800/", "/films/"),
]


@pytest.mark.parametrize(("back", "page"), BACKS)
def test_what_a_form_names_comes_before_the_page_that_it_stands_on(back, page):
    request = RequestFactory().post("/", headers={"Referer": f"{HERE}/films/"})
    request.POST = QueryDict(mutable=True)
    request.POST["back"] = back

    assert way_back(request, "/fallback/") == page


@pytest.mark.parametrize(("back", "page"), BACKS)
def test_a_page_goes_by_its_address_and_not_by_where_one_comes_from(back, page):
    """A shared cache does not tell apart who comes from where."""
    request = RequestFactory().get("/", headers={"Referer": f"{HERE}/people/"})
    request.GET = QueryDict(mutable=True)
    request.GET["back"] = back

    assert way_back(request, "/films/") == page
