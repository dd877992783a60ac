"""That a row is there shows in no other row, where its existence spoils."""

import pytest
from django.db import models

from editing.models import Version
from films.models import Film
from gate.models import Gated, RequiredFilm, Requirement, Stamp
from gate.rule import stamps_of
from tests.factories import FilmFactory
from tests.promise.leaks import written
from tests.promise.leaks.site import patched
from tests.promise.leaks.summary import TABLE, line

from .forms import filled
from .hands import BRIEF
from .left import Clock, Telling, rows
from .roads import editor, factories, made, ours, page, send

pytestmark = pytest.mark.django_db

HIDDEN = [model for model in ours() if Stamp.EXISTENCE in stamps_of(model)]
#: What comes with a row: public with what has it, or known to nobody.
COMES_ALONG = {one._meta.db_table for one in (Requirement, RequiredFilm, Version)}

type Table = dict[object, dict]


@pytest.mark.usefixtures("on_twins")
@pytest.mark.parametrize("model", HIDDEN, ids=lambda model: model.__name__)
def test_a_row_whose_existence_spoils_changes_no_other_row(model):
    assert changed_by_hiding(model) == []


@pytest.mark.parametrize(
    ("name", "what", "plant", "model"),
    written.OF_EXISTENCE,
    ids=[name for name, *_rest in written.OF_EXISTENCE],
)
def test_the_leak_is_found(name, what, plant, model, record_property):
    with patched(plant):
        assert changed_by_hiding(model) != []

    found_in = "written/test_existence.py"
    record_property(TABLE, line(f"Written of a hidden row: {name}", what, found_in))


def changed_by_hiding(model: type[Gated]) -> list[str]:
    """What is other than before, after such a row was saved and edited."""
    beside = {
        field.name: made(field.related_model, BRIEF)
        for field in model._meta.concrete_fields
        if field.name in factories()[model]._meta.pre_declarations and field.related_model
    }
    facts = beside | {"stamp": Stamp.EXISTENCE, "spoils": [FilmFactory()]}
    for film in [one for one in beside.values() if isinstance(one, Film)]:
        # What tells it from another one of its name is worked out whenever one of them is saved.
        FilmFactory(title=film.title, short_title=film.short_title, released=film.released)
    _save_again(beside)
    browser, before = editor(), tables()
    row = made(model, BRIEF, **facts)
    path = page(model, "change", row.pk)
    send(browser, path, filled(browser.get(path), BRIEF), Telling())
    _save_again(beside)
    after = tables()
    after[model._meta.db_table].pop(row.pk)
    return [name for name in before if after[name] != before[name] and name not in COMES_ALONG]


def _save_again(rows: dict[str, models.Model]) -> None:
    for row in rows.values():
        row.refresh_from_db()
        row.save()


def tables() -> dict[str, Table]:
    found = rows(Clock())
    return {model._meta.db_table: _by_key(model, found) for model in ours()}


def _by_key(model: type[models.Model], found: dict[str, list[dict]]) -> Table:
    return {row[model._meta.pk.attname]: row for row in found[model._meta.db_table]}
