"""Rows and requests that no other question brings about; tests/promise/coverage/ tells of them."""

from urllib.parse import urlsplit

import pytest

from gate.models import Stamp
from gate.reader import NOBODY, Reader, Revealed
from pages import interviews, programme
from spoilers.models import Placement
from tests.factories import (
    BeatFactory,
    CharacterFactFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
)
from tests.short import short, short_pages

from .asking import visitors as cast
from .asking.questions import OURS, on_page
from .asking.visitors import a_visitor
from .stories.telling import assert_alike_on_twins, get, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]


def having_revealed(*items) -> Reader:
    return Reader(reveals=tuple(Revealed(item.public_id) for item in items))


def test_an_interview_may_be_about_no_film(whole_world):
    interview = InterviewFactory(films=[])
    stranger = cast.visitor(whole_world, "stranger")

    page, listed = assert_alike_on_twins(
        stranger, get(interview.get_absolute_url(), "/interviews/"), NOBODY
    )

    assert interview.label.encode() in listed.body
    assert b"About" not in page.body.partition(b"</header>")[0]


def test_somebody_may_play_in_a_film_without_a_date(whole_world):
    world = whole_world
    CreditFactory(film=world.announced, person=world.actor, character=world.hero)
    pages = get(world.actor.get_absolute_url(), world.hero.get_absolute_url())

    answers = assert_alike_on_twins(cast.visitor(world, "stranger"), pages, NOBODY)

    without_a_year = b'<span class="year">\xe2\x80\x93</span>'
    assert [answer.body.count(without_a_year) for answer in answers] == [1, 1]


def test_an_echo_may_answer_a_film_without_a_date_and_differ_in_nothing(whole_world):
    world = whole_world
    echo = EchoFactory(later=world.crossing, earlier=world.cellar_note, sealed_difference="")
    reader = having_revealed(world.crossing, world.cellar_note)

    (page,) = assert_alike_on_twins(
        a_visitor(world, "both ends", reader), get(echo.get_absolute_url()), reader
    )

    assert b"The Cellar" in page.body


def test_whoever_revealed_a_quote_finds_what_it_proves_beside_its_speaker(whole_world):
    world = whole_world
    reader = having_revealed(world.later, world.earlier, world.sealed_quote)

    (page,) = assert_alike_on_twins(
        a_visitor(world, "an echo and its proof", reader),
        get(world.sealed_quote.speaker.get_absolute_url()),
        reader,
    )

    assert world.echo.get_absolute_url().encode() in page.body


def test_a_claim_may_name_a_film_that_stands_nowhere_in_the_order(whole_world):
    world = whole_world
    PlacementFactory(
        placed=world.second,
        relation=Placement.Relation.BETWEEN,
        anchor=world.first,
        second_anchor=world.announced,
        stamp=Stamp.NOTHING,
    )

    (timeline,) = assert_alike_on_twins(cast.visitor(world, "stranger"), get("/timeline/"), NOBODY)

    assert b"Between The House and The Cellar" in timeline.body


def test_a_short_title_may_be_the_whole_title(whole_world):
    film = FilmFactory(universe=whole_world.universe, title="Downstairs", short_title="Downstairs")

    (page,) = assert_alike_on_twins(
        cast.visitor(whole_world, "stranger"), get(film.get_absolute_url()), NOBODY
    )

    assert b"<h1>" in page.body
    assert page.body.count(b"<title>Downstairs ") == 1


def test_a_stranger_is_told_who_worked_on_a_film(whole_world):
    film, director = whole_world.second, whole_world.director

    (page,) = assert_alike_on_twins(
        cast.visitor(whole_world, "stranger"), get(film.get_absolute_url()), NOBODY
    )

    assert director.get_absolute_url().encode() in page.body


def test_a_notice_of_a_film_that_is_not_there_is_none(whole_world):
    stranger = cast.visitor(whole_world, "stranger")

    odd, plain = assert_alike_on_twins(stranger, get("/?done=unseen-nowhere", "/"), NOBODY)

    assert odd.body == plain.body


@pytest.mark.parametrize("page", ["/accounts/login/", "http://[nowhere"])
def test_locking_everything_leads_back_to_a_page_that_knows_no_readers(whole_world, page):
    referer = on_page(page) if page.startswith("/") else (("Referer", page),)

    (answer,) = assert_alike_on_twins(
        cast.visitor(whole_world, "some films"), [post("/seen/clear/", (*OURS, *referer))], NOBODY
    )

    led = page if page.startswith("/") else "/"
    assert urlsplit(dict(answer.headers)["location"]).path == led


def test_an_action_that_says_nothing_of_where_it_comes_from_is_refused(whole_world):
    note = whole_world.later

    (answer,) = assert_alike_on_twins(
        cast.visitor(whole_world, "stranger"),
        [post(f"/notes/{note.public_id}/reveal/", ())],
        NOBODY,
    )

    assert answer.status == 403


@pytest.mark.parametrize("preset", ["upto:", "upto:no slug!", "everything", "all:nowhere"])
def test_a_preset_that_is_none_ticks_nothing(whole_world, preset):
    odd, plain = assert_alike_on_twins(
        cast.visitor(whole_world, "stranger"), get(f"/seen/?preset={preset}", "/seen/"), NOBODY
    )

    assert odd.body == plain.body


def test_an_echo_closes_at_an_end_though_something_else_was_opened_last(whole_world):
    world = whole_world
    reader = having_revealed(world.later, world.earlier, world.bracketed_quote)
    page = world.echo.get_absolute_url()

    seen, _closed, left = assert_alike_on_twins(
        a_visitor(world, "three reveals", reader),
        [*get(page), post(f"{page}hide/", (*OURS, *on_page(page))), *get(page)],
        reader,
    )

    assert left.status == 200
    assert left.body != seen.body


@pytest.mark.parametrize("name", ["stranger", "all films"])
def test_lists_of_one_entry_a_page_lead_on_by_what_is_known_alone(whole_world, name):
    """Further lists as well: what an end depends on would show where little fits on a page."""
    world = whole_world
    universe = world.first.universe.get_absolute_url()
    visitor = cast.visitor(world, name)
    lists = ("/", universe, "/films/", "/timeline/", "/people/", "/interviews/", "/echoes/")

    with short_pages(1):
        pages = assert_alike_on_twins(visitor, get(*lists, "/seen/"), visitor.reader)

    assert [b"Further on" in page.body for page in pages[2:6]] == [True] * 4
    assert (b"All your echoes" in pages[1].body) == (name == "all films")


@pytest.mark.parametrize("name", ["stranger", "all films"])
def test_lists_of_one_entry_within_a_page_lead_on_by_what_is_known_alone(whole_world, name):
    world = whole_world
    visitor = cast.visitor(world, name)
    items = (world.second, world.director, world.actor, world.hero, world.interview)
    CreditFactory(film=world.third, person=world.actor, character=world.hero)
    CharacterFactFactory.create_batch(2, character=world.hero, spoils=[world.first])
    for _ in range(2):
        echo = EchoFactory(later=NoteFactory(film=world.second), earlier=world.earlier)
        EvidenceFactory(echo=echo, quote=QuoteFactory(speaker=world.director, spoils=[world.first]))
    undated = CreditFactory(film=world.announced, person=world.actor, character=world.hero)
    at = f"{undated.film.slug}.{world.actor.slug}.{undated.job}.{world.hero.slug}"
    further = [
        *(
            f"{world.hero.get_absolute_url()}?after=facts&after={place}"
            for place in ("0", "1", "x")
        ),
        *(
            f"{one.get_absolute_url()}?after=credits&after={at}"
            for one in (world.actor, world.hero)
        ),
        f"{world.hero.get_absolute_url()}?after=credits&after=!",
    ]

    with short_pages(1):
        first = get(*(one.get_absolute_url() for one in items))
        pages = assert_alike_on_twins(visitor, [*first, *get(*further)], visitor.reader)

    assert [page.status for page in pages[:5]] == [200] * 5
    assert b"?after=notes&amp;after=" in pages[0].body
    assert b"?after=credits&amp;after=" in pages[3].body
    assert (b"?after=echoes&amp;after=" in pages[1].body) == (name == "all films")
    facts = [200, 200 if name == "all films" else 404, 404]
    assert [page.status for page in pages[5:]] == [*facts, 404, 404, 404]


@pytest.mark.parametrize("name", ["stranger", "some films", "all films"])
def test_the_rest_of_what_a_page_shows_in_part_is_known_alone(whole_world, name):
    """What is behind the first entries shows only to whom these are not all that they know of."""
    world = whole_world
    visitor = cast.visitor(world, name)
    for number in range(2):
        EchoFactory(later=world.later, earlier=NoteFactory(film=world.first))
        anchor = FilmFactory(universe=world.universe)
        PlacementFactory(placed=world.second, anchor=anchor, stamp=Stamp.NOTHING)
        PlacementFactory(placed=world.second, anchor=anchor, relation="during")
        CitationFactory(quote=world.sealed_quote)
        BeatFactory(echo=world.echo, position=20 + number)
        world.interview.films.add(anchor)
    world.interview.films.add(world.announced)
    note, echo, film, talk = (
        one.get_absolute_url() for one in (world.later, world.echo, world.second, world.interview)
    )
    universe, quote = world.universe.get_absolute_url(), world.sealed_quote.public_id
    opened = f"/?done=opened-{world.later.public_id}"
    further = [
        f"{note}?after=echoes&after={world.echo.public_id}",
        f"{film}?after=placements&after=1",
        f"{echo}?after=beats&after=1",
        f"{echo}?after=evidence&after=1",
        f"{echo}?after=echoes&after={world.dark_echo.public_id}",
        f"{talk}?after=films&after={world.second.slug}",
        f"{talk}?after=sources&after={quote}.1",
    ]
    lost = [
        f"{talk}?after=films&after={world.announced.slug}",
        f"{talk}?after=films&after=nowhere",
        f"{talk}?after=sources&after={quote}.x",
        f"{talk}?after=sources&after=nowhere.1",
        f"{echo}?after=beats&after=x",
    ]

    with short_pages(1), short(programme, FILMS=36), short(interviews, INTERVIEWS=60):
        pages = assert_alike_on_twins(
            visitor,
            get(note, film, echo, talk, universe, opened, "/interviews/", *further, *lost),
            visitor.reader,
        )

    knows = name == "all films"
    assert (b"?after=echoes" in pages[0].body) == knows
    assert b"?after=films" in pages[3].body
    assert b"#place" in pages[4].body
    assert [page.status for page in pages[7:11]].count(200) == (4 if knows else 1)
    assert [page.status for page in pages[14:]] == [404] * 5
    assert b" and others" in pages[6].body


def test_a_list_goes_on_after_what_was_revealed(whole_world):
    quote, path = whole_world.sealed_quote, whole_world.interview.get_absolute_url()
    reader = having_revealed(quote)

    with short_pages(1):
        (page,) = assert_alike_on_twins(
            a_visitor(whole_world, "a reveal", reader),
            get(f"{path}?after=quotes&after={quote.public_id}"),
            reader,
        )

    assert page.status in (200, 404)


def test_whoever_revealed_a_quote_finds_the_rest_of_its_sources(whole_world):
    quote, path = whole_world.sealed_quote, whole_world.interview.get_absolute_url()
    CitationFactory(quote=quote, source=SourceFactory(stamp=Stamp.NOTHING))
    reader = having_revealed(quote)

    (page,) = assert_alike_on_twins(
        a_visitor(whole_world, "a reveal", reader),
        get(f"{path}?after=sources&after={quote.public_id}.1"),
        reader,
    )

    assert page.status == 200


def test_in_a_large_universe_films_without_a_day_stand_beside_each_other(whole_world):
    world = whole_world
    last = FilmFactory(universe=world.universe, released="2999-01-01", title="The Yard")
    drawers = [
        FilmFactory(universe=world.universe, released=None, title=f"Zz drawer {one}")
        for one in "ab"
    ]
    paths = [film.get_absolute_url() for film in (last, *drawers)]

    with short_pages(1):
        pages = assert_alike_on_twins(cast.visitor(world, "stranger"), get(*paths), NOBODY)

    assert drawers[0].title.encode() in pages[2].body
    assert drawers[1].title.encode() in pages[1].body
    assert [page.body.count("→".encode()) for page in pages] == [1, 1, 0]


def test_a_universe_that_is_not_there_answers_like_any_other_address(whole_world):
    stranger = cast.visitor(whole_world, "stranger")

    pages = assert_alike_on_twins(
        stranger,
        get(
            "/universes/nowhere/",
            "/films/?after=99999&after=",
            f"/people/?after={'a' * 2001}&after=",
        ),
        NOBODY,
    )

    assert [page.status for page in pages] == [404] * 3


def test_the_next_page_of_the_picker_says_what_was_saved(whole_world):
    world = whole_world
    stranger = cast.visitor(world, "stranger")
    then = NOBODY.having_seen([world.first])

    with short_pages(1):
        answers = assert_alike_on_twins(
            stranger,
            [
                post("/seen/", shown="", onward="", films=world.first.key),
                *get("/films/the-garden/"),
            ],
            then,
        )

    assert [answer.status for answer in answers] == [303, 200]
