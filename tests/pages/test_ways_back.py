"""Where revealing and hiding lead from elsewhere, and whom they refuse."""

import pytest

from .visiting import go

GARDEN = "/films/the-garden/"

#: Where each action leads that names no page of ours.
FALLBACKS = {
    "/notes/ngrndng22/reveal/": "/films/the-garden/?done=opened-ngrndng22#note-ngrndng22",
    "/notes/ngrndng22/hide/": "/films/the-garden/#note-ngrndng22",
    "/quotes/qgzdr2222/reveal/": (
        "/interviews/ida-holm-2021/?done=opened-qgzdr2222#quote-qgzdr2222"
    ),
    "/quotes/qgzdr2222/hide/": "/interviews/ida-holm-2021/#quote-qgzdr2222",
    "/echoes/cmrrr2222/reveal/": "/echoes/cmrrr2222/?done=opened-cmrrr2222",
    "/echoes/cmrrr2222/hide/": "/echoes/cmrrr2222/",
}


@pytest.mark.parametrize(
    "referer",
    [
        None,
        "",
        "https://example.org/films/the-bell/",
        "https://testserver/films/the-bell/",
        "http://testserver.example.org/films/the-bell/",
        "http://testserver:81/films/the-bell/",
        "http://testserver//example.org/",
        "http://testserver/\\example.org/",
        "//example.org/",
        "javascript:alert(1)",
        "http://[",
    ],
)
def test_who_does_not_come_from_a_page_of_ours_goes_where_the_item_stands(cinema, fan_of, referer):
    client = fan_of(cinema.garden)
    headers = {} if referer is None else {"Referer": referer}

    places = {address: go(client, address, **headers) for address in FALLBACKS}

    assert places == {address: (303, place) for address, place in FALLBACKS.items()}


def test_of_the_page_that_one_was_on_only_the_path_is_kept(cinema, stranger):
    page = "/films/the-bell/?done=seen-the-bell&next=//example.org"

    place = go(stranger, "/notes/nbxrng222/reveal/", page)

    assert place == (303, "/films/the-bell/?done=opened-nbxrng222#note-nbxrng222")


HIDDEN = ["/notes/ngrkx2222/", "/quotes/qgznght22/", "/echoes/cmrrr2222/"]
MISSING = ["/notes/222222222/", "/quotes/222222222/", "/echoes/222222222/"]


@pytest.mark.parametrize("verb", ["reveal", "hide"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_may_not_be_known_and_what_is_not_there_are_refused_alike(
    cinema, stranger, verb, headers
):
    answers = [stranger.act(f"{item}{verb}/", page=GARDEN, **headers) for item in HIDDEN + MISSING]

    first = answers[0]
    assert first.status_code == 404
    assert {(one.status_code, one.content) for one in answers} == {(404, first.content)}
    assert [dict(one.headers) for one in answers] == [dict(first.headers)] * 6
    assert stranger.cookies.output() == ""


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_reveals_or_hides(cinema, stranger, method):
    items = ["/notes/ngrndng22/", "/quotes/qgzdr2222/", *HIDDEN, *MISSING]

    answers = [
        getattr(stranger, method)(f"{item}{verb}/") for item in items for verb in ("reveal", "hide")
    ]

    assert {(one.status_code, one["Allow"]) for one in answers} == {(405, "POST")}
    assert stranger.cookies.output() == ""


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_reveals_nothing(cinema, stranger, site):
    response = stranger.act("/notes/ngrndng22/reveal/", page=GARDEN, **{"Sec-Fetch-Site": site})

    assert (response.status_code, stranger.cookies.output()) == (403, "")


def test_hiding_the_note_by_which_an_echo_is_known_leads_away_from_the_page_of_the_echo(
    cinema, stranger
):
    stranger.has_revealed("ngrndng22")
    assert stranger.get("/echoes/cmrrr2222/").status_code == 200

    plain = go(stranger, "/notes/ngrndng22/hide/", "/echoes/cmrrr2222/")

    assert plain == (303, "/echoes/")
