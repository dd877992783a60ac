"""The timeline: the order of release beside the order of the story."""

import re
from inspect import cleandoc

from tests.factories import PlacementFactory

from .reading import Element, read

LEAD = """\
# Timeline
On the left the order in which the films came out, on the right the order in which their stories happen. A broken line is a place on which sources differ.
"""
ORDERS = """\
## [The Houses](/universes/houses/)
### As released
### As it happens
- [The House](/films/the-house/) 2019
- [The Bell](/films/the-bell/) 2020
- [The Garden](/films/the-garden/) 2021
- [The Attic](/films/the-attic/) 2023
- [The Fence](/films/the-fence/) 2999
- [The Bell](/films/the-bell/)
- [The House](/films/the-house/)
- [The Attic](/films/the-attic/)
- [The Garden](/films/the-garden/)
- [The Fence](/films/the-fence/)
### [The Bell](/films/the-bell/)
#### Before The House
- The bell hangs there already.
Plain on screen.
### [The Garden](/films/the-garden/)
#### After The House
- Two years pass.
[Two years on](https://times.example/two), Times, May 2021 ([archived copy](https://archive.example/two)); read on 2 January 2026.
- The trees have grown.
Plain on screen.
### [The Attic](/films/the-attic/)
"""
HARBOUR = """
## [Harbour](/universes/harbour/)
### As released
### As it happens
- [Low Tide](/films/low-tide/) 2015
- [Low Tide](/films/low-tide/)"""

_PATH = re.compile(r"M0 (\d)C50 \1 50 (\d) 100 \2")


def lines(part: Element) -> list[tuple[int, int, bool]]:
    """Each line of the picture: from which row, to which row, and whether it is broken."""
    found = [(_PATH.fullmatch(one.attributes["d"]), one.classes) for one in part.all("path")]
    return [(int(ends[1]), int(ends[2]), classes == ["disputed"]) for ends, classes in found]


def houses(client) -> Element:
    return read(client.get("/timeline/")).main.part("The Houses")


def test_a_stranger_reads_both_orders_and_the_harmless_claims(cinema, stranger):
    attic = cleandoc("""
        #### Between The House and The Garden
        - The roof is whole.
        Gazette, 8 June 2021. Its headline and address would give something away.
        """)
    assert read(stranger.get("/timeline/")).main.heard() == LEAD + ORDERS + attic + HARBOUR


def test_who_has_seen_every_film_reads_that_sources_differ(cinema, devotee):
    attic = cleandoc("""
        Sources place it differently.
        #### Between The House and The Garden
        - The roof is whole.
        [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021.
        #### After The Garden
        - The key is found.
        Plain on screen.
        """)
    assert read(devotee.get("/timeline/")).main.heard() == LEAD + ORDERS + attic + HARBOUR


def test_lines_lead_from_release_to_story_and_break_where_sources_differ(
    cinema, stranger, fan_of, devotee
):
    plain = [(0, 1, False), (1, 0, False), (2, 3, False), (3, 2, False), (4, 4, False)]
    broken = [(0, 1, False), (1, 0, False), (2, 3, False), (3, 2, True), (4, 4, False)]

    clients = [stranger, fan_of(cinema.garden), fan_of(cinema.attic), devotee]

    assert [lines(houses(client)) for client in clients] == [plain, plain, broken, broken]


def test_a_claim_that_only_the_informed_may_read_moves_a_film_for_them_alone(
    cinema, stranger, fan_of
):
    PlacementFactory(
        placed=cinema.fence, relation="before", anchor=cinema.bell, spoils=[cinema.bell]
    )

    def story(client) -> list[str]:
        return [one.text for one in houses(client).all("ol")[1].all("li")]

    assert story(stranger) == ["The Bell", "The House", "The Attic", "The Garden", "The Fence"]
    assert story(fan_of(cinema.bell)) == [
        *("The Fence", "The Bell", "The House", "The Attic", "The Garden")
    ]


def test_a_film_at_the_same_time_as_another_stays_where_it_was_released(cinema, stranger):
    PlacementFactory(
        placed=cinema.fence,
        relation="during",
        anchor=cinema.house,
        stamp="nothing",
        source=None,
        sealed_claim="That summer.",
    )

    claims = houses(stranger).all("section")[-1]

    assert claims.heard() == cleandoc("""
        ### [The Fence](/films/the-fence/)
        #### At the same time as The House
        - That summer.
        Plain on screen.
        """)
    assert lines(houses(stranger))[-1] == (4, 4, False)


def test_two_places_that_begin_after_the_same_film_and_end_before_others_differ(cinema, stranger):
    PlacementFactory(
        placed=cinema.attic,
        relation="between",
        anchor=cinema.house,
        second_anchor=cinema.fence,
        stamp="nothing",
        source=None,
        sealed_claim="The roof leaks.",
    )

    claims = houses(stranger).all("section")[-1]

    assert claims.heard() == cleandoc("""
        ### [The Attic](/films/the-attic/)
        Sources place it differently.
        #### Between The House and The Garden
        - The roof is whole.
        Gazette, 8 June 2021. Its headline and address would give something away.
        #### Between The House and The Fence
        - The roof leaks.
        Plain on screen.
        """)
    assert lines(houses(stranger))[3] == (3, 2, True)


def test_a_site_without_films_has_a_timeline_without_lines(stranger, db):
    assert read(stranger.get("/timeline/")).main.heard() == LEAD.strip()
