"""What the field itself demands of a model."""

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from gate.queryset import sealed_fields
from gate.sealed import SealedError, SealedTextField, Unsealed
from spoilers.models import Echo, Note


def test_a_sealed_column_is_named_for_what_it_is():
    attributes = {
        "plot": SealedTextField(),
        "__module__": __name__,
        "Meta": type("Meta", (), {"app_label": "spoilers", "abstract": True}),
    }

    with pytest.raises(ValueError, match=r"^A SealedTextField is named sealed_<something>"):
        type("Plot", (models.Model,), attributes)


def test_the_gate_finds_every_sealed_column_of_a_model():
    assert [(field.name, field.opens_as) for field in sealed_fields(Echo)] == [
        ("sealed_kind", "kind"),
        ("sealed_claim", "claim"),
        ("sealed_text", "text"),
        ("sealed_difference", "difference"),
    ]


def test_the_class_can_be_looked_at_without_reading_anything():
    assert Note.sealed_text.field is Note._meta.get_field("sealed_text")
    assert Note.text.name == "text"


def test_the_opener_opens_one_column_to_plain_text(world):
    text = Note.objects.annotate(opened=Unsealed("sealed_text")).get(pk=world.later.pk).opened

    assert (text, type(text)) == (world.later.sealed_text, str)
    with pytest.raises(TypeError, match="exactly 1 argument"):
        Unsealed("sealed_text", "sealed_timecode")


@pytest.mark.parametrize("road", ["get_lookup", "get_transform"])
def test_whoever_asks_the_column_for_a_way_to_search_it_is_refused(road):
    with pytest.raises(SealedError, match=r"^Echo\.sealed_kind is sealed: it cannot be searched"):
        getattr(Echo._meta.get_field("sealed_kind"), road)("exact")


def test_the_readable_name_is_no_field(note):
    with pytest.raises(FieldDoesNotExist):
        Note._meta.get_field("text")
    with pytest.raises(TypeError):
        Note(text="By the readable name")


def test_a_stored_row_can_be_validated_without_loading_its_text(note):
    note.full_clean(exclude=["sealed_text", "sealed_timecode"])


def test_a_new_row_is_validated_with_its_text(world):
    note = Note(film=world.first, label="New", position=9, sealed_text="")
    note.spoil()

    with pytest.raises(ValidationError) as error:
        note.full_clean()

    assert error.value.message_dict == {"sealed_text": ["This field cannot be blank."]}


def test_choices_of_a_sealed_column_are_enforced(world):
    echo = Echo(
        later=world.crossing,
        earlier=world.earlier,
        sealed_kind="rhymes",
        sealed_claim="noticed",
        sealed_text="x",
    )

    with pytest.raises(ValidationError) as error:
        echo.full_clean()

    assert error.value.message_dict == {"sealed_kind": ["Value 'rhymes' is not a valid choice."]}
