"""An address says nothing, is nobody else's, and stays as it is."""

import pytest
from django.db import IntegrityError
from django.forms import modelform_factory

from gate.models import ALPHABET, new_public_id
from spoilers.models import Note
from tests.factories import NoteFactory


def test_an_address_has_nine_letters_of_those_that_spell_no_word():
    made = {new_public_id() for _ in range(100)}

    assert {len(public_id) for public_id in made} == {9}
    assert set().union(*made) <= set(ALPHABET)
    assert set("aeiouyl10") & set(ALPHABET) == set()
    assert len(made) == 100


def test_every_new_item_gets_an_address_of_its_own(db):
    first, second = NoteFactory.create_batch(2)

    assert first.public_id != second.public_id
    with pytest.raises(IntegrityError):
        Note.objects.filter(pk=second.pk).update(public_id=first.public_id)


def test_no_form_asks_for_an_address():
    assert "public_id" not in modelform_factory(Note, fields="__all__").base_fields
