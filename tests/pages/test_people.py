"""The list of people, and the pages of a person and of a character."""

from inspect import cleandoc

import pytest

from gate.models import Stamp
from tests.factories import CreditFactory, PersonFactory, QuoteFactory

from .reading import read

IDA = """
(Breadcrumb)
- [People](/people/)
- Ida Holm
# Ida Holm
## Films
- 2021 [The House: The Garden](/films/the-garden/) [The Guest](/characters/the-guest/)
- 2021 [The House: The Garden](/films/the-garden/) Director
- 2021 [The House: The Garden](/films/the-garden/) Writer
- – [The Gate](/films/the-gate/) Director
## What they said
What spoils a film opens when you have seen it. A button opens a single one.
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “It rained. / For weeks.”
Verbatim: word for word, as printed.
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
Locked until you have seen The Garden and another film.
<I have seen The Garden → /films/the-garden/seen/>
<Reveal what Ida Holm said to Gazette – spoils The Garden and another film → /quotes/qgzdr2222/reveal/>
"""

IDA_TO_ALL_KNOWING = """
(Breadcrumb)
- [People](/people/)
- Ida Holm
# Ida Holm
## Films
- 2021 [The House: The Garden](/films/the-garden/) [The Guest](/characters/the-guest/)
- 2021 [The House: The Garden](/films/the-garden/) Director
- 2021 [The House: The Garden](/films/the-garden/) Writer
- – [The Gate](/films/the-gate/) Director
## What they said
What spoils a film opens when you have seen it. A button opens a single one.
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “It rained. / For weeks.”
Verbatim: word for word, as printed.
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “Jo [Lind] wanted the same door.”
With editorial brackets: word for word; what stands in [brackets] was put in by an editor.
- [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021. Page 5.
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “Max came by night.”
Translated: put into English from another language.
## Echoes they stand behind
- [The Garden: The ending mirrors The House: The ending →](/echoes/cmrrr2222/)
"""

UNA = """
(Breadcrumb)
- [People](/people/)
- Una Berg
# Una Berg
## What they said
What spoils a film opens when you have seen it. A button opens a single one.
[Una Berg on the radio, 2022](/interviews/una-berg-2022/)
> Nobody rang at all.
Paraphrase: what was said, in our words.
"""

ZOE = """
(Breadcrumb)
- [People](/people/)
- Zoe Hart
# Zoe Hart
## Films
- 2023 [The Attic](/films/the-attic/) Creator
"""

GARDENER = """
(Breadcrumb)
- [People](/people/)
- The Gardener
Character
# The Gardener
Keeps the grounds.
## Films
- 2019 [The House](/films/the-house/) played by [Jo Lind](/people/jo-lind/)
- 2021 [The House: The Garden](/films/the-garden/) played by [Jo Lind](/people/jo-lind/)
## What you know
- She whistles.
## What was said
By those who play the part. What spoils a film opens when you have seen it. A button opens a single one.
[Jo Lind](/people/jo-lind/)
[Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/)
Locked until you have seen The Garden and 2 other films.
<I have seen The Garden → /films/the-garden/seen/>
<Reveal what Jo Lind said to Times – spoils The Garden and 2 other films → /quotes/qtmsthr22/reveal/>
"""

GARDENER_TO_ALL_KNOWING = """
(Breadcrumb)
- [People](/people/)
- The Gardener
Character
# The Gardener
Keeps the grounds.
## Films
- 2019 [The House](/films/the-house/) played by [Jo Lind](/people/jo-lind/)
- 2021 [The House: The Garden](/films/the-garden/) played by [Jo Lind](/people/jo-lind/)
## What you know
- She whistles.
- She is the sister of the Visitor.
The House and The Garden
## What was said
By those who play the part. What spoils a film opens when you have seen it. A button opens a single one.
[Jo Lind](/people/jo-lind/)
[Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/)
> We rang it thrice.
Paraphrase: what was said, in our words.
## Echoes they stand behind
- [The Garden: The ending mirrors The House: The ending →](/echoes/cmrrr2222/)
"""

VISITOR = """
(Breadcrumb)
- [People](/people/)
- The Visitor
Character
# The Visitor
## Films
- 2021 [The House: The Garden](/films/the-garden/) played by [Max Roe](/people/max-roe/)
"""

KIN = """
## What you know
- She is the sister of the Visitor.
The House and The Garden
"""


def said(client, path: str) -> str:
    return read(client.get(path)).main.heard()


def test_people_stand_under_the_first_letter_of_their_family_name(cinema, stranger):
    assert said(stranger, "/people/") == cleandoc("""
        # People
        Who made these films, who plays in them, and who has spoken about them.
        ## By family name
        ### B
        - [Una Berg](/people/una-berg/)
        ### H
        - [Zoe Hart](/people/zoe-hart/)
        - [Ida Holm](/people/ida-holm/)
        ### L
        - [Jo Lind](/people/jo-lind/)
        """)


def test_a_surprise_guest_is_listed_for_who_has_met_them(cinema, fan_of):
    assert said(fan_of(cinema.garden), "/people/") == cleandoc("""
        # People
        Who made these films, who plays in them, and who has spoken about them.
        ## By family name
        ### B
        - [Una Berg](/people/una-berg/)
        ### H
        - [Zoe Hart](/people/zoe-hart/)
        - [Ida Holm](/people/ida-holm/)
        ### L
        - [Jo Lind](/people/jo-lind/)
        ### R
        - [Max Roe](/people/max-roe/)
        """)


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/people/ida-holm/", IDA),
        ("/people/una-berg/", UNA),
        ("/people/zoe-hart/", ZOE),
        ("/characters/the-gardener/", GARDENER),
    ],
)
def test_a_stranger_reads_what_is_billed_and_what_is_harmless(cinema, stranger, path, page):
    assert said(stranger, path) == page.strip()


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/people/ida-holm/", IDA_TO_ALL_KNOWING),
        ("/people/una-berg/", UNA),
        ("/people/zoe-hart/", ZOE),
        ("/characters/the-gardener/", GARDENER_TO_ALL_KNOWING),
        ("/characters/the-visitor/", VISITOR.strip() + KIN),
    ],
)
def test_who_has_seen_every_film_reads_the_whole_page(cinema, devotee, path, page):
    assert said(devotee, path) == page.strip()


def test_a_surprise_guest_has_a_page_for_who_has_met_them(cinema, fan_of):
    fan = fan_of(cinema.garden)

    assert said(fan, "/people/max-roe/") == cleandoc("""
        (Breadcrumb)
        - [People](/people/)
        - Max Roe
        # Max Roe
        ## Films
        - 2021 [The House: The Garden](/films/the-garden/) [The Visitor](/characters/the-visitor/)
        """)
    assert said(fan, "/characters/the-visitor/") == VISITOR.strip()


def test_whose_idea_an_echo_was_stands_behind_it(cinema, devotee, fan_of):
    for client, echoes in [
        (devotee, "- [The Garden: The ending mirrors The House: The ending →](/echoes/cmrrr2222/)"),
        (fan_of(cinema.house), ""),
        (fan_of(cinema.garden), ""),
    ]:
        main = read(client.get("/people/jo-lind/")).main
        heading = "Echoes they stand behind"

        found = main.part(heading).heard() if heading in main.parts else ""

        assert found == (f"## {heading}\n{echoes}" if echoes else "")


def test_films_of_a_person_come_in_the_order_of_their_release(cinema, stranger):
    who = PersonFactory(slug="al-kay", name="Al Kay")
    for film in (cinema.gate, cinema.attic, cinema.tide, cinema.house):
        CreditFactory(film=film, person=who, job="writer", character=None)

    assert said(stranger, "/people/al-kay/") == cleandoc("""
        (Breadcrumb)
        - [People](/people/)
        - Al Kay
        # Al Kay
        ## Films
        - 2015 [Low Tide](/films/low-tide/) Writer
        - 2019 [The House](/films/the-house/) Writer
        - 2023 [The Attic](/films/the-attic/) Writer
        - – [The Gate](/films/the-gate/) Writer
        """)


def test_a_film_without_a_date_stands_last_on_a_characters_page_and_has_no_year(cinema, stranger):
    CreditFactory(film=cinema.gate, person=cinema.jo, character=cinema.gardener)

    films = read(stranger.get("/characters/the-gardener/")).main.part("Films")

    assert films.heard() == cleandoc("""
        ## Films
        - 2019 [The House](/films/the-house/) played by [Jo Lind](/people/jo-lind/)
        - 2021 [The House: The Garden](/films/the-garden/) played by [Jo Lind](/people/jo-lind/)
        - – [The Gate](/films/the-gate/) played by [Jo Lind](/people/jo-lind/)
        """)


def test_what_a_person_said_last_stands_first(cinema, stranger):
    for interview, position in ((cinema.times, 9), (cinema.radio, 9)):
        QuoteFactory(
            interview=interview, speaker=cinema.ida, position=position, stamp=Stamp.NOTHING
        )

    quotes = read(stranger.get("/people/ida-holm/")).main.all("figcaption")

    assert [one.text for one in quotes] == [
        "Una Berg on the radio, 2022",
        "Ida Holm in the Gazette, June 2021",
        "Ida Holm in the Gazette, June 2021",
        "Jo Lind in the Times, May 2021",
    ]
