"""No public column, message or log line depends on the sealed texts that somebody writes."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.formats import date_format

from content.models import LoadedEntry
from editing.models import UnsavedForm, Version
from gate.queryset import sealed_fields
from leakcheck.models import AcceptedWarning

from .hands import HANDS, Hand
from .left import WRITTEN, Left, Telling, left_by
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


@pytest.mark.parametrize("written", WRITTEN)
def test_a_page_is_as_long_whatever_the_minute_that_it_tells(written):
    short, long = datetime(2001, 5, 1, tzinfo=UTC), datetime(2001, 9, 11, 23, 59, tzinfo=UTC)
    told = []
    for moment in (short, long):
        body = f"Changed {date_format(moment, written)}."
        page = HttpResponse(body, headers={"Content-Length": str(len(body))})
        page.wsgi_request = RequestFactory().get("/history/")
        telling = Telling()
        telling.clock.began = moment.timestamp()
        telling.tell(page)
        told += telling.told

    assert told[0] == told[1]
    assert told[0][-1] == "Changed now."


def test_the_editors_pages_write_moments_in_no_other_way():
    templates = (settings.BASE_DIR / "templates" / "admin").rglob("*.html")

    ways = {way for file in templates for way in re.findall(r'date:"([^"]+)"', file.read_text())}

    assert {WRITTEN[1]} <= ways <= {*WRITTEN}


def test_every_model_with_sealed_columns_is_written_by_a_form_and_by_a_file():
    # Kept beside whatever is written, or loaded, and never edited.
    sealed = {model for model in ours() if sealed_fields(model)} - {
        Version,
        UnsavedForm,
        LoadedEntry,
        AcceptedWarning,
    }
    by_form = {
        part
        for model, editing in admin.site._registry.items()  # noqa: SLF001 - what it edits
        for part in (model, *(inline.model for inline in editing.inlines))
    }

    assert sealed - by_form == set()
    assert sealed - factories().keys() == set()
