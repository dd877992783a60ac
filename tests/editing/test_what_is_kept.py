"""Which rows are kept with an item, and come back with it."""

import pytest
from django.contrib import admin
from django.core import serializers
from django.db import connection, models
from django.forms.models import _get_foreign_key
from django.test.utils import CaptureQueriesContext

from editing.models import Version
from films.models import Film
from gate.models import RequiredFilm, Requirement
from tests.factories import FilmFactory, QuoteFactory, SeenFactory
from tests.gate.editing import delete, submit

from .deleting import bring_back, listed, stored
from .rows import ROWS


def test_to_keep_a_film_reads_nobody_who_has_seen_it(editor_client):
    film = SeenFactory().film

    with CaptureQueriesContext(connection) as asked:
        submit(editor_client, film)

    # As it was found, and as it was saved.
    assert Version.objects.count() == 2
    assert [query["sql"] for query in asked if 'WHERE "seen"."film_id"' in query["sql"]] == []


@pytest.mark.slow  # a tenth of a second and more each
def test_a_film_comes_back_without_requirements_that_nothing_needs_any_more(editor_client):
    film = FilmFactory(title="The House")
    QuoteFactory(spoils=[film, FilmFactory()]).delete()
    before = stored(Film)
    delete(editor_client, film)
    shown = listed(editor_client)

    bring_back(editor_client)

    assert shown == [("film", str(film), "", "editor")]
    assert stored(Film) == before
    assert Requirement.objects.count() == 0


@pytest.mark.slow  # a tenth of a second and more each
def test_what_was_kept_with_requirements_once_comes_back_without_them(editor_client):
    film = FilmFactory()
    QuoteFactory(spoils=[film]).delete()
    rows = [film, *Requirement.objects.all(), *RequiredFilm.objects.all()]
    before = stored(Film)
    delete(editor_client, film)
    Version.objects.update(sealed_rows=serializers.serialize("json", rows))
    shown = listed(editor_client)

    bring_back(editor_client)

    assert shown == [("film", str(film), "", "editor")]
    assert stored(Film) == before
    assert Requirement.objects.count() == 0


def test_the_rows_of_a_form_go_with_what_they_are_part_of():
    keys = [
        _get_foreign_key(editing.model, inline.model, fk_name=inline.fk_name)
        for editing in map(admin.site.get_model_admin, ROWS)
        for inline in editing.inlines
    ]

    assert {key.remote_field.on_delete for key in keys} == {models.CASCADE}
