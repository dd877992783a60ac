"""The page of the promise, and the pages that say no."""

from inspect import cleandoc

from gate.declassified import PUBLIC

from .reading import read

NOT_FOUND = """
# Not in the programme
There is no such page, or none that we can show you. Both look alike here, on purpose.
[All films](/films/) [The front page](/)
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
        """)


def test_what_may_not_be_known_and_what_is_not_there_say_the_same(cinema, stranger):
    paths = ["/nowhere/", "/people/max-roe/", "/characters/the-visitor/", "/notes/ngrkx2222/"]

    answers = [stranger.get(path) for path in [*paths, "/echoes/cmrrr2222/"]]

    assert [read(answer).main.heard() for answer in answers] == [NOT_FOUND.strip()] * 5
    assert len({answer.content for answer in answers}) == 1
    assert (answers[0].status_code, read(answers[0]).title) == (
        404,
        "Not in the programme · Callback",
    )


def test_a_request_from_another_site_is_refused_with_words(cinema, stranger):
    response = stranger.act("/films/the-house/seen/", **{"Sec-Fetch-Site": "cross-site"})

    page = read(response)
    assert (response.status_code, page.title) == (403, "Refused · Callback")
    assert page.main.heard() == REFUSED.strip()
