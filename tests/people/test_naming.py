"""Whoever is named in passing gets a name by which they are sorted, and namesakes are found."""

import pytest

from people.naming import namesakes, person_called
from tests.factories import PersonFactory


@pytest.mark.parametrize(
    ("typed", "name", "sort_name", "slug"),
    [
        ("Keanu Reeves", "Keanu Reeves", "Reeves, Keanu", "keanu-reeves"),
        ("  Keanu   Reeves ", "Keanu Reeves", "Reeves, Keanu", "keanu-reeves"),
        ("de Armas, Ana", "Ana de Armas", "de Armas, Ana", "ana-de-armas"),
        ("Rihanna", "Rihanna", "Rihanna", "rihanna"),
        ("Reeves,", "Reeves,", "Reeves,", "reeves"),
        ("押井守", "押井守", "押井守", ""),
    ],
)
def test_a_name_is_sorted_by_its_last_word_or_as_a_comma_says(typed, name, sort_name, slug):
    person = person_called(typed)

    assert (person.name, person.sort_name, person.slug) == (name, sort_name, slug)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Winston Scott", ["Winston Scott"]),
        ("Scott, Winston", ["Winston Scott"]),
        ("wínston-scott", ["Winston Scott"]),
        ("Ana de Armas", ["Ana de Armas"]),
        ("Armas, Ana de", ["Ana de Armas"]),
        ("Scott", []),
        ("Winston Scotts", []),
        ("…", ["…"]),
    ],
)
def test_namesakes_are_those_whose_names_are_sorted_or_read_alike(typed, found):
    PersonFactory(name="Winston Scott", sort_name="Scott, Winston")
    PersonFactory(name="Ana de Armas", sort_name="de Armas, Ana")
    PersonFactory(name="…", sort_name="…")

    assert [person.name for person in namesakes(person_called(typed))] == found
