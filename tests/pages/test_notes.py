"""The page of a single note."""

from inspect import cleandoc

import pytest

from .reading import read


def said(client, public_id: str) -> str:
    return read(client.get(f"/notes/{public_id}/")).main.heard()


@pytest.mark.parametrize(
    ("public_id", "page"),
    [
        (
            "nhsstrt22",
            """
            (Breadcrumb)
            - [Films](/films/)
            - [The House](/films/the-house/)
            - The first night
            [The House](/films/the-house/)
            # The first night
            ## Opening
            Locked until you have seen The House.
            <I have seen The House → /films/the-house/seen/>
            <Reveal “The first night” – spoils The House → /notes/nhsstrt22/reveal/>
            (Before and after)
            [After The ending →](/notes/nhsndng22/)
            """,
        ),
        (
            "ngrndng22",
            """
            (Breadcrumb)
            - [Films](/films/)
            - [The Garden](/films/the-garden/)
            - The ending
            [The House: The Garden](/films/the-garden/)
            # The ending
            ## Ending
            Locked until you have seen The Garden.
            <I have seen The Garden → /films/the-garden/seen/>
            <Reveal “The ending” – spoils The Garden → /notes/ngrndng22/reveal/>
            (Before and after)
            [Before ← The doorbell](/notes/ngrdrbx22/)
            """,
        ),
        (
            "nttcrp222",
            """
            (Breadcrumb)
            - [Films](/films/)
            - [The Attic](/films/the-attic/)
            - The rope
            [The Attic](/films/the-attic/)
            # The rope
            ## Scene
            Locked until you have seen The Attic and 2 other films.
            <I have seen The Attic → /films/the-attic/seen/>
            <Reveal “The rope” – spoils The Attic and 2 other films → /notes/nttcrp222/reveal/>
            (Before and after)
            """,
        ),
    ],
)
def test_a_stranger_reads_what_a_note_would_spoil(cinema, stranger, public_id, page):
    assert said(stranger, public_id) == cleandoc(page)


def test_who_has_seen_its_film_reads_a_note_among_its_neighbours(cinema, fan_of):
    assert said(fan_of(cinema.garden), "ngrndng22") == cleandoc("""
        (Breadcrumb)
        - [Films](/films/)
        - [The Garden](/films/the-garden/)
        - The ending
        [The House: The Garden](/films/the-garden/)
        # The ending
        ## Ending
        She opens.
        Nobody is there.
        1:52:10
        [The Garden: The ending has an echo. To read it you also need to have seen The House. →](/echoes/cmrrr2222/)
        (Before and after)
        [Before ← The doorbell](/notes/ngrdrbx22/)
        [After A second key →](/notes/ngrkx2222/)
        """)


def test_a_note_whose_existence_spoils_has_a_page_for_who_has_seen_its_film(cinema, fan_of):
    assert said(fan_of(cinema.garden), "ngrkx2222") == cleandoc("""
        (Breadcrumb)
        - [Films](/films/)
        - [The Garden](/films/the-garden/)
        - A second key
        [The House: The Garden](/films/the-garden/)
        # A second key
        ## Scene
        He has one.
        (Before and after)
        [Before ← The ending](/notes/ngrndng22/)
        """)


def test_an_open_note_leads_to_its_open_echo(cinema, devotee):
    assert said(devotee, "nhsndng22") == cleandoc("""
        (Breadcrumb)
        - [Films](/films/)
        - [The House](/films/the-house/)
        - The ending
        [The House](/films/the-house/)
        # The ending
        ## Ending
        The door stays open.
        [The Garden: The ending mirrors The House: The ending →](/echoes/cmrrr2222/)
        (Before and after)
        [Before ← The first night](/notes/nhsstrt22/)
        """)


def test_a_note_that_was_revealed_can_be_hidden_on_its_own_page(cinema, stranger):
    stranger.has_revealed("nhsstrt22")

    assert said(stranger, "nhsstrt22") == cleandoc("""
        (Breadcrumb)
        - [Films](/films/)
        - [The House](/films/the-house/)
        - The first night
        [The House](/films/the-house/)
        # The first night
        ## Opening
        She hears it.
        <Hide “The first night” again → /notes/nhsstrt22/hide/>
        (Before and after)
        [After The ending →](/notes/nhsndng22/)
        """)
