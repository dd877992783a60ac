"""What is offered before a second one is made, and names told apart: public, or for who may read it."""

import pytest

from films.models import Film
from gate.models import Stamp
from interviews.models import Interview, Source
from people.models import Person
from tests.factories import FilmFactory, PersonFactory, SourceFactory

from .battery import difference
from .test_reached_articles import staff
from .test_reached_editors import _on_twins, answered, sent, shown
from .written.forms import filled
from .written.hands import BRIEF
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

POPUP = "?_popup=1"


@pytest.mark.parametrize(
    ("query", "offer"), [("", b"Look at it, or tick"), (POPUP, b"Take \xe2\x80\x9cWinston Scott")]
)
def test_the_question_whether_somebody_is_there_already_shows_nothing_sealed(
    whole_world, query, offer
):
    PersonFactory(name="Winston Scott", slug="winston")
    typed = {"name": "Winston Scott", "sort_name": "Scott", "slug": "scott"}
    popup = {"_popup": "1"} if query else {}

    answer = answered(page(Person, "add") + query, lambda data: data | typed | popup)

    assert offer in answer.body


@pytest.mark.parametrize("released", ["2025-06-06", ""])
def test_nor_does_that_about_a_film(whole_world, released):
    FilmFactory(title="Ballerina", released=released or None)
    film = {"title": "Ballerina", "slug": "twice", "universe": whole_world.universe.pk}

    answer = answered(page(Film, "add"), lambda data: data | film | {"released": released})

    assert b"Look at it, or tick" in answer.body


def test_nor_does_that_about_an_interview(whole_world):
    label = {"label": whole_world.interview.label.upper(), "slug": "twice"}
    interview = label | {"outlet": "Gazette", "date": "2025-06-01"}

    answer = answered(page(Interview, "add"), lambda data: data | interview)

    assert b"Look at it, or tick" in answer.body


def test_a_name_without_letters_is_one_too(whole_world):
    for slug in ("one", "two"):
        PersonFactory(name="…", sort_name="…", slug=slug)

    answer = answered(
        page(Person, "add"), lambda data: data | {"name": "…", "sort_name": "…", "slug": "three"}
    )

    assert "… (one)".encode() in answer.body


@pytest.mark.parametrize("stamp", [Stamp.NOTHING, Stamp.TEXT])
def test_who_may_not_change_sources_is_not_asked_for_the_address_of_one(whole_world, stamp):
    spoils = [whole_world.first] if stamp != Stamp.NOTHING else []
    there = SourceFactory(stamp=stamp, spoils=spoils, sealed_url="https://example.org/kept")
    typed = {
        "key": "new-one",
        "outlet": "Outlet",
        "sealed_url": there.sealed_url,
        "stamp": stamp.value,
        "spoils": [film.pk for film in spoils],
    }
    path = page(Source, "add")

    one, other = _on_twins(
        lambda client: sent(path, filled(client.get(path), BRIEF) | typed, client),
        staff(whole_world, "add_source", "view_source"),
    )

    assert difference(one, other) == ""
    assert one.status == 302


def test_people_of_one_name_are_told_apart_by_their_addresses_alone(whole_world):
    for slug in ("actor", "cook"):
        PersonFactory(name="Winston Scott", slug=slug)
    asked = "app_label=people&model_name=credit&field_name=person&term=winston"

    answer = shown(f"/admin/autocomplete/?{asked}")

    assert b"Winston Scott (actor)" in answer.body
