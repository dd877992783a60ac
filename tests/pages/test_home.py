"""The front page: what is open, the echoes, and the programme."""

from inspect import cleandoc

import pytest

from gate.models import Stamp
from pages import home, paging
from spoilers.models import Echo
from tests.factories import (
    EchoFactory,
    FilmFactory,
    NoteFactory,
    QuoteFactory,
)
from tests.short import short

from .cinema import HOUSES
from .reading import read

WELCOME = """\
# See the film. Then follow the echo.
Some endings answer an ending years before them. Callback shows you both side by side, with the interview that proves it. Say what you have seen, and read all that it unlocks: never a word more.
[What have you seen?](/seen/) [How the promise works](/promise/)
"""
NO_ECHO = "No echo is open yet. An echo opens when you have seen both of its films. Begin with any film below, or [tick the ones that you know](/seen/). No account is needed."
PROGRAMME = f"""\
## [The Houses](/universes/houses/)
Holm Pictures
A house that remembers.
{HOUSES}## [Harbour](/universes/harbour/)
- [Low Tide](/films/low-tide/)
0 notes"""


def now(response) -> str:
    return read(response).main.part("Open to you now").heard()


def test_a_stranger_meets_the_whole_programme_and_no_echo(cinema, stranger):
    page = read(stranger.get("/"))

    said = cleandoc(f"""
        ## Open to you now
        notes on the plot:
        [0 notes, film by film](/films/)
        things said in interviews:
        [2 said, interview by interview](/interviews/)
        {NO_ECHO}
        """)
    assert page.main.heard() == f"{WELCOME}{said}\n{PROGRAMME}"


def test_the_programme_is_the_same_for_who_has_seen_it_all(cinema, devotee):
    page = read(devotee.get("/"))

    said = cleandoc("""
        ## Open to you now
        notes on the plot:
        [7 notes, film by film](/films/)
        things said in interviews:
        [5 said, interview by interview](/interviews/)
        - [The Garden: The doorbell repeats The Bell: The ring](/echoes/crpt22222/)
        - [The Garden: The ending mirrors The House: The ending](/echoes/cmrrr2222/)
        """)
    assert page.main.heard() == f"{WELCOME}{said}\n{PROGRAMME}"


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (
            ["house"],
            """
            ## Open to you now
            notes on the plot:
            [2 notes, film by film](/films/)
            things said in interviews:
            [2 said, interview by interview](/interviews/)
            - [The House: The ending has an echo. To read it you also need to have seen The Garden. →](/echoes/cmrrr2222/)
            """,
        ),
        (
            ["bell"],
            """
            ## Open to you now
            note on the plot:
            [1 note, film by film](/films/)
            things said in interviews:
            [2 said, interview by interview](/interviews/)
            - [The Bell: The ring has an echo. To read it you also need to have seen The House and The Garden. →](/echoes/crpt22222/)
            """,
        ),
        (
            ["garden"],
            """
            ## Open to you now
            notes on the plot:
            [2 notes, film by film](/films/)
            things said in interviews:
            [3 said, interview by interview](/interviews/)
            - [The Garden: The ending has an echo. To read it you also need to have seen The House. →](/echoes/cmrrr2222/)
            """,
        ),
        (
            ["house", "garden"],
            """
            ## Open to you now
            notes on the plot:
            [5 notes, film by film](/films/)
            things said in interviews:
            [4 said, interview by interview](/interviews/)
            - [The Garden: The ending mirrors The House: The ending](/echoes/cmrrr2222/)
            - [The Garden: The doorbell has an echo. To read it you also need to have seen The Bell. →](/echoes/crpt22222/)
            """,
        ),
    ],
)
def test_what_is_open_follows_from_the_films_seen(cinema, fan_of, seen, said):
    client = fan_of(*(getattr(cinema, name) for name in seen))

    assert now(client.get("/")) == cleandoc(said)


def test_a_single_note_that_was_revealed_counts_and_lets_its_echo_be_known(cinema, stranger):
    stranger.has_revealed(cinema.ending.public_id)

    assert now(stranger.get("/")) == cleandoc("""
        ## Open to you now
        note on the plot:
        [1 note, film by film](/films/)
        things said in interviews:
        [2 said, interview by interview](/interviews/)
        - [The Garden: The ending has an echo. To read it you also need to have seen another film. →](/echoes/cmrrr2222/)
        """)


def test_a_single_statement_is_one_thing_said(stranger, db):
    QuoteFactory(stamp=Stamp.NOTHING)

    assert now(stranger.get("/")) == cleandoc(f"""
        ## Open to you now
        notes on the plot:
        [0 notes, film by film](/films/)
        thing said in interviews:
        [1 said, interview by interview](/interviews/)
        {NO_ECHO}
        """)


def test_a_site_without_any_universe_still_has_a_front_page(stranger, db):
    page = read(stranger.get("/"))

    said = cleandoc(f"""
        ## Open to you now
        notes on the plot:
        [0 notes, film by film](/films/)
        things said in interviews:
        [0 said, interview by interview](/interviews/)
        {NO_ECHO}
        """)
    assert page.main.heard() == f"{WELCOME}{said}"


def test_an_open_echo_is_a_poster_for_the_eye_and_one_line_for_the_ear(cinema, devotee):
    part = read(devotee.get("/")).main.part("Open to you now")

    second, first = part.all("li")  # the newest first
    assert first.heard() == (
        "- [The Garden: The ending mirrors The House: The ending](/echoes/cmrrr2222/)"
    )
    assert (
        first.seen() == "- [The Garden The ending mirrors The House The ending](/echoes/cmrrr2222/)"
    )
    assert (
        second.seen() == "- [The Garden The doorbell repeats The Bell The ring](/echoes/crpt22222/)"
    )


def test_a_title_card_shows_words_year_and_length(cinema, stranger):
    cards = [one.seen() for one in read(stranger.get("/")).main.all("svg")]

    assert cards == [
        "THE\nHOUSE\n2019\n101 min",
        "THE\nBELL\n2020\n1 min",
        "THE HOUSE\nTHE\nGARDEN\n2021\n125 min",
        "THE\nATTIC\n2023\n3 parts",
        "THE\nFENCE\n2999\n90 min",
        "THE\nGATE\nANNOUNCED",
        "LOW\nTIDE\n2015\n101 min",
    ]


def test_a_film_counts_the_notes_whose_label_everyone_may_read(cinema, stranger, devotee):
    NoteFactory(film=cinema.tide)
    NoteFactory(film=cinema.tide, stamp=Stamp.EXISTENCE)

    for client in (stranger, devotee):
        assert read(client.get("/")).main.part("Harbour").heard() == cleandoc("""
            ## [Harbour](/universes/harbour/)
            - [Low Tide](/films/low-tide/)
            1 note
            """)


def test_beyond_a_hundred_nothing_is_counted(cinema, fan_of):
    film = cinema.tide
    NoteFactory.create_batch(3, film=film)

    with short(paging, MOST_COUNTED=2):
        said = now(fan_of(film).get("/"))
    with short(paging, MOST_COUNTED=3):
        whole = now(fan_of(film).get("/"))

    assert "[2+ notes, film by film](/films/)" in said
    assert "[2 said, interview by interview](/interviews/)" in said
    assert "[3 notes, film by film](/films/)" in whole


def test_the_newest_echoes_stand_there_and_a_way_to_all(cinema, fan_of):
    film, other = cinema.tide, FilmFactory()
    for label in ("one", "two", "three"):
        ends = {"later": NoteFactory(film=film, label=label), "sealed_claim": Echo.Claim.LIKENESS}
        EchoFactory(earlier=NoteFactory(film=film), **ends)
        EchoFactory(earlier=NoteFactory(film=other), **ends)

    with short(home, ECHOES=2):
        some = now(fan_of(film).get("/")).splitlines()
    whole = now(fan_of(film).get("/")).splitlines()

    assert [" three " in some[5], " two " in some[6]] == [True, True]
    assert [": three has an echo" in some[7], ": two has an echo" in some[8]] == [True, True]
    assert some[9:] == ["[All your echoes →](/echoes/)"]
    assert len(whole) == 5 + 6


def test_of_a_universe_with_many_films_the_first_stand_there_and_a_way_to_all(cinema, stranger):
    FilmFactory(universe=cinema.houses, title="A seventh", slug="a-seventh", released=None)
    cinema.gate.title = "Z"
    cinema.gate.save()

    part = read(stranger.get("/")).main.part("The Houses")

    assert part.heard().splitlines()[-5:] == [
        "- [The Fence](/films/the-fence/)",
        "Announced",
        "- [A seventh](/films/a-seventh/)",
        "Announced",
        "[All films of The Houses →](/universes/houses/)",
    ]


@pytest.mark.parametrize(
    ("most", "onward"), [(1, ["(Further)", "[Every universe All films →](/films/)"]), (2, [])]
)
def test_of_many_universes_the_first_stand_there_and_a_way_to_all(cinema, stranger, most, onward):
    with short(home, UNIVERSES=most):
        main = read(stranger.get("/")).main

    assert main.parts == ["Open to you now", "The Houses", "Harbour"][: most + 1]
    assert [line for nav in main.all("nav") for line in nav.heard().splitlines()] == onward
