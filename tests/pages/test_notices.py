"""What `?done=` says: only what is true for this reader, whatever the address claims."""

import pytest

from gate.reader import NOBODY, Reader
from pages.notices import notice_for
from tests.factories import EchoFactory, NoteFactory

from .reading import read

MIRROR = ("/echoes/cmrrr2222/", "The Garden: The ending mirrors The House: The ending")
REPEAT = ("/echoes/crpt22222/", "The Garden: The doorbell repeats The Bell: The ring")


def reader(cinema, *seen: str) -> Reader:
    return Reader(seen=frozenset(getattr(cinema, name).pk for name in seen))


def said(done: str, reader: Reader) -> tuple[str, list[tuple[str, str]]]:
    notice = notice_for(done, reader)
    return notice.text, list(notice.links)


ALL = ("house", "bell", "garden", "attic", "tide")


@pytest.mark.parametrize(
    ("done", "seen", "text", "links"),
    [
        (
            "opened-ngrkx2222",
            ALL,
            "Open now: “A second key”, The Garden.",
            [("/notes/ngrkx2222/", "Read it on its own page")],
        ),
        (
            "opened-ngrndng22",
            ["garden"],
            "Open now: “The ending”, The Garden.",
            [
                ("/notes/ngrndng22/", "Read it on its own page"),
                ("/echoes/cmrrr2222/", "Follow its echo"),
            ],
        ),
        (
            "opened-qgzdr2222",
            ALL,
            "Open now: what Ida Holm said.",
            [("/interviews/ida-holm-2021/#quote-qgzdr2222", "Read it in the interview")],
        ),
        ("opened-cmrrr2222", ALL, "Open now: both ends of this echo, side by side.", []),
        (
            "seen-low-tide",
            ["tide"],
            "You have seen Low Tide. What it alone spoils is open now.",
            [],
        ),
        (
            "seen-the-garden",
            ["garden"],
            "You have seen The House: The Garden. What it alone spoils is open now.",
            [
                ("/films/the-garden/#notes", "Read its notes"),
                ("/echoes/cmrrr2222/", "Follow its echo"),
            ],
        ),
        (
            "seen-the-garden",
            ALL,
            "You have seen The House: The Garden. What it alone spoils is open now.",
            [("/films/the-garden/#notes", "Read its notes"), MIRROR, REPEAT],
        ),
        (
            "seen-the-fence",
            ["fence"],
            "You have seen The Fence. What it alone spoils is open now.",
            [],
        ),
        (
            "unseen-the-garden",
            ["house"],
            "The House: The Garden is no longer marked as seen. What it spoils is locked again.",
            [],
        ),
        ("locked", [], "Everything is locked again.", []),
        ("hidden", [], "Locked again.", []),
        ("undone", ["house"], "Taken back: all is as it was before.", []),
        (
            "toolate",
            [],
            "This cannot be taken back any more: something was changed since.",
            [],
        ),
        ("saved", [], "Saved: no film marked as seen.", []),
        ("none", [], "Saved: no film marked as seen.", []),
        (
            "saved",
            ["bell"],
            "Saved: 1 film marked as seen.",
            [("/films/the-bell/", "Read The Bell"), ("/echoes/crpt22222/", "Follow its echo")],
        ),
        (
            "saved",
            ALL,
            "Saved: 5 films marked as seen.",
            [("/films/the-attic/", "Read The Attic"), MIRROR, REPEAT],
        ),
        (
            "toomany",
            [],
            "This browser cannot remember more films without an account. Nothing was changed.",
            [("/accounts/signup/", "Make an account")],
        ),
    ],
)
def test_a_notice_says_what_has_just_happened_and_where_to_go(cinema, done, seen, text, links):
    assert said(done, reader(cinema, *seen)) == (text, links)


def test_who_unmarks_a_film_is_told_that_what_was_opened_by_itself_stays_open(cinema):
    fan = reader(cinema, "house").revealing("nhsndng22")

    assert said("unseen-the-garden", fan)[0] == (
        "The House: The Garden is no longer marked as seen. "
        "What it spoils is locked again, but for what you have opened by itself."
    )


def test_an_echo_that_is_not_open_yet_says_what_it_needs(cinema):
    assert said("seen-the-house", reader(cinema, "house", "bell"))[1] == [
        ("/films/the-house/#notes", "Read its notes"),
        ("/echoes/cmrrr2222/", "Follow its echo"),
    ]
    assert said("saved", reader(cinema, "house", "bell"))[1] == [
        ("/films/the-bell/", "Read The Bell"),
        ("/echoes/cmrrr2222/", "The House: The ending has an echo; it needs The Garden"),
        ("/echoes/crpt22222/", "The Bell: The ring has an echo; it needs The Garden"),
    ]


def test_an_echo_that_needs_two_films_names_both(cinema):
    beyond = NoteFactory(film=cinema.attic, spoils=[cinema.tide])
    EchoFactory(public_id="cbxnd2222", later=beyond, earlier=cinema.ring)

    assert said("saved", reader(cinema, "bell"))[1][1:] == [
        ("/echoes/crpt22222/", "The Bell: The ring has an echo; it needs The House and The Garden"),
        ("/echoes/cbxnd2222/", "The Bell: The ring has an echo; it needs Low Tide and The Attic"),
    ]


@pytest.mark.parametrize(("more", "links"), [(1, 3), (2, 1)])
def test_up_to_three_echoes_are_named_and_more_are_counted(cinema, more, links):
    for _ in range(more):
        EchoFactory(later=NoteFactory(film=cinema.garden), earlier=cinema.house_ending)

    echoes = said("saved", reader(cinema, *ALL))[1][1:]

    assert len(echoes) == links
    assert echoes[:2] == ([MIRROR, REPEAT] if links == 3 else [("/echoes/", "4 echoes")])


@pytest.mark.parametrize(
    "done",
    [
        *("opened-\0", "opened-", "opened", "opened-222222222", "opened-nhsndng22"),
        *("opened-qgzdr2222", "opened-qgznght22", "opened-cmrrr2222", "opened-ngrkx2222"),
        *("seen-\0", "seen-nowhere", "seen", "seen-the-house", "early-the-house"),
        *("unseen-\0", "unseen-nowhere", "unseen", "x", "-", "saved-\0"),
    ],
)
def test_an_address_that_says_nothing_true_gives_no_notice(cinema, done):
    assert notice_for(done, NOBODY) is None


@pytest.mark.parametrize("done", ["unseen-the-house", "locked"])
def test_nothing_is_said_to_be_locked_that_is_open(cinema, done):
    assert notice_for(done, reader(cinema, "house")) is None


@pytest.mark.parametrize(
    "done", ["opened-ngrndng22", "seen-the-garden", "saved", "opened-", "seen-nowhere"]
)
def test_a_browser_that_keeps_no_cookies_is_told_so(cinema, stranger, done):
    notice = read(stranger.get(f"/films/the-garden/?done={done}")).notice

    assert notice.heard() == (
        "This browser keeps no cookies, so nothing could be marked or opened. "
        "Allow them for this site, and try again.\n"
        "[Close this message](/films/the-garden/)"
    )


@pytest.mark.parametrize("done", ["unseen-the-garden", "locked", "hidden", "toomany"])
def test_what_needs_no_cookie_is_said_without_one(cinema, stranger, done):
    without = read(stranger.get(f"/?done={done}")).notice.heard()
    stranger.cookies["seen"] = "broken"

    assert "cookies" not in without
    assert read(stranger.get(f"/?done={done}")).notice.heard() == without


def test_a_browser_that_keeps_cookies_is_told_only_what_is_true(cinema, fan_of):
    notices = [
        read(fan_of(cinema.house).get(f"/?done={done}")).notice.heard()
        for done in ("seen-the-garden", "opened-ngrndng22")
    ]

    assert notices == ["", ""]


def test_marking_a_film_does_not_tell_in_which_film_an_echos_locked_end_lies(cinema):
    beyond = NoteFactory(film=cinema.bell, spoils=[cinema.attic])
    EchoFactory(later=beyond, earlier=cinema.house_ending, public_id="cbxnd2222")
    both = reader(cinema, "house", "bell")

    assert said("seen-the-bell", both)[1] == [
        ("/films/the-bell/#notes", "Read its notes"),
        ("/echoes/crpt22222/", "Follow its echo"),
    ]


def test_a_page_shows_its_notice_with_links_that_lead_elsewhere(cinema, fan_of):
    fan = fan_of(cinema.garden)

    notices = [
        read(fan.get(path + "?done=opened-ngrndng22")).notice.heard()
        for path in ("/films/the-garden/", "/notes/ngrndng22/")
    ]

    opened = "Open now: “The ending”, The Garden."
    own, echo = (
        "[Read it on its own page](/notes/ngrndng22/)",
        "[Follow its echo](/echoes/cmrrr2222/)",
    )
    close = "[Close this message]"
    assert notices == [
        f"{opened} {own} {echo}\n{close}(/films/the-garden/)",
        f"{opened} {echo}\n{close}(/notes/ngrndng22/)",
    ]


def test_a_page_without_news_has_an_empty_place_for_it(cinema, stranger):
    for path in ("/", "/?done=x", "/?done=", "/?undo=x"):
        notice = read(stranger.get(path)).notice

        assert (notice.heard(), notice.attributes["role"]) == ("", "status")


def test_the_notice_comes_first_on_the_page(cinema, fan_of):
    """For the keyboard and for a screen reader: it is what has just happened."""
    body = read(fan_of(cinema.garden).get("/films/the-garden/?done=seen-the-garden")).all("body")[0]

    notice, skip, *_rest = body.elements
    assert (notice.id, skip.heard()) == ("notice", "[Skip to the content](#main)")
    assert body.by_id("main").attributes["tabindex"] == "-1"


def test_a_notice_tells_with_what_the_page_says_it_once_more(cinema, member):
    pages = ["/?done=saved", "/?done=signedin-0", "/?done=nothing"]
    member.has_revealed("nhsndng22")

    kept = [
        [one.attributes.get("data-done") for one in read(member.get(page)).notice.elements]
        for page in pages
    ]

    assert kept == [["saved"], ["signedin-0"], []]


@pytest.mark.django_db
def test_nothing_is_said_of_what_is_not_published():
    draft = NoteFactory(is_published=False)
    fan = Reader(seen=draft.required)

    told = notice_for(f"seen-{draft.film.slug}", fan).links
    opened = notice_for(f"opened-{draft.public_id}", fan)

    assert (list(told), opened) == ([], None)
