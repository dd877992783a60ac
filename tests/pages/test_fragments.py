"""Revealing and hiding with htmx: the answer is the item, the reader bar and a notice."""

import pytest

from .reading import Page, read

GARDEN = "/films/the-garden/"
HTMX = {"HX-Request": "true"}


def answer(client, address: str, page: str = GARDEN) -> Page:
    response = client.act(address, {"agreed": "yes"}, page=page, **HTMX)
    assert response.status_code == 200, response.headers
    return read(response)


def outline(fragment: Page) -> list[tuple[str, str, str]]:
    """What the fragment brings: elements, their ids, and how each gets into the page."""
    return [(one.tag, one.id, one.attributes.get("hx-swap-oob", "")) for one in fragment.elements]


AROUND = [("section", "reader-bar", "true"), ("div", "notice", "innerHTML")]


@pytest.mark.parametrize(
    ("address", "page", "item", "element"),
    [
        ("/notes/ngrndng22/", GARDEN, "note-ngrndng22", "article"),
        ("/notes/ngrndng22/", "/notes/ngrndng22/", "note-ngrndng22", "article"),
        ("/notes/nttcrp222/", "/films/the-attic/", "note-nttcrp222", "article"),
        ("/quotes/qgzdr2222/", GARDEN, "quote-qgzdr2222", "figure"),
        ("/quotes/qgzdr2222/", "/interviews/ida-holm-2021/", "quote-qgzdr2222", "figure"),
        ("/quotes/qgzdr2222/", "/people/ida-holm/", "quote-qgzdr2222", "figure"),
        ("/quotes/qtmsthr22/", "/characters/the-gardener/", "quote-qtmsthr22", "figure"),
    ],
)
def test_a_fragment_is_what_the_page_itself_would_show(
    cinema, stranger, address, page, item, element
):
    for verb, done in (("reveal", f"opened-{item.split('-')[1]}"), ("hide", "hidden")):
        fragment = answer(stranger, f"{address}{verb}/", page)

        whole = read(stranger.get(f"{page}?done={done}"))
        assert outline(fragment) == [(element, item, ""), *AROUND]
        assert fragment.by_id(item) == whole.by_id(item)
        assert fragment.bar.children == whole.bar.children
        assert fragment.notice.children == whole.notice.children


def test_a_revealed_note_says_its_text_and_how_to_hide_it(cinema, stranger):
    fragment = answer(stranger, "/notes/ngrndng22/reveal/")

    assert fragment.heard() == (
        "### [The ending](/notes/ngrndng22/)\n"
        "Ending\n"
        "She opens.\n"
        "Nobody is there.\n"
        "1:52:10\n"
        "<Hide “The ending” again → /notes/ngrndng22/hide/>\n"
        "[The Garden: The ending has an echo. To read it you also need to have seen another film. →]"
        "(/echoes/cmrrr2222/)\n"
        "(What you have seen)\n"
        "1 text opened\n"
        "[Change which films you have seen](/seen/)\n"
        "<Lock everything again → /seen/clear/>\n"
        "[Sign in](/accounts/login/?next=/films/the-garden/)\n"
        "Open now: “The ending”, The Garden. [Read it on its own page](/notes/ngrndng22/) "
        "[Follow its echo](/echoes/cmrrr2222/)\n[Close this message](/films/the-garden/)"
    )


@pytest.mark.parametrize(
    ("address", "page", "first"),
    [
        ("/notes/ngrndng22/", GARDEN, "### [The ending](/notes/ngrndng22/)"),
        ("/notes/ngrndng22/", "/notes/ngrndng22/", "She opens."),
        ("/notes/ngrndng22/", "/notes/ngrdrbx22/", "### [The ending](/notes/ngrndng22/)"),
        ("/quotes/qgzdr2222/", GARDEN, "[Ida Holm](/people/ida-holm/)"),
        (
            "/quotes/qgzdr2222/",
            "/people/ida-holm/",
            "[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)",
        ),
        ("/quotes/qgzdr2222/", "/interviews/ida-holm-2021/", "[Ida Holm](/people/ida-holm/)"),
    ],
)
def test_a_fragment_leaves_out_what_its_page_has_said_already(
    cinema, stranger, address, page, first
):
    item = answer(stranger, f"{address}reveal/", page).elements[0]

    assert item.heard().split("\n")[0] == first


def test_without_a_page_a_quote_is_shown_as_in_its_interview(cinema, stranger):
    item = answer(stranger, "/quotes/qgzdr2222/reveal/", page="").elements[0]

    assert item.heard().split("\n")[:2] == [
        "[Ida Holm](/people/ida-holm/)",
        "> “Jo [Lind] wanted the same door.”",
    ]


def test_a_revealed_echo_brings_its_title_and_the_whole_page(cinema, fan_of):
    client = fan_of(cinema.house)
    page = "/echoes/cmrrr2222/"
    for verb, title in (("reveal", "The Garden"), ("hide", "The House")):
        fragment = answer(client, f"{page}{verb}/", page)

        whole = read(client.get(page))
        assert outline(fragment) == [("title", "", ""), ("article", "echo-cmrrr2222", ""), *AROUND]
        assert fragment.by_id("echo-cmrrr2222") == whole.by_id("echo-cmrrr2222")
        assert fragment.title == whole.title == f"An echo of {title}: The ending · Callback"
        assert fragment.bar.children == whole.bar.children


def test_an_echo_says_what_happened_to_it(cinema, fan_of):
    client = fan_of(cinema.house)
    page = "/echoes/cmrrr2222/"

    said = [answer(client, f"{page}{verb}/", page).notice.heard() for verb in ("reveal", "hide")]

    close = f"\n[Close this message]({page})"
    assert said == [
        f"Open now: both ends of this echo, side by side.{close}",
        f"Locked again.{close}",
    ]


def test_a_fragment_is_for_this_reader_and_this_kind_of_request_alone(cinema, stranger):
    plain = stranger.act("/notes/ngrndng22/hide/", page=GARDEN)
    htmx = stranger.act("/notes/ngrndng22/reveal/", page=GARDEN, **HTMX)

    for response in (plain, htmx):
        assert set(response["Vary"].split(", ")) == {"HX-Request", "Cookie"}
        assert response["Cache-Control"] == "private, no-store"


def test_hiding_an_item_that_then_may_not_be_known_takes_it_from_the_page(cinema, stranger):
    stranger.has_revealed("ngrkx2222")

    fragment = answer(stranger, "/notes/ngrkx2222/hide/")

    assert outline(fragment) == AROUND
    assert fragment.notice.heard() == "Locked again.\n[Close this message](/films/the-garden/)"


@pytest.mark.parametrize(
    ("revealed", "item", "place"),
    [
        (["ngrkx2222"], "/notes/ngrkx2222/", "/?done=hidden"),
        (["nhsndng22", "ngrndng22", "cmrrr2222"], "/echoes/cmrrr2222/", "/echoes/cmrrr2222/"),
    ],
)
def test_hiding_an_item_on_its_own_page_leads_away_if_the_page_is_gone(
    cinema, stranger, revealed, item, place
):
    stranger.has_revealed(*revealed)

    response = stranger.act(f"{item}hide/", page=item, **HTMX)

    where = response.headers.get("HX-Redirect", item)
    assert (response.status_code, where) == (200, place)
    assert (response.content == b"") == ("HX-Redirect" in response.headers)


def test_hiding_an_echo_that_only_its_reveal_made_known_leads_to_the_list(cinema, fan_of):
    client = fan_of(cinema.house)
    client.act("/echoes/cmrrr2222/reveal/")
    client.act("/films/the-house/unseen/")

    response = client.act("/echoes/cmrrr2222/hide/", page="/echoes/cmrrr2222/", **HTMX)

    assert (response["HX-Redirect"], response.content) == ("/echoes/?done=hidden", b"")
    assert client.get("/echoes/cmrrr2222/").status_code == 404
