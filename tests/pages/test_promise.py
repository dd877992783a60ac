"""The page of the promise, and the pages that say no."""

from inspect import cleandoc

import pytest

from gate.declassified import PUBLIC

from .reading import read
from .visiting import go

NOT_FOUND = """
# Not in the programme
There is no such page, or none that we can show you yet. Both look alike here, on purpose.
Did a link bring you here? It may be about films that are not marked as seen in this browser. Say which ones you have seen, and you come back to it.
[Say what you have seen](/seen/?back={path}) [All films](/films/) [The front page](/)
"""
REFUSED = """
# Refused
This site takes such a request only from its own pages, and only from somebody with the right to make it. Nothing was changed. If you came from a page of ours, go back, reload it and try once more; if you are signed in, your account may not have this right.
[The front page](/)
"""


def test_the_promise_explains_itself_in_order(cinema, stranger, devotee):
    for client in (stranger, devotee):
        assert read(client.get("/promise/")).main.parts == [
            "How a text opens",
            "What everyone may see",
            "What is never public",
            "How it is proved",
            "What it does not cover",
            "How your marks are kept",
        ]


def test_the_promise_lists_all_that_is_public_by_decision_with_its_reason(cinema, stranger):
    part = read(stranger.get("/promise/")).main.part("What everyone may see")

    lines = [f"- {entry.what}\n{entry.why}" for entry in PUBLIC]
    assert part.heard() == "\n".join(["## What everyone may see", *lines])


def test_the_promise_says_what_is_never_public(cinema, stranger):
    part = read(stranger.get("/promise/")).main.part("What is never public")

    assert part.heard() == cleandoc("""
        ## What is never public
        - What happens in a film, and at which minute.
        - That an echo exists, which moments it joins, and who stands behind it.
        - What people said, where it gives something away; and the headline and address of the page where they said it.
        - Parts, kinships and hidden names that are themselves a surprise: these are left out, not shown as locked.
        - What is not published, or not yet: for readers it is not there, whatever they have seen.
        """)


def test_the_promise_says_what_outlives_locking_everything_and_what_helps(cinema, stranger):
    part = read(stranger.get("/promise/")).main.part("How your marks are kept")

    assert part.all("p")[-1].heard() == (
        "“Lock everything again” empties the cookies of this browser. A browser writes that to the "
        "disk with a delay: killed within half a minute, it may come back with the cookies from "
        "before. And a copy that somebody made of them, from a backup of the browser or on a "
        "computer that is shared, still opens what it opened: the films for a year, the rest for a "
        "day. An account helps against both: there the films are kept by us, and locking and "
        "signing out end what a copy can do."
    )


def test_what_may_not_be_known_and_what_is_not_there_say_the_same(cinema, stranger):
    """Nothing but the address asked for tells one such page from another."""
    hidden = ["/people/max-roe/", "/characters/the-visitor/", "/notes/ngrkx2222/"]
    paths = ["/nowhere/", *hidden, "/echoes/cmrrr2222/"]

    answers = {path: stranger.get(path) for path in paths}

    said = {path: read(answer).main.heard() for path, answer in answers.items()}
    assert said == {path: NOT_FOUND.strip().format(path=path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert {read(answer).title for answer in answers.values()} == {
        "Not in the programme · Callback"
    }
    assert len({answer.text.replace(path, "…") for path, answer in answers.items()}) == 1


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/echoes/cmrrr2222/?done=saved&q=x", "/echoes/cmrrr2222/"),
        ("/a%20b/%22%3Cb%3E%26c=d/", "/a%20b/%22%3Cb%3E%26c%3Dd/"),
        ("/gr%C3%B6%C3%9Fe/", "/gr%C3%B6%C3%9Fe/"),
    ],
)
def test_a_page_that_is_not_there_knows_its_address_and_nothing_else(
    cinema, stranger, fan_of, address, back
):
    for client in (stranger, fan_of(cinema.tide)):
        lead = read(client.get(address)).main.all("a")[0]

        assert lead.heard() == f"[Say what you have seen](/seen/?back={back})"


def test_who_followed_a_link_to_an_echo_marks_its_films_and_is_there(cinema, stranger):
    """The whole way of a shared link: the page that is not there, the picker, and back."""
    shared = "/echoes/cmrrr2222/"
    picker = read(stranger.get(shared)).main.all("a")[0].attributes["href"]
    form = {
        one.attributes["name"]: one.attributes["value"]
        for one in read(stranger.get(picker)).main.all("input")
        if one.attributes["type"] == "hidden"
    }

    films = [cinema.house.key, cinema.garden.key]
    status, place = go(stranger, "/seen/", page=picker, data=form | {"films": films})

    assert form == {"shown": "", "back": shared}
    assert (status, place) == (303, f"{shared}?done=saved")
    assert read(stranger.get(place)).title == "An echo of The Garden: The ending · Callback"


def test_a_request_from_another_site_is_refused_with_words(cinema, stranger):
    response = stranger.act("/films/the-house/seen/", **{"Sec-Fetch-Site": "cross-site"})

    page = read(response)
    assert (response.status_code, page.title) == (403, "Refused · Callback")
    assert page.main.heard() == REFUSED.strip()
