"""The list of echoes, and the page of an echo."""

from datetime import UTC, date, datetime
from inspect import cleandoc

import pytest

from spoilers.models import Echo
from tests.factories import EchoFactory, EvidenceFactory, FilmFactory, NoteFactory

from .reading import read

LEAD = """\
# Echoes
Moments that answer an earlier one: mirrored, turned round, carried on. You see here what the films that you have seen let you know of.
## Yours to follow
"""

#: What stands between the summary and the end of the open mirror.
EVIDENCE = """
## The two scenes
### [The Garden: The ending](/notes/ngrndng22/)
She opens.
Nobody is there.
1:52:10
### [The House: The ending](/notes/nhsndng22/)
The door stays open.
## Beat by beat
What they share | The Garden | The House
The step | one | two
The door | shut | open
## Where the likeness ends
This time it is shut.
## Who says so
[Ida Holm](/people/ida-holm/)
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “Jo [Lind] wanted the same door.”
With editorial brackets: word for word; what stands in [brackets] was put in by an editor.
- [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021. Page 5.
{hide}First-hand:
It was on purpose.
Second-hand:
It was Jo’s wish. Credited to [Jo Lind](/people/jo-lind/).
Second-hand:
The Gazette saw it too.
[Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021.
## Where to go next
- [The House: The Garden](/films/the-garden/)
- [The House](/films/the-house/)
- [All your echoes](/echoes/)"""

MIRROR = """\
(Breadcrumb)
- [Echoes](/echoes/)
- An echo of The Garden: The ending
# The House: The Garden, 2021 The ending mirrors The House, 2019 The ending
## Intended by the makers
Both end at the door."""


def said(client, path: str) -> str:
    return read(client.get(path)).main.heard()


def test_a_stranger_is_told_of_no_echo(cinema, stranger):
    assert said(stranger, "/echoes/") == LEAD + cleandoc("""
        Nothing here yet. That there is an echo at all would tell you something, so it shows only when you have seen one of its films.
        [Say what you have seen](/seen/)
        """)


@pytest.mark.parametrize(
    ("seen", "cards"),
    [
        (
            ["house"],
            """
            - [The House: The ending has an echo. To read it you also need to have seen The Garden.](/echoes/cmrrr2222/)
            """,
        ),
        (
            ["bell"],
            """
            - [The Bell: The ring has an echo. To read it you also need to have seen The House and The Garden.](/echoes/crpt22222/)
            """,
        ),
        (
            ["house", "garden", "bell"],
            """
            - [The Garden: The doorbell repeats The Bell: The ring](/echoes/crpt22222/)
            - [The Garden: The ending mirrors The House: The ending](/echoes/cmrrr2222/)
            """,
        ),
    ],
)
def test_the_list_follows_from_the_films_seen(cinema, fan_of, seen, cards):
    client = fan_of(*(getattr(cinema, name) for name in seen))

    assert said(client, "/echoes/") == LEAD + cleandoc(cards)


def test_an_echo_that_is_only_hinted_at_is_a_poster_with_one_end_unread(cinema, fan_of):
    page = read(fan_of(cinema.garden).get("/echoes/"))

    (card,) = page.main.all("li")
    assert card.seen() == (
        "- [The Garden The ending has an echo The House Not open yet "
        "To read it you also need to have seen The House.](/echoes/cmrrr2222/)"
    )


def test_a_locked_echo_shows_the_end_that_is_known_and_how_to_open_it(cinema, fan_of):
    assert said(fan_of(cinema.garden), "/echoes/cmrrr2222/") == cleandoc("""
        (Breadcrumb)
        - [Echoes](/echoes/)
        - An echo of The Garden: The ending
        # The House: The Garden The ending has an echo The House Not open yet
        ## To read it
        “The ending” has an echo. To read it you also need to have seen The House.
        <I have seen The House → /films/the-house/seen/>
        <Reveal this echo – spoils The House → /echoes/cmrrr2222/reveal/>
        ## The moment that you know
        She opens.
        Nobody is there.
        [The Garden: The ending](/notes/ngrndng22/)
        """)


def test_a_locked_echo_names_every_film_that_is_still_to_be_seen(cinema, fan_of):
    assert said(fan_of(cinema.bell), "/echoes/crpt22222/") == cleandoc("""
        (Breadcrumb)
        - [Echoes](/echoes/)
        - An echo of The Bell: The ring
        # The Bell The ring has an echo The House / The House: The Garden Not open yet
        ## To read it
        “The ring” has an echo. To read it you also need to have seen The House and The Garden.
        <I have seen The House → /films/the-house/seen/>
        <I have seen The Garden → /films/the-garden/seen/>
        <Reveal this echo – spoils The House and The Garden → /echoes/crpt22222/reveal/>
        ## The moment that you know
        It rings once.
        [The Bell: The ring](/notes/nbxrng222/)
        """)


def test_a_film_that_is_not_out_cannot_be_marked_from_an_echo(cinema, fan_of):
    later = NoteFactory(film=cinema.fence, label="The teaser")
    EchoFactory(public_id="cfnc22222", later=later, earlier=cinema.ring)

    part = read(fan_of(cinema.bell).get("/echoes/cfnc22222/")).main.part("To read it")

    assert part.heard() == cleandoc("""
        ## To read it
        “The ring” has an echo. To read it you also need to have seen The Fence.
        <Reveal this echo – spoils The Fence → /echoes/cfnc22222/reveal/>
        """)


def test_an_open_echo_shows_both_ends_their_beats_and_who_says_so(cinema, devotee):
    assert said(devotee, "/echoes/cmrrr2222/") == MIRROR + EVIDENCE.format(hide="")


def test_an_echo_that_was_revealed_says_the_same_and_can_be_hidden(cinema, fan_of):
    client = fan_of(cinema.garden)
    client.act("/echoes/cmrrr2222/reveal/")

    page = said(client, "/echoes/cmrrr2222/")

    hide_quote = "<Hide what Ida Holm said to Gazette again → /quotes/qgzdr2222/hide/>\n"
    hide_echo = "\n<Hide this echo again → /echoes/cmrrr2222/hide/>"
    assert page == MIRROR + hide_echo + EVIDENCE.format(hide=hide_quote)


def test_an_echo_without_beats_difference_and_evidence_is_its_text_and_two_scenes(cinema, devotee):
    assert said(devotee, "/echoes/crpt22222/") == cleandoc("""
        (Breadcrumb)
        - [Echoes](/echoes/)
        - An echo of The Garden: The doorbell
        # The House: The Garden, 2021 The doorbell repeats The Bell, 2020 The ring
        ## A likeness only
        It rings again.
        ## The two scenes
        ### [The Garden: The doorbell](/notes/ngrdrbx22/)
        It rings twice.
        ### [The Bell: The ring](/notes/nbxrng222/)
        It rings once.
        ## Where to go next
        - [The House: The Garden](/films/the-garden/)
        - [The Bell](/films/the-bell/)
        - [All your echoes](/echoes/)
        """)


def test_an_echo_leads_on_to_the_echoes_that_share_an_end(cinema, devotee):
    EchoFactory(
        public_id="cnxt22222",
        later=cinema.key,
        earlier=cinema.house_ending,
        sealed_kind=Echo.Kind.SAME_EVENT,
    )

    part = read(devotee.get("/echoes/cmrrr2222/")).main.part("Where to go next")

    assert part.heard() == cleandoc("""
        ## Where to go next
        - [The Garden: A second key shows the same event as The House: The ending →](/echoes/cnxt22222/)
        - [The House: The Garden](/films/the-garden/)
        - [The House](/films/the-house/)
        - [All your echoes](/echoes/)
        """)


def test_each_beat_is_numbered_and_names_its_films_before_the_eye(cinema, devotee):
    table = read(devotee.get("/echoes/cmrrr2222/")).main.all("table")[0]

    assert table.seen() == cleandoc("""
        What they share | The Garden | The House
        1 The step | The Garden one | The House two
        2 The door | The Garden shut | The House open
        """)


@pytest.mark.parametrize(
    ("claim", "heading"),
    [
        (Echo.Claim.NOTICED, "Noticed by others"),
        (Echo.Claim.ON_SCREEN, "Plain on screen"),
        (Echo.Claim.LIKENESS, "A likeness only"),
    ],
)
def test_an_echo_says_how_sure_it_is(cinema, devotee, claim, heading):
    echo = EchoFactory(later=cinema.key, earlier=cinema.ring, sealed_claim=claim)

    assert read(devotee.get(echo.get_absolute_url())).main.parts[0] == heading


def test_an_echo_wears_the_colour_of_the_end_that_is_known(cinema, fan_of):
    tide = NoteFactory(film=cinema.tide)
    echo = EchoFactory(later=cinema.ring, earlier=tide)

    bodies = [
        read(fan_of(*films).get(echo.get_absolute_url())).all("body")[0].classes
        for films in ([cinema.tide], [cinema.bell], [cinema.tide, cinema.bell])
    ]

    assert bodies == [["accent-amber"], ["accent-teal"], ["accent-teal"]]


def test_the_poster_of_an_open_echo_wears_the_colour_of_its_later_end(cinema, fan_of):
    tide = NoteFactory(film=cinema.tide)
    EchoFactory(later=tide, earlier=cinema.ring)

    page = read(fan_of(cinema.tide, cinema.bell).get("/")).main

    posters = [one.classes for one in page.all("a") if "echo-card" in one.classes]
    assert posters == [["echo-card", "accent-amber"]]


def test_whose_idea_it_was_is_said_beside_a_source_too(cinema, devotee):
    EvidenceFactory(
        echo=cinema.repeat,
        quote=None,
        source=cinema.who_rang,
        credits=cinema.jo,
        hand="second",
        sealed_point="He had the bell brought back.",
    )

    part = read(devotee.get("/echoes/crpt22222/")).main.part("Who says so")

    assert part.heard() == cleandoc("""
        ## Who says so
        Second-hand:
        He had the bell brought back. Credited to [Jo Lind](/people/jo-lind/).
        [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021.
        """)


@pytest.mark.parametrize("years", [(2001, 2020), (2020, 2001)])
def test_echoes_of_one_moment_stand_in_no_order_of_their_locked_ends(cinema, fan_of, years):
    made = datetime(2026, 1, 1, tzinfo=UTC)
    for public_id, year in zip(("a22222222", "z22222222"), years, strict=True):
        locked = NoteFactory(film=FilmFactory(released=date(year, 1, 1), title=f"Film of {year}"))
        EchoFactory(
            later=locked, earlier=NoteFactory(film=cinema.tide), made=made, public_id=public_id
        )

    page = read(fan_of(cinema.tide).get("/echoes/")).main

    listed = [one.attributes["href"].split("/")[2] for one in page.all("a")]
    assert [one for one in listed if one.endswith("22222222")] == ["a22222222", "z22222222"]
