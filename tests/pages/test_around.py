"""What stands around every page: its title, the masthead, the reader bar, and the footer."""

from collections import Counter
from inspect import cleandoc

import pytest

from tests.conftest import ReaderClient
from tests.factories import UserFactory

from .reading import read

FRONT = "Say which films you have seen, and read what they unlock: how they end, what they answer, who says so. Nothing else is given away."

#: Path, title and description, as they also stand in a search engine or a chat.
HEADS = [
    ("/", "Callback: films that answer each other", FRONT),
    (
        "/films/",
        "Films · Callback",
        "Every film in the programme, universe by universe, in order of release.",
    ),
    ("/films/the-house/", "The House · Callback", "A gardener takes a job."),
    ("/films/the-garden/", "The House: The Garden · Callback", "The House: The Garden"),
    (
        "/people/",
        "People · Callback",
        "Who made these films, who plays in them, and who has spoken about them.",
    ),
    (
        "/people/ida-holm/",
        "Ida Holm · Callback",
        "Ida Holm: films, and what they said about them.",
    ),
    ("/characters/the-gardener/", "The Gardener · Callback", "The Gardener. Keeps the grounds."),
    ("/interviews/", "Interviews · Callback", "Who spoke to whom about which film, and when."),
    (
        "/interviews/ida-holm-2021/",
        "Ida Holm in the Gazette, June 2021 · Callback",
        "Ida Holm in the Gazette, June 2021: what was said, with its sources.",
    ),
    (
        "/notes/ngrndng22/",
        "The ending · The House: The Garden · Callback",
        "“The ending” in The House: The Garden: for those who have seen it.",
    ),
    (
        "/echoes/",
        "Echoes · Callback",
        "Moments that answer an earlier moment, in another film.",
    ),
    (
        "/timeline/",
        "Timeline · Callback",
        "The order of release beside the order of the story, with the sources, also where they differ.",
    ),
    (
        "/seen/",
        "What have you seen? · Callback",
        "Tick the films that you have seen, and read what they unlock.",
    ),
    (
        "/promise/",
        "The promise · Callback",
        "What is never shown to you, what everyone may see, and how your marks are kept.",
    ),
]
PATHS = [path for path, _title, _description in HEADS]


@pytest.mark.parametrize(("path", "title", "description"), HEADS, ids=PATHS)
def test_a_page_has_one_title_and_description_whoever_reads_it(
    cinema, stranger, devotee, path, title, description
):
    for client in (stranger, devotee):
        page = read(client.get(path))

        assert (page.title, page.description) == (title, description)


def test_the_title_of_an_echo_says_no_more_than_the_end_that_is_known(cinema, fan_of, devotee):
    clients = [fan_of(cinema.house), fan_of(cinema.garden), devotee]

    heads = [
        (page.title, page.description)
        for page in (read(client.get("/echoes/cmrrr2222/")) for client in clients)
    ]

    assert heads == [
        (
            "An echo of The House: The ending · Callback",
            "One moment of a film that answers another.",
        ),
        (
            "An echo of The Garden: The ending · Callback",
            "One moment of a film that answers another.",
        ),
        (
            "An echo of The Garden: The ending · Callback",
            "One moment of a film that answers another.",
        ),
    ]


@pytest.mark.parametrize("path", [*PATHS, "/echoes/cmrrr2222/", "/notes/ngrkx2222/", "/nowhere/"])
def test_a_page_has_one_heading_of_the_first_rank_and_labels_that_lead_somewhere(
    cinema, stranger, devotee, path
):
    for client in (stranger, devotee):
        page = read(client.get(path))
        ids = Counter(one.id for one in page if one.id)
        labels = {
            name for one in page for name in one.attributes.get("aria-labelledby", "").split()
        }

        assert len(page.all("h1")) == 1
        assert labels <= ids.keys()
        assert [name for name, count in ids.items() if count > 1] == []


def test_a_section_is_labelled_by_the_heading_inside_it(cinema, devotee):
    for path in [*PATHS, "/echoes/cmrrr2222/"]:
        for part in read(devotee.get(path)).main:
            if "part" in part.classes and "aria-labelledby" in part.attributes:
                heading = part.all("h2")[0]

                assert heading.id == part.attributes["aria-labelledby"], path


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Callback"]),
        ("/films/", ["Films"]),
        ("/echoes/", ["Echoes"]),
        ("/interviews/", ["Interviews"]),
        ("/people/", ["People"]),
        ("/timeline/", ["Timeline"]),
        ("/films/the-house/", ["The House"]),
        ("/notes/ngrndng22/", ["The ending"]),
        ("/interviews/ida-holm-2021/", ["Gazette, 8 June 2021"]),
        ("/seen/", []),
    ],
)
def test_the_page_that_one_is_on_is_marked(cinema, stranger, path, current):
    page = read(stranger.get(path))

    assert [one.text for one in page if one.attributes.get("aria-current") == "page"] == current


def test_the_masthead_and_the_footer_lead_to_every_list(cinema, stranger):
    page = read(stranger.get("/films/"))

    (masthead,) = (one for one in page if "masthead" in one.classes)
    (footer,) = page.all("footer")
    assert masthead.heard() == cleandoc("""
        [Callback](/)
        (Main)
        - [Films](/films/)
        - [Echoes](/echoes/)
        - [Interviews](/interviews/)
        - [People](/people/)
        - [Timeline](/timeline/)
        """)
    assert footer.heard() == cleandoc("""
        Films and names belong to their owners. The texts here are our own; what people said is quoted or reported with its source.
        - [The promise](/promise/)
        - [What have you seen?](/seen/)
        """)


def test_the_first_link_skips_to_the_content(cinema, stranger):
    first = read(stranger.get("/")).all("a")[0]

    assert first.heard() == "[Skip to the content](#main)"


def bar(*lines: str, account: str = "[Sign in](/accounts/login/?next=/films/the-house/)") -> str:
    return "\n".join(["(What you have seen)", *lines, account])


NOTHING = (
    "Nothing is marked as seen, so everything that spoils is locked.",
    "[Say what you have seen](/seen/)",
)
SOMETHING = (
    "[Change which films you have seen](/seen/)",
    "<Lock everything again → /seen/clear/>",
)


@pytest.mark.parametrize(
    ("seen", "revealed", "said"),
    [
        ([], [], NOTHING),
        (["house"], [], ("1 film seen", *SOMETHING)),
        (["house", "bell"], [], ("2 films seen", *SOMETHING)),
        ([], ["nhsndng22"], ("1 text opened", *SOMETHING)),
        (
            ["bell"],
            ["nhsndng22", "ngrndng22"],
            ("1 film seen · 2 texts opened", *SOMETHING),
        ),
    ],
)
def test_the_bar_counts_films_and_texts(cinema, stranger, seen, revealed, said):
    stranger.has_seen(*(getattr(cinema, name) for name in seen))
    stranger.has_revealed(*revealed)

    assert read(stranger.get("/films/the-house/")).bar.heard() == bar(*said)


def test_a_text_opens_along_with_what_was_revealed_and_counts_once(cinema, fan_of):
    client = fan_of(cinema.garden)

    client.act("/echoes/cmrrr2222/reveal/")

    assert read(client.get("/films/the-house/")).bar.heard() == bar(
        "1 film seen · 1 text opened", *SOMETHING
    )


def test_the_bar_names_the_account_and_what_is_marked_there(cinema, member):
    account = "[Your account: ada](/accounts/email/) [Sign out](/accounts/logout/)"
    before = read(member.get("/films/the-house/")).bar.heard()

    member.act("/films/the-house/seen/")

    after = read(member.get("/films/the-house/")).bar.heard()
    assert before == bar(*NOTHING, account=account)
    assert after == bar("1 film seen", *SOMETHING, account=account)


def test_the_bar_tells_one_state_from_another_to_the_other_tabs(cinema, stranger, fan_of):
    def state(client) -> str:
        return read(client.get("/films/the-house/")).bar.attributes["data-state"]

    fan, same, other = fan_of(cinema.house), fan_of(cinema.house), fan_of(cinema.bell)
    elsewhere = read(fan.get("/nowhere/")).bar.attributes["data-state"]

    assert state(stranger) == ""
    assert state(fan) == state(same) == elsewhere != ""
    assert state(fan) != state(other)
    fan.act("/seen/clear/")
    assert state(fan) == ""


def test_the_bar_tells_an_account_from_none_and_from_another_where_nothing_is_marked(
    cinema, member, stranger
):
    other = ReaderClient()
    other.force_login(UserFactory(username="bob"))

    states = [
        read(client.get("/films/the-house/")).bar.attributes["data-state"]
        for client in (stranger, member, other)
    ]

    assert states == ["", "ada", "bob"]


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/accounts/login/?next=/"),
        ("/films/?done=saved", "/accounts/login/?next=/films/"),
        ("/notes/ngrndng22/", "/accounts/login/?next=/notes/ngrndng22/"),
        ("/nowhere/", "/accounts/login/?next=/"),
        ("/people/max-roe/", "/accounts/login/?next=/"),
        ("/accounts/login/", "/accounts/login/"),
        ("/accounts/signup/", "/accounts/login/"),
    ],
)
def test_signing_in_leads_back_to_the_page_unless_it_may_not_be_known(
    cinema, stranger, page, address
):
    links = [
        one.attributes["href"]
        for one in read(stranger.get(page)).bar.all("a")
        if one.text == "Sign in"
    ]

    assert links == [address]
