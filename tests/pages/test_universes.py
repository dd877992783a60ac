"""The page of a universe: its films, the order of its story, its echoes, its interviews."""

from datetime import date
from inspect import cleandoc

import pytest

from pages import programme, universes
from spoilers.models import Echo
from tests.factories import EchoFactory, FilmFactory, InterviewFactory, NoteFactory, UniverseFactory
from tests.short import short

from .cinema import HOUSES
from .paging import leafing
from .reading import read

HEAD = f"""\
(Breadcrumb)
- [Films](/films/)
- The Houses
Holm Pictures
# The Houses
A house that remembers.
## Films
{HOUSES}## The order of the story
### As released
### As it happens
"""
INTERVIEWS = """
## Interviews
- 2021 [Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/) About The Garden
- 2021 [Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/) About The House and The Garden"""


def films(main) -> list[str]:
    return [one.text for one in main.all("a") if "name" in one.classes]


def echoes(client, slug: str = "houses") -> str:
    main = read(client.get(f"/universes/{slug}/")).main
    return main.part("Echoes").heard() if "Echoes" in main.parts else ""


def test_a_stranger_reads_what_a_universe_holds_and_of_no_echo(cinema, stranger):
    page = read(stranger.get("/universes/houses/"))

    assert page.main.parts == ["Films", "The order of the story", "Interviews"]
    assert page.main.heard().startswith(HEAD)
    assert page.main.heard().endswith(INTERVIEWS)
    assert (page.title, page.description) == ("The Houses · Callback", "A house that remembers.")


def test_a_universe_of_which_little_is_said_says_no_more(cinema, stranger):
    empty = UniverseFactory(slug="nothing-yet", name="Nothing yet")

    said = [
        read(stranger.get(f"/universes/{slug}/")).main.heard() for slug in ("harbour", empty.slug)
    ]

    assert said == [
        cleandoc("""
            (Breadcrumb)
            - [Films](/films/)
            - Harbour
            # Harbour
            ## Films
            - [Low Tide](/films/low-tide/)
            0 notes
            ## The order of the story
            ### As released
            ### As it happens
            - [Low Tide](/films/low-tide/) 2015
            - [Low Tide](/films/low-tide/)
            """),
        cleandoc("""
            (Breadcrumb)
            - [Films](/films/)
            - Nothing yet
            # Nothing yet
            ## Films
            No film is listed here yet.
            """),
    ]


def test_its_story_is_what_the_timeline_says_of_it(cinema, stranger, devotee):
    for client in (stranger, devotee):
        there = read(client.get("/timeline/")).main.part("The Houses").heard()
        here = read(client.get("/universes/houses/")).main.part("The order of the story").heard()

        assert here.splitlines()[1:] == there.splitlines()[1:]


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ([], ""),
        (
            ["house"],
            """
            ## Echoes
            - [The House: The ending has an echo. To read it you also need to have seen The Garden. →](/echoes/cmrrr2222/)
            """,
        ),
        (
            ["house", "garden", "bell"],
            """
            ## Echoes
            - [The Garden: The doorbell repeats The Bell: The ring →](/echoes/crpt22222/)
            - [The Garden: The ending mirrors The House: The ending →](/echoes/cmrrr2222/)
            """,
        ),
    ],
)
def test_it_lists_the_echoes_that_its_reader_knows(cinema, fan_of, seen, said):
    client = fan_of(*(getattr(cinema, name) for name in seen))

    assert echoes(client) == cleandoc(said)


def test_an_echo_is_listed_by_an_end_that_is_open_alone(cinema, fan_of):
    """Its other end would tell where it leads."""
    tide = NoteFactory(film=cinema.tide, label="The flood")
    EchoFactory(later=tide, earlier=cinema.house_ending, sealed_claim=Echo.Claim.LIKENESS)

    told = {
        name: ["The flood" in echoes(fan_of(*seen), slug) for slug in ("houses", "harbour")]
        for name, seen in {
            "house": [cinema.house],
            "tide": [cinema.tide],
            "both": [cinema.house, cinema.tide],
        }.items()
    }

    assert told == {"house": [False, False], "tide": [False, True], "both": [True, True]}
    assert echoes(fan_of(cinema.house), "harbour") == ""
    assert echoes(fan_of(cinema.house)).count("has an echo") == 2


def test_beyond_some_echoes_and_interviews_it_leads_on_to_all(cinema, devotee):
    InterviewFactory(films=[cinema.bell, cinema.house], date=date(2001, 1, 1))

    with short(universes, ECHOES=1, INTERVIEWS=2):
        main = read(devotee.get("/universes/houses/")).main
    with short(universes, ECHOES=2, INTERVIEWS=3):
        whole = read(devotee.get("/universes/houses/")).main

    assert main.part("Echoes").heard() == cleandoc("""
        ## Echoes
        - [The Garden: The doorbell repeats The Bell: The ring →](/echoes/crpt22222/)
        [All your echoes →](/echoes/)
        """)
    assert (
        main.part("Interviews").heard() == f"{INTERVIEWS.strip()}\n[All interviews →](/interviews/)"
    )
    assert "All" not in whole.part("Echoes").heard() + whole.part("Interviews").heard()


@pytest.mark.parametrize("size", [1, 2, 5, 6, 7])
def test_its_films_go_on_page_by_page(cinema, stranger, size):
    titles = [
        *("The House", "The Bell", "The House: The Garden", "The Attic", "The Fence", "The Gate"),
    ]

    with short(programme, FILMS=size):
        pages = [films(main) for main in leafing(stranger, "/universes/houses/")]

    assert pages == [titles[start : start + size] for start in range(0, len(titles), size)]


def test_a_further_page_says_so_and_has_its_films_and_their_story_alone(cinema, devotee):
    with short(programme, FILMS=4):
        _first, second = leafing(devotee, "/universes/houses/")

    assert second.heard() == cleandoc("""
        (Breadcrumb)
        - [Films](/films/)
        - The Houses
        Holm Pictures
        # The Houses continued
        ## Films
        - [The Fence](/films/the-fence/)
        Announced
        - [The Gate](/films/the-gate/)
        Announced
        (Pages of this list)
        [Back to the start ← The first films](/universes/houses/)
        ## The order of the story
        ### As released
        ### As it happens
        - [The Fence](/films/the-fence/) 2999
        - [The Fence](/films/the-fence/)
        """)


def test_films_of_one_day_and_one_title_are_all_there_once(stranger, db):
    universe = UniverseFactory(slug="twins")
    same = {"universe": universe, "title": "Ночь", "released": date(2001, 2, 3)}
    slugs = sorted(FilmFactory(**same, slug=f"night-{number}").slug for number in (5, 1, 4, 2, 3))
    FilmFactory.create_batch(3, universe=universe, title="夜", released=None)

    with short(programme, FILMS=2):
        pages = list(leafing(stranger, "/universes/twins/"))
    links = [
        one.attributes["href"] for main in pages for one in main.all("a") if "name" in one.classes
    ]

    assert links[:5] == [f"/films/{slug}/" for slug in slugs]
    assert len(links) == len(set(links)) == 8


def test_after_the_last_film_there_is_nothing_and_a_way_back(cinema, stranger):
    query = "after=9999-12-31&after=zzz&after=z"

    assert read(stranger.get(f"/universes/harbour/?{query}")).main.heard() == cleandoc("""
        (Breadcrumb)
        - [Films](/films/)
        - Harbour
        # Harbour continued
        ## Films
        No film is listed after these.
        (Pages of this list)
        [Back to the start ← The first films](/universes/harbour/)
        """)


def test_a_universe_that_is_not_there_answers_404(cinema, stranger):
    assert stranger.get("/universes/nowhere/").status_code == 404


def test_every_film_leads_to_its_universe(cinema, stranger):
    trails = [
        read(stranger.get(f"/films/{slug}/")).main.all("nav")[0].heard()
        for slug in ("the-gate", "low-tide")
    ]

    assert trails == [
        "(Breadcrumb)\n- [Films](/films/)\n- [The Houses](/universes/houses/)\n- The Gate",
        "(Breadcrumb)\n- [Films](/films/)\n- [Harbour](/universes/harbour/)\n- Low Tide",
    ]
