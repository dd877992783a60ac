"""Revealing single notes, quotes and echoes, and hiding them again, without scripts."""

import pytest

from gate.models import Stamp
from tests.factories import CitationFactory, EvidenceFactory, QuoteFactory, SourceFactory

from .reading import read
from .visiting import answer, go

GARDEN = "/films/the-garden/"
#: As a form says it that has named every film.
AGREED = {"agreed": "yes"}


def kept(client) -> str:
    """What the browser keeps of what was revealed: one act of revealing after another."""
    cookie = client.cookies.get("revealed")
    return cookie.value.partition(":")[0] if cookie else ""


@pytest.mark.parametrize(
    ("address", "page", "place"),
    [
        (
            "/notes/ngrndng22/reveal/",
            GARDEN,
            "/films/the-garden/?done=opened-ngrndng22#note-ngrndng22",
        ),
        (
            "/notes/ngrndng22/reveal/",
            "/notes/ngrndng22/",
            "/notes/ngrndng22/?done=opened-ngrndng22#note-ngrndng22",
        ),
        (
            "/quotes/qgzdr2222/reveal/",
            "/interviews/ida-holm-2021/",
            "/interviews/ida-holm-2021/?done=opened-qgzdr2222#quote-qgzdr2222",
        ),
        (
            "/quotes/qgzdr2222/reveal/",
            "/people/ida-holm/",
            "/people/ida-holm/?done=opened-qgzdr2222#quote-qgzdr2222",
        ),
        (
            "/quotes/qgzdr2222/reveal/",
            GARDEN,
            "/films/the-garden/?done=opened-qgzdr2222#quote-qgzdr2222",
        ),
    ],
)
def test_revealing_leads_back_to_the_item_on_the_page_that_one_was_on(
    cinema, stranger, address, page, place
):
    assert go(stranger, address, page, AGREED) == (303, place)


def test_revealing_an_echo_leads_back_to_the_top_of_its_page(cinema, fan_of):
    place = go(fan_of(cinema.garden), "/echoes/cmrrr2222/reveal/", "/echoes/cmrrr2222/")

    assert place == (303, "/echoes/cmrrr2222/?done=opened-cmrrr2222")


def test_revealing_a_note_opens_just_that_note(cinema, stranger):
    before = read(stranger.get(GARDEN)).main.part("Moments").heard()

    stranger.act("/notes/ngrndng22/reveal/")

    locked = (
        "<I have seen The Garden → /films/the-garden/seen/>\n"
        "<Reveal “The ending” – spoils The Garden → /notes/ngrndng22/reveal/>"
    )
    opened = (
        "She opens.\nNobody is there.\n1:52:10\n"
        "<Hide “The ending” again → /notes/ngrndng22/hide/>\n"
        "[The Garden: The ending has an echo. To read it you also need to have seen another film. →]"
        "(/echoes/cmrrr2222/)"
    )
    assert read(stranger.get(GARDEN)).main.part("Moments").heard() == before.replace(locked, opened)
    assert kept(stranger) == "ngrndng22"


@pytest.mark.parametrize(
    ("item", "page"),
    [
        ("/notes/ngrndng22/", GARDEN),
        ("/notes/nhsndng22/", "/notes/nhsndng22/"),
        ("/quotes/qgzdr2222/", "/interviews/ida-holm-2021/"),
        ("/quotes/qtmsthr22/", "/people/jo-lind/"),
    ],
)
def test_hiding_brings_back_the_page_from_before_byte_for_byte(cinema, stranger, item, page):
    before = answer(stranger, page)
    stranger.act(f"{item}reveal/", AGREED, page=page)
    assert answer(stranger, page) != before

    place = go(stranger, f"{item}hide/", page)

    name = item.strip("/").replace("s/", "-")
    assert place == (303, f"{page}?done=hidden#{name}")
    assert answer(stranger, page) == before
    assert kept(stranger) == ""


@pytest.mark.parametrize(
    "address",
    ["/notes/ngrndng22/reveal/", "/quotes/qgzdr2222/reveal/", "/echoes/crpt22222/reveal/"],
)
def test_revealing_twice_is_the_same_as_once(cinema, fan_of, address):
    client = fan_of(cinema.bell)
    client.act(address, AGREED)
    once = [kept(client), answer(client, GARDEN), answer(client, "/echoes/crpt22222/")]

    client.act(address, AGREED)

    assert [kept(client), answer(client, GARDEN), answer(client, "/echoes/crpt22222/")] == once


@pytest.mark.parametrize("item", ["/notes/ngrndng22/", "/quotes/qgzdr2222/", "/echoes/cmrrr2222/"])
@pytest.mark.parametrize("verb", ["reveal", "hide"])
def test_what_is_open_by_its_films_stays_open_and_is_not_kept_as_revealed(
    cinema, devotee, item, verb
):
    pages = [GARDEN, "/interviews/ida-holm-2021/", "/echoes/cmrrr2222/"]
    before = [answer(devotee, page) for page in pages]

    devotee.act(f"{item}{verb}/")

    assert [answer(devotee, page) for page in pages] == before
    assert kept(devotee) == ""


@pytest.mark.parametrize("item", ["/notes/ngrndng22/", "/quotes/qgzdr2222/", "/echoes/cmrrr2222/"])
def test_what_its_films_keep_open_is_not_said_to_be_locked(cinema, devotee, item):
    place = go(devotee, f"{item}hide/", item.replace("quotes", "notes"))
    fragment = devotee.act(f"{item}hide/", page="/echoes/", **{"HX-Request": "true"})

    assert "done" not in place[1]
    assert read(fragment).notice.heard() == ""


@pytest.mark.parametrize("item", ["/notes/ngrndng22/", "/quotes/qgzdr2222/"])
def test_hiding_what_is_locked_changes_nothing(cinema, stranger, item):
    before = answer(stranger, GARDEN)

    stranger.act(f"{item}hide/")

    assert answer(stranger, GARDEN) == before
    assert stranger.cookies.output() == ""


def test_revealing_a_quote_opens_its_sources_as_far_as_they_spoil_no_more(cinema, stranger):
    beyond = SourceFactory(
        key="beyond", public_id="srcbxnd22", outlet="Echo", spoils=[cinema.attic]
    )
    CitationFactory(quote=cinema.locked, source=beyond, sealed_locator="", position=1)

    stranger.act("/quotes/qgzdr2222/reveal/", AGREED)

    (figure,) = (
        one for one in read(stranger.get(GARDEN)).all("figure") if one.id == "quote-qgzdr2222"
    )
    assert [one.heard() for one in figure.all("li")] == [
        "- [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021. Page 5.",
        "- Echo, 8 June 2025. Its headline and address would give something away.",
    ]
    assert kept(stranger) == "qgzdr2222-srcwhrng2"


def test_revealing_an_echo_keeps_its_locked_end_and_its_evidence(cinema, fan_of):
    client = fan_of(cinema.garden)

    client.act("/echoes/cmrrr2222/reveal/")

    assert kept(client) == "cmrrr2222-nhsndng22-qgzdr2222-srcwhrng2"


def test_revealing_an_echo_keeps_nothing_of_a_statement_that_stays_locked(cinema, fan_of):
    locked = QuoteFactory(interview=cinema.gazette, position=9, spoils=[cinema.attic])
    EvidenceFactory(echo=cinema.mirror, quote=locked)
    CitationFactory(quote=locked, source=SourceFactory(spoils=[cinema.garden]))
    client = fan_of(cinema.garden)

    client.act("/echoes/cmrrr2222/reveal/")

    assert kept(client) == "cmrrr2222-nhsndng22-qgzdr2222-srcwhrng2"


def test_hiding_an_echo_brings_back_the_page_from_before(cinema, fan_of):
    client = fan_of(cinema.garden)
    before = answer(client, "/echoes/cmrrr2222/")
    client.act("/echoes/cmrrr2222/reveal/")

    place = go(client, "/echoes/cmrrr2222/hide/", "/echoes/cmrrr2222/")

    assert place == (303, "/echoes/cmrrr2222/?done=hidden")
    assert answer(client, "/echoes/cmrrr2222/") == before
    assert kept(client) == ""


def test_hiding_an_echo_whose_ends_were_revealed_one_by_one_closes_the_last(cinema, stranger):
    stranger.act("/notes/ngrndng22/reveal/")
    before = answer(stranger, "/echoes/cmrrr2222/")
    stranger.act("/notes/nhsndng22/reveal/")

    stranger.act("/echoes/cmrrr2222/hide/")

    assert answer(stranger, "/echoes/cmrrr2222/") == before
    assert kept(stranger) == "ngrndng22"


def test_revealing_an_echo_again_keeps_open_what_it_opened_before(cinema, fan_of):
    client = fan_of(cinema.house)
    client.act("/echoes/cmrrr2222/reveal/")
    client.act("/films/the-house/unseen/")
    first = kept(client)

    client.act("/echoes/cmrrr2222/reveal/", AGREED)

    assert first == "cmrrr2222-ngrndng22-qgzdr2222-srcwhrng2"
    assert kept(client) == "cmrrr2222-ngrndng22-qgzdr2222-srcwhrng2-nhsndng22"


@pytest.mark.parametrize(
    ("revealed", "item", "page", "place"),
    [
        ("ngrkx2222", "/notes/ngrkx2222/", "/notes/ngrkx2222/", "/"),
        ("ngrkx2222", "/notes/ngrkx2222/", GARDEN, GARDEN),
        ("ngrkx2222", "/notes/ngrkx2222/", "", GARDEN),
        ("qgznght22", "/quotes/qgznght22/", "/people/ida-holm/", "/people/ida-holm/"),
        ("qnvrnwn22", "/quotes/qnvrnwn22/", "/people/nora-way/", "/people/"),
        (
            "qnvrnwn22",
            "/quotes/qnvrnwn22/",
            "/interviews/ida-holm-2021/",
            "/interviews/ida-holm-2021/",
        ),
    ],
)
def test_hiding_what_was_known_only_by_being_revealed_leads_to_the_nearest_page(
    cinema, stranger, revealed, item, page, place
):
    QuoteFactory(
        public_id="qnvrnwn22",
        interview=cinema.gazette,
        speaker__slug="nora-way",
        speaker__name="Nora Way",
        position=9,
        spoils=[cinema.garden],
        stamp=Stamp.EXISTENCE,
    )
    stranger.has_revealed(revealed)

    status, where = go(stranger, f"{item}hide/", page)

    assert (status, where) == (303, f"{place}?done=hidden")
    assert stranger.get(where).status_code == 200


def test_a_fan_with_an_account_reveals_in_this_browser_only(cinema, member):
    member.act("/notes/ngrndng22/reveal/")

    assert kept(member) == "ngrndng22"
    assert not member.user.seen_films.exists()
