"""A public address, pasted where an editor searches, finds its row."""

import pytest
from django.contrib.admin.views.main import SEARCH_VAR
from django.urls import reverse

from films.models import Film
from interviews.models import Interview
from people.models import Character, Person
from spoilers.models import Echo, Note, Placement
from tests.factories import (
    CharacterFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
)

pytestmark = pytest.mark.slow  # an editors' page each


def found(client, model, search: str) -> list:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return list(client.get(reverse(name), {SEARCH_VAR: search}).context["cl"].queryset)


@pytest.mark.parametrize(
    ("factory", "model"),
    [
        (FilmFactory, Film),
        (PersonFactory, Person),
        (CharacterFactory, Character),
        (InterviewFactory, Interview),
        (NoteFactory, Note),
        (EchoFactory, Echo),
    ],
)
def test_an_address_finds_what_stands_there_and_nothing_else(editor_client, factory, model):
    row, _other = factory(), factory()

    address = row.get_absolute_url()

    assert found(editor_client, model, f"  https://callback.example{address}?done=saved ") == [row]
    assert found(editor_client, model, address) == [row]


@pytest.mark.parametrize(
    "factory", [FilmFactory, PersonFactory, CharacterFactory, InterviewFactory]
)
def test_the_name_in_an_address_finds_it_as_lists_show_it(editor_client, db, factory):
    row, _other = factory(slug="ida-moran-2"), factory(slug="ida-moran-3")

    assert found(editor_client, type(row), "ida-moran-2") == [row]


def test_the_address_of_a_quote_finds_its_interview(editor_client, db):
    quote = QuoteFactory()
    InterviewFactory()

    assert found(editor_client, Interview, quote.get_absolute_url()) == [quote.interview]


def test_the_address_of_an_action_finds_the_item_on_which_it_acts(editor_client, db):
    note = NoteFactory()

    address = reverse("note-reveal", args=[note.public_id])

    assert found(editor_client, Note, address) == [note]


def test_an_address_from_before_finds_what_had_it(editor_client, db):
    film = FilmFactory(slug="the-old-name")
    film.slug = "the-new-name"
    film.save()
    FilmFactory()

    assert found(editor_client, Film, "/films/the-old-name/") == [film]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/nowhere/",
        "/films/",
        "/films/not-there/",
        "https://[/films/x/",
        "/%00/",
        "//x",
        "/é/#-",
    ],
)
@pytest.mark.parametrize("factory", [FilmFactory, NoteFactory, PlacementFactory])
def test_an_address_at_which_nothing_stands_finds_nothing(editor_client, factory, address):
    model = type(factory())

    assert found(editor_client, model, address) == []


def test_what_has_no_address_is_found_by_none(editor_client, db):
    placement = PlacementFactory()

    assert found(editor_client, Placement, placement.placed.get_absolute_url()) == []


def test_a_field_in_which_one_types_takes_an_address_too(editor_client, db):
    film, _other = FilmFactory(), FilmFactory()

    answer = editor_client.get(
        reverse("admin:autocomplete"),
        {
            "term": film.get_absolute_url(),
            "app_label": "spoilers",
            "model_name": "note",
            "field_name": "film",
        },
    )

    assert [one["id"] for one in answer.json()["results"]] == [str(film.pk)]


def test_other_words_are_searched_for_as_ever(editor_client, db):
    film, _other = FilmFactory(title="Face/Off"), FilmFactory(title="Sleepers")

    assert found(editor_client, Film, "face/off") == [film]
