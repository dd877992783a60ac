"""Names sort under their letter and are found without their accents, on every database alike."""

import pytest

from gate.sorting import folded
from people.models import Character, Person
from tests.factories import CharacterFactory, FilmFactory, PersonFactory, UniverseFactory

FOLDED = {
    "Éowyn’s Żółw: 2": "eowyns zolw 2",
    "Ōkami": "okami",
    "Łódź": "lodz",
    "Straße": "strasse",
    "Сталкер": "stalker",
    "WALL·E": "wall e",
    "Face/Off": "face off",
    "…And Justice for All": "and justice for all",
    "Ame\u0301lie": "amelie",
    "???": "",
    "": "",
}


@pytest.mark.parametrize(("text", "key"), FOLDED.items(), ids=FOLDED)
def test_a_name_is_folded_to_plain_small_letters(text, key):
    assert folded(text) == key


def test_whatever_the_script_a_name_stands_under_its_letter(db):
    names = ["zebra", "Ärger", "apfel", "Zoo", "Øst", "ost", "Эхо", "Élan", "elan", "Żaba", "10"]
    for name in names:
        PersonFactory(name=name)
        CharacterFactory(name=name)

    found = [list(model.objects.values_list("name", flat=True)) for model in (Person, Character)]

    in_order = ["10", "apfel", "Ärger", "Эхо", "elan", "Élan", "ost", "Øst", "Żaba", "zebra", "Zoo"]
    assert found == [in_order, in_order]


@pytest.mark.parametrize("words", ["chloe", "CHLOÉ", "ÿ", "łukasz chloé", "lukasz", "Chloë –"])
def test_an_editor_finds_a_name_however_it_is_typed(editor_client, words):
    PersonFactory(name="Chloë Łukaszÿ – Ü", sort_name="Łukaszÿ, Chloë – Ü")
    PersonFactory(name="Zoe")

    page = editor_client.get("/admin/people/person/", {"q": words})

    assert [person.name for person in page.context["cl"].result_list] == ["Chloë Łukaszÿ – Ü"]


def test_what_has_no_letters_is_found_by_its_signs(editor_client):
    FilmFactory(title="???")
    FilmFactory(title="!!!")

    page = editor_client.get("/admin/films/film/", {"q": "???"})

    assert [film.title for film in page.context["cl"].result_list] == ["???"]


@pytest.mark.parametrize("order", ["1", "-1"])
def test_an_editors_list_is_sorted_by_the_same_key(editor_client, order):
    for name in ("Zoo", "ärger", "Bär"):
        UniverseFactory(name=name)

    page = editor_client.get("/admin/films/universe/", {"o": order})

    names = [universe.name for universe in page.context["cl"].result_list]
    assert names == (["ärger", "Bär", "Zoo"] if order == "1" else ["Zoo", "Bär", "ärger"])


def test_a_key_follows_its_name(db):
    person = PersonFactory(name="Ada", sort_name="Ada")
    PersonFactory(name="Bo", sort_name="Bo")

    person.sort_name = "Čapek"
    person.save()

    assert list(Person.objects.values_list("sort_name", flat=True)) == ["Bo", "Čapek"]
