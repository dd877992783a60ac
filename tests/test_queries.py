"""Every page needs a fixed number of queries, however many rows it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Credit
from spoilers.models import Echo, Seen

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

#: One film page: the reader (session, account, films seen), the film with its neighbours,
#: credits, notes, echoes, requirements, quotes with requirements and citations, placements.
FILM_PAGE = 12


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
    for number in range(taken, taken + rows):
        also = [world.first]
        note = NoteFactory(film=world.second, also_requires=also)
        earlier = NoteFactory(film=world.first, also_requires=[world.second])
        echo = EchoFactory(later=note, earlier=earlier, sealed_claim=Echo.Claim.LIKENESS)
        EchoFactory(later=world.later, earlier=earlier, sealed_claim=Echo.Claim.LIKENESS)
        BeatFactory(echo=world.echo, position=10 + number)
        quote = QuoteFactory(
            interview=world.interview,
            speaker=world.director,
            position=10 + number,
            film=world.second,
            also_requires=also,
        )
        CitationFactory(quote=quote)
        EvidenceFactory(echo=world.echo, quote=quote, credits=world.actor)
        EvidenceFactory(echo=echo, quote=quote)
        CreditFactory(film=world.second, character=world.hero)
        CreditFactory(film=FilmFactory(universe=world.universe), person=world.actor)
        CreditFactory(film=world.second, person=world.director, job=Credit.Job.ACTOR)
        CharacterFactFactory(character=world.hero, film=world.second)
        PlacementFactory(placed=world.second, film=world.second)
        InterviewFactory(films=[world.second])


def count(client: ReaderClient, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_no_page_needs_more_queries_for_more_rows(world, member):
    listed = pages(world)
    listed.pop("admin-detour")  # a 404 for everybody
    addresses = [address for group in listed.values() for address in group]
    grow(world, 1)
    few = {address: count(member, address) for address in addresses}

    grow(world, 8)

    assert {address: count(member, address) for address in addresses} == few


def test_a_film_page_stays_within_its_budget(world, member):
    grow(world, 3)

    assert count(member, world.second.get_absolute_url()) == FILM_PAGE


def test_a_strangers_film_page_asks_for_no_reader_and_no_echoes(world, stranger):
    assert count(stranger, world.second.get_absolute_url()) == FILM_PAGE - 3 - 1
