"""No public column, message or log line depends on the sealed texts that somebody writes."""

import pytest
from django.contrib import admin

from gate.queryset import sealed_fields

from .hands import HANDS, Hand
from .left import Left, left_by
from .roads import Road, factories, ours, roads

pytestmark = pytest.mark.django_db

EVERY_ROAD = pytest.mark.parametrize("road", roads(), ids=lambda road: road.name)


def walked(road: Road, hand: Hand) -> Left:
    return left_by(lambda telling: road.walk(hand, telling))


@pytest.mark.usefixtures("on_twins")
@EVERY_ROAD
def test_hands_with_other_sealed_texts_leave_the_same_behind(road):
    first, *others = (walked(road, hand) for hand in HANDS)

    assert [line for other in others for line in first.differences(other)] == []
    # Else nothing was compared.
    assert (first.sealed != others[0].sealed) == road.seals


def test_every_model_with_sealed_columns_is_written_by_a_form_and_by_a_file():
    sealed = {model for model in ours() if sealed_fields(model)}
    by_form = {
        part
        for model, editing in admin.site._registry.items()  # noqa: SLF001 - what it edits
        for part in (model, *(inline.model for inline in editing.inlines))
    }

    assert sealed - by_form == set()
    assert sealed - factories().keys() == set()
