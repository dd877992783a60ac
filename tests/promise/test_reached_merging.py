"""The pages on which two rows are made one: they name what moves, and show no sealed text."""

from typing import Any

import pytest
from django.db import models

from films.models import Film
from gate.models import Stamp
from interviews.models import Interview, Source
from people.models import Character, Person
from tests.editing.merging import merge_page
from tests.factories import (
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    QuoteFactory,
    SourceFactory,
)

from .asking.questions import Ask
from .test_reached_articles import staff
from .test_reached_editors import NO_ROW, shown, shown_to_staff
from .watching.answers import ask
from .whole_world import WholeWorld
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

OF_PEOPLE = ["change_person", "delete_person", "change_credit", "change_quote", "publish_quote"]
OF_PEOPLE += ["change_interview", "change_echo", "publish_echo", "change_evidence"]


def people(world: WholeWorld) -> list[Any]:
    """With more than are named, and with what stands on both."""
    goes, stays = PersonFactory.create_batch(2, name="Winston Scott", sort_name="Scott, Winston")
    for person in (goes, stays):
        CreditFactory(person=person, film=world.first, character=world.hero)
    CreditFactory.create_batch(21, person=goes)
    QuoteFactory(speaker=goes)
    EvidenceFactory(credits=goes)
    return [goes, stays]


def characters(world: WholeWorld) -> list[Any]:
    return CharacterFactory.create_batch(2)


def sources(world: WholeWorld) -> list[Any]:
    found = SourceFactory.create_batch(2, stamp=Stamp.TEXT, spoils=[world.first])
    for source in found:
        CitationFactory(source=source, quote=QuoteFactory(stamp=Stamp.NOTHING))
    return found


def sources_alike(world: WholeWorld) -> list[Any]:
    goes, stays = sources(world)
    Source.objects.filter(pk=goes.pk).update(outlet=stays.outlet)
    return [goes, stays]


def interviews(world: WholeWorld) -> list[Any]:
    goes, stays = InterviewFactory.create_batch(2, films=[world.first])
    QuoteFactory(interview=goes, spoils=[world.first])
    return [goes, stays]


def films(world: WholeWorld) -> list[Any]:
    facts = {"universe": world.universe, "title": "The Loft"}
    return [FilmFactory(**facts, logline="Somebody climbs."), FilmFactory(**facts)]


def a_film_into_one_that_seals_something(world: WholeWorld) -> list[Any]:
    stays, goes = films(world)
    NoteFactory(film=stays)
    return [goes, stays]


@pytest.mark.parametrize(
    "two",
    [
        *(people, characters, sources, sources_alike, interviews, films),
        a_film_into_one_that_seals_something,
    ],
)
def test_the_page_that_asks_before_two_are_merged_shows_no_sealed_text(whole_world, two):
    goes, stays = two(whole_world)

    answer = shown(merge_page(goes, stays))

    assert b"Merge \xe2\x80\x9c" in answer.body


def test_nor_does_the_one_that_says_why_they_are_not(whole_world):
    goes, stays = films(whole_world)
    NoteFactory(film=goes)

    answer = shown(merge_page(goes, stays))

    assert b"cannot be merged into" in answer.body


@pytest.mark.parametrize("query", ["", "?choices=all", "?into=0"])
@pytest.mark.parametrize("two", [people, characters, sources])
def test_nor_does_the_one_on_which_the_other_is_chosen(whole_world, two, query):
    goes, _stays = two(whole_world)

    answer = shown(merge_page(goes) + query)

    assert b"Go on" in answer.body


@pytest.mark.parametrize("missing", [right for right in OF_PEOPLE if "person" not in right])
def test_who_may_not_change_all_that_could_move_is_told_of_none_of_it(whole_world, missing):
    goes, stays = people(whole_world)
    rights = [right for right in OF_PEOPLE if right != missing]

    answer = shown_to_staff(whole_world, merge_page(goes, stays), rights)

    assert (answer.status, b"credits" in answer.body) == (403, False)


@pytest.mark.parametrize("model", [Person, Character, Source, Interview, Film])
def test_nor_whether_there_is_such_a_one(whole_world: WholeWorld, model: type[models.Model]):
    row = model._base_manager.first()

    client = staff(whole_world)()

    one, other = (
        ask(client, Ask("", "GET", page(model, "merge", key))) for key in (row.pk, NO_ROW)
    )

    told = one.body.replace(f"/{row.pk}/".encode(), f"/{NO_ROW}/".encode())
    assert (one.status, told) == (403, other.body)
