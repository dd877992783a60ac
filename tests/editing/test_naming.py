"""What a new row is called by, in its address and in lists, without anybody typing it twice."""

import pytest

from editing.naming import ADDRESS_TAKEN, NO_ADDRESS
from films.models import Film
from people.models import Character, Person
from tests.factories import CharacterFactory, PersonFactory, UniverseFactory
from tests.gate.editing import errors, filled_in, page, submit

pytestmark = pytest.mark.django_db


def add(client, row, **typed):
    """Sends the empty form for another row of this kind."""
    path = page("add", row)
    return client.post(path, filled_in(client.get(path)) | typed)


def test_a_person_needs_no_more_than_a_name(editor_client):
    add(editor_client, Person(), name="Ida Moran")

    person = Person.objects.get()
    assert (person.slug, person.sort_name) == ("ida-moran", "Moran, Ida")


def test_what_is_typed_is_taken_as_it_is(editor_client):
    add(editor_client, Person(), name="Ana de Armas", slug="ana", sort_name="de Armas, Ana")

    person = Person.objects.get()
    assert (person.slug, person.sort_name) == ("ana", "de Armas, Ana")


def test_a_film_is_addressed_by_its_title(editor_client):
    add(editor_client, Film(), universe=UniverseFactory().pk, title="The Last Harbour")

    assert [*Film.objects.values_list("slug", flat=True)] == ["the-last-harbour"]


def test_a_name_of_which_no_address_can_be_made_is_refused_beside_the_address(editor_client):
    answer = add(editor_client, Character(), name="…")

    assert errors(answer) == {"slug": [NO_ADDRESS.format("name")]}


def test_an_address_that_is_taken_says_what_to_do(editor_client):
    CharacterFactory(name="Odo Tarn", slug="odo-tarn")

    answer = add(editor_client, Character(), name="Somebody", slug="odo-tarn")

    assert errors(answer) == {"slug": [ADDRESS_TAKEN]}


def test_what_is_there_keeps_its_address_and_its_name_in_lists(editor_client):
    answer = submit(editor_client, PersonFactory(), slug="", sort_name="")

    assert errors(answer) == {
        "slug": ["This field is required."],
        "sort_name": ["This field is required."],
    }
