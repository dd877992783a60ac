"""Lists of the editors' pages, and what is found in them."""

import re

import pytest
from django.apps import apps
from django.contrib.admin.templatetags.admin_list import result_headers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gate.models import Stamp
from tests.canaries import canaries_in
from tests.editing.desks import staff
from tests.factories import FilmFactory, NoteFactory, QuoteFactory

from .editing import FACTORIES, every_model, page

pytestmark = pytest.mark.slow


def test_a_list_says_what_each_row_spoils_and_how_it_is_kept(editor_client):
    first, second = (FilmFactory(title=title) for title in ("The House", "The Garden"))
    rows = {
        QuoteFactory(stamp=Stamp.NOTHING): ("harmless", "nothing"),
        QuoteFactory(spoils=[second], stamp=Stamp.EXISTENCE): ("existence spoils", "The Garden"),
        QuoteFactory(spoils=[second, first], stamp=Stamp.TEXT): ("spoils", "The House, The Garden"),
    }

    listed = editor_client.get(page("changelist", next(iter(rows)))).text

    cells = re.findall(r'field-(short_stamp|spoils)">([^<]*)<', listed)
    stamps, spoilt = (
        [text for name, text in cells if name == n] for n in ("short_stamp", "spoils")
    )
    assert sorted(zip(stamps, spoilt, strict=True)) == sorted(rows.values())


def test_an_item_that_spoils_two_films_of_a_universe_is_listed_once_under_it(editor_client):
    film = FilmFactory()
    quote = QuoteFactory(spoils=[film, FilmFactory(universe=film.universe)])
    QuoteFactory()
    asked = {"requirement__films__universe__id__exact": film.universe_id}

    listed = editor_client.get(page("changelist", quote), asked).context["cl"]

    assert (list(listed.result_list), listed.result_count) == ([quote], 1)


def test_a_list_can_be_ordered_by_stamp_and_not_by_what_is_spoilt(editor_client):
    listed = editor_client.get(page("changelist", QuoteFactory())).context["cl"]

    headers = {header["text"]: header["sortable"] for header in result_headers(listed)}
    assert (headers["stamp"], headers["spoils"]) == (True, False)


@every_model
def test_a_list_needs_as_many_queries_for_twelve_rows_as_for_two(editor_client, factory):
    path = page("changelist", factory())
    factory()
    with CaptureQueriesContext(connection) as at_two:
        editor_client.get(path)
    factory.create_batch(10)

    with CaptureQueriesContext(connection) as at_twelve:
        response = editor_client.get(path)

    assert response.context["cl"].result_count == 12
    assert len(at_twelve) == len(at_two)


@every_model
def test_every_filter_of_a_list_answers_without_sealed_text(editor_client, factory):
    path = page("changelist", factory())
    shown = editor_client.get(path).context["cl"]
    queries = [
        choice["query_string"] for spec in shown.filter_specs for choice in spec.choices(shown)
    ]

    answers = [editor_client.get(path + query) for query in ["?_facets=True", *queries]]

    assert {(answer.status_code, *canaries_in(answer.content)) for answer in answers} == {(200,)}


def test_autocomplete_needs_as_many_queries_for_six_rows_as_for_one(editor_client):
    asked = {"app_label": "spoilers", "model_name": "evidence", "field_name": "quote"}
    QuoteFactory()
    with CaptureQueriesContext(connection) as at_one:
        editor_client.get(reverse("admin:autocomplete"), asked)
    QuoteFactory.create_batch(5)

    with CaptureQueriesContext(connection) as at_six:
        response = editor_client.get(reverse("admin:autocomplete"), asked)

    assert len(response.json()["results"]) == 6
    assert len(at_six) == len(at_one)


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ("films.film", "universe"),
        ("gate.requirement", "films"),
        ("interviews.citation", "source"),
        ("interviews.quote", "interview"),
        ("people.credit", "character"),
        ("spoilers.echo", "later"),
        ("spoilers.evidence", "quote"),
        ("spoilers.note", "film"),
        ("spoilers.placement", "placed"),
    ],
)
def test_autocomplete_answers_names_and_nothing_sealed(editor_client, source, field):
    app, model = source.split(".")
    target = apps.get_model(source)._meta.get_field(field).related_model
    row = next(f for f in FACTORIES if f._meta.model is target)()

    response = editor_client.get(
        reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field}
    )

    assert response.json() == {
        "results": [{"id": str(row.pk), "text": str(row)}],
        "pagination": {"more": False},
    }
    assert canaries_in(row, response.content) == set()


@every_model
def test_searching_for_a_sealed_word_finds_nothing_for_who_may_only_look(db, factory):
    """Who may change a row finds it: tests/editing/test_finding_words.py."""
    row = factory()
    client = staff(f"view_{row._meta.model_name}")

    for word in canaries_in(*vars(row).values()) or {"kanari"}:
        response = client.get(page("changelist", row), {"q": word})

        assert response.context["cl"].result_count == 0


def test_the_list_of_films_counts_the_notes_whose_label_is_public(editor_client):
    film, other = FilmFactory(title="The House"), FilmFactory(title="The Garden")
    NoteFactory.create_batch(2, film=film)
    NoteFactory(film=film, stamp=Stamp.EXISTENCE)

    listed = editor_client.get(page("changelist", film)).text

    cells = re.findall(r'field-(full_title|labelled_notes)">(?:<a[^>]*>)?([^<]*)<', listed)
    assert [text for _name, text in cells] == [film.title, "2", other.title, "0"]
