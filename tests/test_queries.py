"""Every page needs a fixed number of queries, however many rows it shows, and short ones."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.loader import STARTER, load
from films.models import Film
from gate.prepared import KEPT
from pages import films, programme
from people.models import Credit
from readers.models import Seen
from spoilers.models import Echo, Note

from .conftest import ReaderClient
from .factories import (
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
    UserFactory,
)
from .routes import pages
from .short import short, short_pages

pytestmark = pytest.mark.slow

#: One film page: the reader (session, account, films seen), which requirements those films
#: fulfil, the film with its neighbours, notes, echoes, quotes, citations, placements, films of
#: other universes that are named, credits.
FILM_PAGE = 12
#: The film with its neighbours, notes, quotes, which of their films are theirs, citations,
#: placements, credits.
STRANGERS_FILM_PAGE = 7

#: How many bytes of SQL a page of the starter content may send for a reader who has seen
#: everything and says so by cookie. The values, which stand beside the SQL, do not count; nor does
#: it grow with their number, for a list is one of them (gate/among.py). That an item is live is asked
#: of each in the same query, which takes 38 bytes for each place where one is met; of a quote also
#: that its interview is, which is joined for it where it is not on the page anyway. Where no more than
#: the first of each of several lists are asked for, the columns stand there twice: of claims, and of
#: films of interviews.
BYTES_OF_SQL = {
    "/": 4_823,
    "/universes/john-wick/": 6_836,
    "/films/": 1_843,
    "/films/ballerina/": 5_909,
    "/timeline/": 3_521,
    "/people/": 2_148,
    "/people/keanu-reeves/": 8_414,
    "/characters/john-wick/": 7_606,
    "/interviews/": 1_670,
    "/interviews/len-wiseman-techradar-2025-06/": 4_538,
    "/notes/…/": 3_684,
    "/echoes/": 2_228,
    "/echoes/…/": 8_084,
    "/seen/": 1_273,
    "/promise/": 94,
}


@pytest.fixture
def member(world) -> ReaderClient:
    """Has an account, and has seen everything: the reader whose pages ask for most."""
    client = ReaderClient()
    client.user = UserFactory()
    client.force_login(client.user)
    Seen.objects.bulk_create(Seen(user=client.user, film=film) for film in world.films)
    return client


def grow(world, rows: int) -> None:
    """More of everything, all of it open to who has seen both films."""
    taken = world.echo.beats.count()
    both = [world.first, world.second]
    for number in range(taken, taken + rows):
        note = NoteFactory(film=world.second, spoils=both)
        earlier = NoteFactory(film=world.first, spoils=both)
        echo = EchoFactory(later=note, earlier=earlier, sealed_claim=Echo.Claim.LIKENESS)
        EchoFactory(later=world.later, earlier=earlier, sealed_claim=Echo.Claim.LIKENESS)
        BeatFactory(echo=world.echo, position=10 + number)
        quote = QuoteFactory(
            interview=world.interview,
            speaker=world.director,
            position=10 + number,
            spoils=both,
        )
        CitationFactory(quote=quote)
        EvidenceFactory(echo=world.echo, quote=quote, credits=world.actor)
        EvidenceFactory(echo=echo, quote=quote)
        CreditFactory(film=world.second, character=world.hero)
        film = FilmFactory(universe=world.universe)
        CreditFactory(film=film, person=world.actor)
        CreditFactory(film=world.second, person=world.director, job=Credit.Job.ACTOR)
        CharacterFactFactory(character=world.hero, spoils=[world.second])
        PlacementFactory(placed=world.second, anchor=film, spoils=[world.second])
        InterviewFactory(films=[world.second])


def lengthen(world, rows: int) -> None:
    """Every list, by rows that its reader meets; what is said about one film does not grow."""
    both = [world.first, world.second]
    for _ in range(rows):
        for film in (FilmFactory(universe=world.universe), FilmFactory()):
            InterviewFactory(films=[film])
            CreditFactory(film=film)
            ends = [NoteFactory(film=film, spoils=both) for _ in range(2)]
            EchoFactory(later=ends[0], earlier=ends[1], sealed_claim=Echo.Claim.LIKENESS)
            QuoteFactory(interview=world.interview, speaker=world.director, spoils=both)


def lists(world) -> list[str]:
    named = ("home", "films", "timeline", "people", "interviews", "echoes", "picker")
    return [*map(reverse, named), world.universe.get_absolute_url()]


def addresses(world) -> list[str]:
    listed = pages(world)
    listed.pop("admin-detour")  # a 404 for everybody
    return [address for group in listed.values() for address in group]


def count(client: ReaderClient, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def sent_for(client: ReaderClient, address: str) -> list[tuple[str, Any]]:
    """What a page asks the database: SQL and its values."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        client.get(address)
    return sent


def bytes_of_sql(client: ReaderClient, address: str) -> int:
    return sum(len(sql.encode()) for sql, _params in sent_for(client, address))


def rows_brought(client: ReaderClient, address: str) -> int:
    """How many rows a page is sent: each of its queries is asked once more."""
    found = 0
    for sql, params in sent_for(client, address):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found += len(cursor.fetchall())
    return found


def plan_of(sql: str, params: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "member"])
def test_no_page_needs_more_queries_for_more_rows(world, request, reader):
    client = request.getfixturevalue(reader)
    # A film that a claim names is looked up where it is not on the page: here it never is.
    with short(programme, UNIVERSES=1):
        grow(world, 1)
        few = {address: count(client, address) for address in addresses(world)}

        grow(world, 4)

        assert {address: count(client, address) for address in addresses(world)} == few


def test_no_list_brings_more_rows_the_longer_it_is(world, member):
    """A page asks for the rows that it shows and, to see whether it is the last, for one more."""
    with short_pages(size=2):
        lengthen(world, 14)  # more than any list shows
        few = {address: rows_brought(member, address) for address in lists(world)}

        lengthen(world, 5)

        assert {address: rows_brought(member, address) for address in lists(world)} == few
    assert all(few.values())


def test_no_page_of_an_item_brings_more_rows_the_longer_its_lists_are(world, member):
    pages = [address for address in addresses(world) if address not in lists(world)]
    with short_pages(size=2):
        grow(world, 5)  # more than any list shows
        few = {address: rows_brought(member, address) for address in pages}

        grow(world, 6)

        assert {address: rows_brought(member, address) for address in pages} == few


def test_a_film_page_brings_no_more_rows_the_larger_its_universe_is(world, member):
    """Of a small universe it reads all films; of a larger one those that it names."""
    address = world.second.get_absolute_url()
    with short(films, FILMS=2):
        FilmFactory.create_batch(2, universe=world.universe)
        few = rows_brought(member, address)

        FilmFactory.create_batch(9, universe=world.universe)

        assert rows_brought(member, address) == few


def test_no_more_is_kept_of_queries_for_more_rows(world, member):
    with short(programme, UNIVERSES=1):
        grow(world, 1)
        KEPT.clear()
        for address in addresses(world):
            member.get(address)
        kept = set(KEPT)

        grow(world, 4)
        for address in addresses(world):
            member.get(address)

    assert set(KEPT) - kept == set()


def test_a_film_page_stays_within_its_budget(world, member):
    grow(world, 3)
    PlacementFactory(placed=world.second, spoils=[world.second])  # beside one of another universe

    assert count(member, world.second.get_absolute_url()) == FILM_PAGE


def test_a_strangers_film_page_asks_for_no_account_no_requirements_and_no_echoes(world, stranger):
    assert count(stranger, world.second.get_absolute_url()) == STRANGERS_FILM_PAGE


@pytest.mark.django_db
def test_no_page_of_the_starter_content_sends_more_sql_than_it_may():
    load(STARTER)
    client = ReaderClient()
    client.has_seen(*Film.objects.all())
    ending = Note.objects.get(film__slug="ballerina", label="The ending")
    named = {
        "/notes/…/": ending.get_absolute_url(),
        "/echoes/…/": Echo.objects.get(later=ending).get_absolute_url(),
    }

    sent = {page: bytes_of_sql(client, named.get(page, page)) for page in BYTES_OF_SQL}

    assert {page: size for page, size in sent.items() if size > BYTES_OF_SQL[page]} == {}


def test_no_page_has_postgresql_look_through_a_table_before_it_asks_for_a_few_rows(
    world, member, postgresql
):
    """A hashed subplan finds all rows of which something is true, however few a page shows.

    Two seconds: all pages are asked for, and each of their queries is planned once more.
    """
    grow(world, 3)

    found = {
        (address, sql): plan
        for address in addresses(world)
        for sql, params in sent_for(member, address)
        if "hashed SubPlan" in (plan := plan_of(sql, params))
    }

    assert found == {}
