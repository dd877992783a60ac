"""Where revealing and hiding lead from elsewhere, and whom they refuse."""

import pytest

from .reading import read
from .visiting import go

GARDEN = "/films/the-garden/"

#: Where each action leads that names no page of ours.
FALLBACKS = {
    "/notes/ngrndng22/reveal/": "/films/the-garden/?done=opened-ngrndng22#note-ngrndng22",
    "/notes/ngrndng22/hide/": "/films/the-garden/#note-ngrndng22",
    "/quotes/qgzdr2222/reveal/": (
        "/interviews/ida-holm-2021/?done=opened-qgzdr2222#quote-qgzdr2222"
    ),
    "/quotes/qgzdr2222/hide/": "/interviews/ida-holm-2021/?done=hidden#quote-qgzdr2222",
    "/echoes/cmrrr2222/reveal/": "/echoes/cmrrr2222/?done=opened-cmrrr2222",
    "/echoes/cmrrr2222/hide/": "/echoes/cmrrr2222/?done=hidden",
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

    said = [one.text.replace(one.wsgi_request.path, "…") for one in answers]
    headers = [
        {name: value for name, value in one.items() if name != "Content-Length"} for one in answers
    ]
    assert {one.status_code for one in answers} == {404}
    assert (said, headers) == ([said[0]] * 6, [headers[0]] * 6)
    assert stranger.cookies.output() == ""


ITEMS = ["/notes/ngrndng22/", "/quotes/qgzdr2222/"]


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_hides(cinema, stranger, method):
    answers = [getattr(stranger, method)(f"{item}hide/") for item in [*ITEMS, *HIDDEN, *MISSING]]

    assert {(one.status_code, one["Allow"]) for one in answers} == {(405, "POST")}
    assert stranger.cookies.output() == ""


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_revealing_is_asked_for_and_done_and_nothing_else(cinema, stranger, method):
    answers = [getattr(stranger, method)(f"{item}reveal/") for item in [*ITEMS, *HIDDEN, *MISSING]]

    assert {(one.status_code, one["Allow"]) for one in answers} == {(405, "GET, HEAD, POST")}
    assert stranger.cookies.output() == ""


@pytest.mark.parametrize("method", ["get", "head"])
def test_to_be_asked_opens_nothing_and_tells_of_nothing_hidden(cinema, stranger, method):
    answers = {
        item: getattr(stranger, method)(f"{item}reveal/") for item in [*ITEMS, *HIDDEN, *MISSING]
    }

    assert {item: one.status_code for item, one in answers.items()} == dict.fromkeys(
        ITEMS, 200
    ) | dict.fromkeys([*HIDDEN, *MISSING], 404)
    assert stranger.cookies.output() == ""
    assert len({answers[item].text.replace(item, "…") for item in [*HIDDEN, *MISSING]}) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_reveals_nothing_and_does_not_learn_what_there_is(cinema, stranger, site):
    for item in [*ITEMS, *HIDDEN, *MISSING]:
        response = stranger.act(f"{item}reveal/", page=GARDEN, **{"Sec-Fetch-Site": site})

        assert (response.status_code, stranger.cookies.output()) == (403, "")


def test_hiding_the_note_by_which_an_echo_is_known_leads_away_from_the_page_of_the_echo(
    cinema, stranger
):
    stranger.has_revealed("ngrndng22")
    assert stranger.get("/echoes/cmrrr2222/").status_code == 200

    plain = go(stranger, "/notes/ngrndng22/hide/", "/echoes/cmrrr2222/")

    assert plain == (303, "/echoes/?done=hidden")


@pytest.mark.parametrize(
    ("back", "place"),
    [
        ("/films/the-garden/", "/films/the-garden/?done=saved"),
        ("/echoes/cmrrr2222/", "/echoes/cmrrr2222/?done=saved"),
        # Marking did not open it: the page above.
        ("/echoes/crpt22222/", "/echoes/?done=closed"),
        ("/people/nobody/", "/people/?done=closed"),
        ("/nowhere", "/?done=closed"),
        ("/films/?q=x#notes", "/films/?done=saved"),
        ("", "/?done=saved"),
        ("//elsewhere.example/", "/?done=saved"),
        ("https://elsewhere.example/", "/?done=saved"),
        ("/\\elsewhere.example/", "/?done=saved"),
        ("/a\r\nX: y/", "/?done=saved"),
        # What only a POST may ask is no page to come back to.
        ("/seen/clear/", "/seen/?done=closed"),
        ("/seen/undo/", "/seen/?done=closed"),
        ("/films/the-garden/unseen/", "/films/the-garden/?done=closed"),
    ],
)
def test_saving_leads_back_to_the_page_that_sent_one_here(cinema, stranger, back, place):
    sent = {"shown": "", "films": [cinema.house.key], "back": back}

    assert go(stranger, "/seen/", "/seen/", sent) == (303, place)


def test_the_way_back_stays_in_the_form_through_presets_and_mistakes(cinema, stranger):
    back = "/echoes/cmrrr2222/"

    backs = [
        [
            one.attributes["value"]
            for one in read(page).main.all("input")
            if one.attributes["name"] == "back"
        ]
        for page in (
            stranger.get(f"/seen/?back={back}"),
            stranger.get(f"/seen/?back={back}&shown=&preset=all:houses"),
            stranger.act("/seen/", {"back": back}),
            stranger.get("/seen/"),
            stranger.get("/seen/?back=//elsewhere.example/"),
        )
    ]

    assert backs == [[back], [back], [back], [], []]
