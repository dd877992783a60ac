"""Lists of the editors' pages count to a bound, and no further, whatever they list."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editing import lists
from films.models import Film
from spoilers.models import Note
from tests.factories import FilmFactory, NoteFactory, UserFactory
from tests.gate.editing import every_model, page

pytestmark = pytest.mark.slow  # editors' pages of many rows


@pytest.fixture
def _three() -> Iterator[None]:
    with patch.object(lists, "MOST", 3):
        yield


def listed(client, model=Note, **asked):
    return client.get(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), asked
    )


def test_every_registered_list_is_bounded():
    lists_of = {
        model._meta.label: (one.show_full_result_count, one.get_paginator(None, [], 1))
        for model, one in admin.site._registry.items()  # noqa: SLF001 - there is no other way to ask for all
    }

    assert {label for label, (counts, _paginator) in lists_of.items() if counts} == set()
    assert {type(paginator) for _counts, paginator in lists_of.values()} == {lists.BoundedPaginator}


@every_model
def test_no_list_counts_its_whole_table(editor_client, factory):
    path = page("changelist", factory())

    with CaptureQueriesContext(connection) as captured:
        editor_client.get(path)
        editor_client.get(path, {"q": "a"})

    counts = [one["sql"] for one in captured if one["sql"].startswith("SELECT COUNT(*)")]
    assert len(counts) == 2
    assert [sql for sql in counts if f"LIMIT {lists.MOST + 1}" not in sql] == []


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (2, "2 notes"),
        (3, "3 notes"),
        (4, "More than 3 notes Search or filter to find the others."),
        (9, "More than 3 notes Search or filter to find the others."),
    ],
)
def test_a_list_says_how_many_there_are_as_far_as_it_has_pages(editor_client, number, said):
    film = FilmFactory()
    NoteFactory.create_batch(number, film=film)

    response = listed(editor_client)

    foot = response.text.partition('<nav class="paginator"')[2].partition("</nav>")[0]
    words = " ".join(foot.replace('<span class="small quiet">', "").replace("</span>", "").split())
    assert words.endswith(f"</h2> {said}")


@pytest.mark.usefixtures("_three")
def test_what_a_list_does_not_show_is_found_by_searching(editor_client):
    film = FilmFactory()
    NoteFactory.create_batch(5, film=film)
    last = NoteFactory(film=film, label="The doorbell")

    found = listed(editor_client, q="doorbell").context["cl"]

    assert (list(found.result_list), found.result_count) == ([last], 1)


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(("number", "left"), [(3, 0), (4, 4)])
def test_all_of_a_list_are_chosen_only_where_all_are_shown(editor_client, number, left):
    users = UserFactory.create_batch(number - 1, is_staff=True)  # and the editor
    sent = {
        "action": "delete_selected",
        "select_across": "1",
        "index": "0",
        "_selected_action": [users[0].pk],
    }

    response = editor_client.post(reverse("admin:auth_user_changelist"), sent, follow=True)

    assert (lists.TOO_MANY in response.text) == bool(left)
    assert ("Delete multiple objects" in response.text) == (not left)


@pytest.mark.usefixtures("_three")
def test_names_that_are_found_by_typing_end_too(editor_client):
    FilmFactory.create_batch(5)
    asked = {"app_label": "spoilers", "model_name": "note", "field_name": "film"}

    answer = editor_client.get(reverse("admin:autocomplete"), asked).json()

    assert (len(answer["results"]), answer["pagination"]) == (3, {"more": False})


def test_labelled_notes_are_counted_for_the_films_of_the_page_alone(editor_client):
    film = NoteFactory().film
    NoteFactory()

    with CaptureQueriesContext(connection) as captured:
        listed(editor_client, Film, q=film.title)

    (counted,) = [
        one["sql"] for one in captured if "COUNT(" in one["sql"] and '"note"' in one["sql"]
    ]
    assert f'"film_id" IN ({film.pk})' in counted
