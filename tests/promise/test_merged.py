"""After a merge no reader reads more than before: looked at by the oracle, and on the pages.

Every two rows of the small world are merged, as far as the editors' pages would do it; what each
reader reads then is compared with what they read before. The oracle works it out in plain Python
(twins/knowledge.py), and asks neither the gate nor what merges.
"""

from collections.abc import Iterable
from itertools import permutations

import pytest
from django.contrib import admin
from django.db import models

from editing.merging import Plan
from films.models import Film
from gate.models import Stamp
from gate.reader import NOBODY, Reader
from interviews.models import Interview, Source
from people.models import Character, Person
from readers.cookies import read_seen
from readers.models import Seen
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.factories import (
    CharacterFactFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    PersonFactory,
    QuoteFactory,
    SeenFactory,
    UserFactory,
)
from tests.left_behind import forget

from .battery import Battery, undone
from .whole_world import WholeWorld

pytestmark = pytest.mark.django_db

#: Of how many orders there are two rows, so many are merged at least: else nothing was compared.
AT_LEAST = {Person: 8, Character: 4, Source: 6, Interview: 6, Film: 10}
#: Of whom some readers know, or all, or none.
PEOPLE = ("director", "actor", "surprise", "silent", "credited", "nobody")
MOST_SOURCES = 7


def made(world: WholeWorld, model: type[models.Model]) -> list[models.Model]:
    """The rows of the small world, and some that were made twice."""
    if model is Person:
        QuoteFactory(speaker=world.nobody, is_published=False)
        return [*(getattr(world, name) for name in PEOPLE), PersonFactory()]
    elif model is Character:
        named, hidden, unknown = CharacterFactory.create_batch(3)
        CreditFactory(film=world.first, character=named)
        CreditFactory(film=world.first, character=hidden, stamp=Stamp.EXISTENCE)
        for one in (hidden, unknown):
            CharacterFactFactory(character=one, stamp=Stamp.NOTHING)
            CharacterFactFactory(character=one, spoils=[world.first], position=900 + one.pk)
    elif model is Film:
        # One as good as another: nothing is sealed by them.
        FilmFactory.create_batch(2, universe=world.universe)
    starter = world.starter[model.__name__]
    rows = [row for row in model._base_manager.order_by("pk") if row.pk not in starter]
    return rows[:MOST_SOURCES] if model is Source else rows


def readers(world: WholeWorld) -> list[Reader]:
    films = [world.first, world.second, world.third]
    seen = [[], *([film] for film in films), films[:2], films[1:], [films[0], films[2]], films]
    return [
        *(NOBODY.having_seen(some) for some in seen),
        NOBODY.revealing(world.echo.public_id, [world.later.public_id, world.earlier.public_id]),
        NOBODY.revealing(world.far_echo.public_id),
    ]


def words(asked: Iterable[Reader]) -> list[set[str]]:
    battery = Battery()
    return [battery.words_open_to(reader) for reader in asked]


def plan(goes: models.Model, stays: models.Model) -> Plan:
    editing = admin.site.get_model_admin(type(goes))
    rows = type(goes)._base_manager.in_bulk([goes.pk, stays.pk])
    return Plan(rows[goes.pk], rows[stays.pk], editing.merges_within)


def merge(done: Plan) -> None:
    done.carry_out(lambda row: None)
    forget()


def shown(reader: Reader, *paths: str) -> list[tuple[int, set[str]]]:
    client = ReaderClient()
    client.has_seen(*Film.objects.filter(pk__in=reader.seen))
    client.has_revealed(*reader.revealed)
    answers = [client.get(path) for path in paths]
    return [(answer.status_code, canaries_in(answer.content)) for answer in answers]


@pytest.mark.parametrize("model", [Person, Character, Source, Interview])
def test_no_reader_reads_more_than_before(whole_world, model):
    found, merged = made(whole_world, model), 0
    asked = readers(whole_world)
    before = words(asked)
    for goes, stays in permutations(found, 2):
        done = plan(goes, stays)
        if done.reasons:
            continue
        merged += 1
        with undone():
            merge(done)
            after = words(asked)
        more = [now - then for now, then in zip(after, before, strict=True)]
        assert more == [set()] * len(asked), (goes, stays)
    assert merged >= AT_LEAST[model]


@pytest.mark.parametrize("model", [Person, Character])
def test_nor_does_the_page_of_the_one_that_stays_tell_more_than_both_did(whole_world, model):
    found = made(whole_world, model)
    asked = readers(whole_world)[::3]
    for goes, stays in permutations(found, 2):
        done = plan(goes, stays)
        if done.reasons:
            continue
        paths = [stays.get_absolute_url(), goes.get_absolute_url()]
        with undone():
            forget()
            before = [shown(reader, *paths) for reader in asked]
            merge(done)
            after = [shown(reader, *paths) for reader in asked]
        for ((was, told), (was_old, told_old)), ((now, tells), (now_old, _)) in zip(
            before, after, strict=True
        ):
            assert tells <= told | told_old, (goes, stays)
            # What was no address for a reader is none: neither that of the one, nor of the other.
            assert now == 404 or 200 in (was, was_old), (goes, stays)
            assert now_old == 404 or was_old == 200, (goes, stays)


def test_nor_does_whoever_has_marked_one_of_two_films(whole_world):
    """With an account, whose marks are rows; or without, with the keys of films in a cookie."""
    found, merged = made(whole_world, Film), 0
    accounts = [UserFactory() for _film in found]
    browsers = [ReaderClient() for _film in found]
    for film, account, browser in zip(found, accounts, browsers, strict=True):
        SeenFactory(user=account, film=film)
        browser.has_seen(film)
    before = words(marked(accounts, browsers))
    for goes, stays in permutations(found, 2):
        done = plan(goes, stays)
        if done.reasons:
            continue
        merged += 1
        with undone():
            merge(done)
            after = words(marked(accounts, browsers))
        more = [now - then for now, then in zip(after, before, strict=True)]
        assert more == [set()] * len(more), (goes, stays)
    assert merged >= AT_LEAST[Film]


def marked(accounts: list, browsers: list[ReaderClient]) -> list[Reader]:
    """As whom they come, by what is kept of them now."""
    kept = [
        frozenset(Seen.objects.filter(user=one).values_list("film", flat=True)) for one in accounts
    ]
    kept += [read_seen(browser.get("/").wsgi_request) for browser in browsers]
    return [Reader(seen=seen) for seen in kept]
