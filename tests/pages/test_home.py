"""The front page: what is open, the echoes, and the programme."""

from inspect import cleandoc

import pytest

from gate.models import Stamp
from tests.factories import NoteFactory, QuoteFactory

from .reading import read

WELCOME = """\
# See the film. Then follow the echo.
Some endings answer an ending years before them. Callback shows you both side by side, with the interview that proves it. Say what you have seen, and read all that it unlocks: never a word more.
[What have you seen?](/seen/) [How the promise works](/promise/)
"""
NO_ECHO = "No echo is open yet. An echo opens when you have seen both of its films. Begin with any film below, or [tick the ones that you know](/seen/). No account is needed."
PROGRAMME = """\
## The Houses
Holm Pictures
A house that remembers.
- [The House](/films/the-house/)
2 notes
- [The Bell](/films/the-bell/)
1 note
- [The House: The Garden](/films/the-garden/)
2 notes
- [The Attic](/films/the-attic/)
1 note
- [The Fence](/films/the-fence/)
Announced
- [The Gate](/films/the-gate/)
Announced
## Harbour
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
        - [The Garden: The ending mirrors The House: The ending](/echoes/cmrrr2222/)
        - [The Garden: The doorbell repeats The Bell: The ring](/echoes/crpt22222/)
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
        - [The Garden: The ending has an echo. To read it you also need to have seen The House. →](/echoes/cmrrr2222/)
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

    first, second = part.all("li")
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
            ## Harbour
            - [Low Tide](/films/low-tide/)
            1 note
            """)
