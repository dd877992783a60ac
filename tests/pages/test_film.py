"""The page of a film."""

from inspect import cleandoc

import pytest

from films.models import Film
from pages import films
from tests.factories import FilmFactory
from tests.short import short

from .reading import read

HOUSE = """
(Breadcrumb)
- [Films](/films/)
- [The Houses](/universes/houses/)
- The House
Film · 6 June 2019 · 101 minutes
# The House
<I have seen it → /films/the-house/seen/> This unlocks what it spoils.
A gardener takes a job.
## Moments
These open when you have seen The House. A button opens a single one.
### [The first night](/notes/nhsstrt22/)
Opening
<I have seen The House → /films/the-house/seen/>
<Reveal “The first night” – spoils The House → /notes/nhsstrt22/reveal/>
### [The ending](/notes/nhsndng22/)
Ending
<I have seen The House → /films/the-house/seen/>
<Reveal “The ending” – spoils The House → /notes/nhsndng22/reveal/>
## What was said
What spoils a film opens when you have seen it. A button opens a single one.
[Jo Lind](/people/jo-lind/)
[Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/)
Locked until you have seen The Garden and 2 other films.
<I have seen The Garden → /films/the-garden/seen/>
<Reveal what Jo Lind said to Times – spoils The Garden and 2 other films → /quotes/qtmsthr22/reveal/>
## Credits
Cast:
[Jo Lind](/people/jo-lind/) [as The Gardener](/characters/the-gardener/)
(Before and after)
[Released after The Bell →](/films/the-bell/)
"""

GARDEN = """
(Breadcrumb)
- [Films](/films/)
- [The Houses](/universes/houses/)
- The Garden
Film · 1 October 2021 · 125 minutes
# The House: The Garden
You have seen it. <Not yet, after all → /films/the-garden/unseen/>
## Moments
These open when you have seen The Garden. A button opens a single one.
### [The doorbell](/notes/ngrdrbx22/)
Scene
It rings twice.
[The Garden: The doorbell repeats The Bell: The ring →](/echoes/crpt22222/)
### [The ending](/notes/ngrndng22/)
Ending
She opens.
Nobody is there.
1:52:10
[The Garden: The ending mirrors The House: The ending →](/echoes/cmrrr2222/)
### [A second key](/notes/ngrkx2222/)
Scene
He has one.
## What was said
What spoils a film opens when you have seen it. A button opens a single one.
[Jo Lind](/people/jo-lind/)
[Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/)
> We rang it thrice.
Paraphrase: what was said, in our words.
[Ida Holm](/people/ida-holm/)
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “It rained. / For weeks.”
Verbatim: word for word, as printed.
[Ida Holm](/people/ida-holm/)
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “Jo [Lind] wanted the same door.”
With editorial brackets: word for word; what stands in [brackets] was put in by an editor.
- [Who rang?](https://gazette.example/who-rang), Gazette, 8 June 2021. Page 5.
[Ida Holm](/people/ida-holm/)
[Ida Holm in the Gazette, June 2021](/interviews/ida-holm-2021/)
> “Max came by night.”
Translated: put into English from another language.
## Its place in the story
- Two years pass.
[Two years on](https://times.example/two), Times, May 2021 ([archived copy](https://archive.example/two)); read on 2 January 2026.
- The trees have grown.
Plain on screen.
## Credits
Director:
[Ida Holm](/people/ida-holm/)
Writer:
[Ida Holm](/people/ida-holm/)
Cast:
[Ida Holm](/people/ida-holm/) [as The Guest](/characters/the-guest/)
[Jo Lind](/people/jo-lind/) [as The Gardener](/characters/the-gardener/)
[Max Roe](/people/max-roe/) [as The Visitor](/characters/the-visitor/)
(Before and after)
[Released before ← The Bell](/films/the-bell/)
[Released after The Attic →](/films/the-attic/)
"""

GATE = """
(Breadcrumb)
- [Films](/films/)
- [The Houses](/universes/houses/)
- The Gate
Film · Announced
# The Gate
Not out yet. [Seen it already?](/films/the-gate/seen/)
## Moments
Nothing is written about this film yet.
## Credits
Director:
[Ida Holm](/people/ida-holm/)
(Before and after)
[Released before ← The Fence](/films/the-fence/)
"""

FENCE = """
(Breadcrumb)
- [Films](/films/)
- [The Houses](/universes/houses/)
- The Fence
Film · 1 January 2999 · 90 minutes
# The Fence
Not out yet. [Seen it already?](/films/the-fence/seen/)
## Moments
Nothing is written about this film yet.
(Before and after)
[Released before ← The Attic](/films/the-attic/)
[Released after The Gate →](/films/the-gate/)
"""

TIDE = """
(Breadcrumb)
- [Films](/films/)
- [Harbour](/universes/harbour/)
- Low Tide
Film · 1 January 2015 · 101 minutes
# Low Tide
<I have seen it → /films/low-tide/seen/> This unlocks what it spoils.
## Moments
Nothing is written about this film yet.
(Before and after)
"""

ATTIC = """
(Breadcrumb)
- [Films](/films/)
- [The Houses](/universes/houses/)
- The Attic
Series · 22 September 2023 · 3 parts
# The Attic
<I have seen it → /films/the-attic/seen/> This unlocks what it spoils.
## Moments
These open when you have seen The Attic. A button opens a single one.
### [The rope](/notes/nttcrp222/)
Scene
Locked until you have seen The Attic and 2 other films.
<I have seen The Attic → /films/the-attic/seen/>
<Reveal “The rope” – spoils The Attic and 2 other films → /notes/nttcrp222/reveal/>
## Its place in the story
- The roof is whole.
Gazette, 8 June 2021. Its headline and address would give something away.
## Credits
Creator:
[Zoe Hart](/people/zoe-hart/)
(Before and after)
[Released before ← The Garden](/films/the-garden/)
[Released after The Fence →](/films/the-fence/)
"""


def film_page(client, slug: str) -> str:
    return read(client.get(f"/films/{slug}/")).main.heard()


def part(client, slug: str, heading: str) -> str:
    return read(client.get(f"/films/{slug}/")).main.part(heading).heard()


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("the-house", HOUSE),
        ("the-attic", ATTIC),
        ("the-fence", FENCE),
        ("the-gate", GATE),
        ("low-tide", TIDE),
    ],
)
def test_a_stranger_reads_what_a_film_is_and_what_would_open(cinema, stranger, slug, said):
    assert film_page(stranger, slug) == said.strip()


def test_who_has_seen_every_film_reads_everything_about_one(cinema, devotee):
    assert film_page(devotee, "the-garden") == GARDEN.strip()


def test_a_fan_of_another_film_reads_what_a_stranger_reads(cinema, stranger, fan_of):
    fan = fan_of(cinema.tide)

    for slug in ("the-house", "the-garden", "the-attic", "the-fence", "the-gate"):
        assert film_page(fan, slug) == film_page(stranger, slug)


def test_who_has_seen_one_of_an_items_films_is_told_the_others(cinema, fan_of):
    quote = read(fan_of(cinema.bell).get("/films/the-house/")).main.by_id("quote-qtmsthr22")

    assert quote.heard() == cleandoc("""
        [Jo Lind](/people/jo-lind/)
        [Jo Lind in the Times, May 2021](/interviews/jo-lind-2021/)
        Locked until you have seen The House, The Bell and The Garden.
        <I have seen The House → /films/the-house/seen/>
        <I have seen The Garden → /films/the-garden/seen/>
        <Reveal what Jo Lind said to Times – spoils The House, The Bell and The Garden → /quotes/qtmsthr22/reveal/>
        """)


def test_moments_of_one_film_open_and_those_of_two_stay_locked(cinema, fan_of):
    assert part(fan_of(cinema.garden), "the-garden", "Moments") == cleandoc("""
        ## Moments
        These open when you have seen The Garden. A button opens a single one.
        ### [The doorbell](/notes/ngrdrbx22/)
        Scene
        Locked until you have seen The House and The Garden.
        <I have seen The House → /films/the-house/seen/>
        <Reveal “The doorbell” – spoils The House and The Garden → /notes/ngrdrbx22/reveal/>
        ### [The ending](/notes/ngrndng22/)
        Ending
        She opens.
        Nobody is there.
        1:52:10
        [The Garden: The ending has an echo. To read it you also need to have seen The House. →](/echoes/cmrrr2222/)
        ### [A second key](/notes/ngrkx2222/)
        Scene
        He has one.
        """)


def test_a_moment_that_was_revealed_can_be_hidden_again(cinema, stranger):
    stranger.has_revealed(cinema.ending.public_id)

    assert part(stranger, "the-garden", "Moments") == cleandoc("""
        ## Moments
        These open when you have seen The Garden. A button opens a single one.
        ### [The doorbell](/notes/ngrdrbx22/)
        Scene
        Locked until you have seen The Garden and another film.
        <I have seen The Garden → /films/the-garden/seen/>
        <Reveal “The doorbell” – spoils The Garden and another film → /notes/ngrdrbx22/reveal/>
        ### [The ending](/notes/ngrndng22/)
        Ending
        She opens.
        Nobody is there.
        1:52:10
        <Hide “The ending” again → /notes/ngrndng22/hide/>
        [The Garden: The ending has an echo. To read it you also need to have seen another film. →](/echoes/cmrrr2222/)
        """)


def test_the_cast_leaves_out_who_comes_as_a_surprise(cinema, stranger):
    assert part(stranger, "the-garden", "Credits") == cleandoc("""
        ## Credits
        Director:
        [Ida Holm](/people/ida-holm/)
        Writer:
        [Ida Holm](/people/ida-holm/)
        Cast:
        [Ida Holm](/people/ida-holm/) [as The Guest](/characters/the-guest/)
        [Jo Lind](/people/jo-lind/) [as The Gardener](/characters/the-gardener/)
        """)


def test_a_place_in_the_story_that_tells_too_much_shows_to_who_has_seen_the_film(cinema, fan_of):
    assert part(fan_of(cinema.attic), "the-attic", "Its place in the story") == cleandoc("""
        ## Its place in the story
        - The roof is whole.
        Gazette, 8 June 2021. Its headline and address would give something away.
        - The key is found.
        Plain on screen.
        """)


def test_the_kind_and_the_length_of_a_film_are_said_in_words(cinema, stranger):
    facts = [
        read(stranger.get(film.get_absolute_url())).main.all("p")[0].text
        for film in Film.objects.in_release_order()
    ]

    assert facts == [
        "Film · 1 January 2015 · 101 minutes",
        "Film · 6 June 2019 · 101 minutes",
        "Short · 1 March 2020 · 1 minute",
        "Film · 1 October 2021 · 125 minutes",
        "Series · 22 September 2023 · 3 parts",
        "Film · 1 January 2999 · 90 minutes",
        "Film · Announced",
    ]


def test_films_of_one_day_are_neighbours_by_title(cinema, stranger):
    for slug, title in (("zinc", "Zinc"), ("amber", "Amber")):
        FilmFactory(universe=cinema.houses, slug=slug, title=title, released=cinema.attic.released)

    turning = read(stranger.get("/films/the-attic/")).main.all("nav")[-1].heard()

    assert turning == cleandoc("""
        (Before and after)
        [Released before ← Amber](/films/amber/)
        [Released after Zinc →](/films/zinc/)
        """)


def test_a_film_wears_the_colour_of_its_universe(cinema, stranger):
    bodies = [
        read(stranger.get(film.get_absolute_url())).all("body")[0].classes
        for film in (cinema.house, cinema.tide)
    ]

    assert bodies == [["accent-teal"], ["accent-amber"]]


@pytest.mark.parametrize("reader", ["stranger", "devotee"])
def test_a_film_of_a_large_universe_says_what_one_of_a_small_universe_says(cinema, request, reader):
    client = request.getfixturevalue(reader)
    FilmFactory(universe=cinema.houses, slug="annex", title="Annex", released=None)
    FilmFactory(universe=cinema.houses, slug="amber", released=cinema.attic.released)
    slugs = list(Film.objects.values_list("slug", flat=True))
    assert len(slugs) == 9
    pages = {slug: client.get(f"/films/{slug}/").content for slug in slugs}

    with short(films, FILMS=1):
        assert {slug: client.get(f"/films/{slug}/?large=").content for slug in slugs} == pages


def test_no_film_is_found_under_another_slug_in_a_large_universe(cinema, stranger):
    with short(films, FILMS=0):
        assert stranger.get("/films/the-cellar/").status_code == 404
