"""A field that everybody reads says so, where an editor writes in it."""

import re

import pytest

from gate.declassified import public_columns
from tests.factories import FilmFactory, QuoteFactory, TimedNoteFactory
from tests.gate.editing import every_model, page

MARK = '<strong class="public">Public</strong>'
FIELD = re.compile(r'id="id_([\w-]+)_helptext"[^>]*>\s*<div><strong class="public">')

pytestmark = pytest.mark.slow


@every_model
def test_the_public_fields_of_every_form_are_marked_and_no_others(editor_client, db, factory):
    row = factory()

    shown = editor_client.get(page("change", row))

    form = shown.context["adminform"].form
    public = {column.name for column in public_columns(type(row))} & form.fields.keys()
    assert set(FIELD.findall(shown.text)) == public


def test_the_mark_is_read_out_with_the_help_of_the_field(editor_client, db):
    shown = editor_client.get(page("change", TimedNoteFactory()))

    (label,) = re.findall(r'<input[^>]* name="label"[^>]*>', shown.text)
    assert 'aria-describedby="id_label_helptext"' in label
    assert f"<div>{MARK} Everyone reads this: name the moment" in shown.text


def test_a_field_without_help_says_who_reads_it(editor_client, db):
    shown = editor_client.get(page("change", FilmFactory()))

    assert f"<div>{MARK} Everybody reads this.</div>" in shown.text


def test_what_is_sealed_is_not_marked(editor_client, db):
    shown = editor_client.get(page("change", QuoteFactory()))

    assert MARK not in shown.text
