"""From when on readers meet an item: how it is set in the editors' pages, and how it is told."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from gate.reader import Reader
from spoilers.models import Note
from tests.factories import (
    EchoFactory,
    NoteFactory,
    PlacementFactory,
    QuoteFactory,
    TimedNoteFactory,
)
from tests.gate.editing import page, press, say_yes

from .publishing import stands, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_at_a_set_time_readers_meet_it_from_then_on(editor_client):
    note = TimedNoteFactory(is_published=False)
    fan, at = Reader(seen=note.required), timezone.now() + timedelta(days=1)
    asked = press(editor_client, note, "_publish")

    answer = say_yes(editor_client, asked, at=f"{at:%Y-%m-%dT%H:%M}")
    before = Note.objects.for_reader(fan).count()
    Note.objects.update(live_from=timezone.now())

    moment = f"{at.day} {at:%B %Y, %H:%M}"
    assert told(answer) == [f"“{note}”: Published from {moment} on."]
    assert (before, Note.objects.for_reader(fan).count()) == (0, 1)


def test_a_moment_that_was_set_stands_in_the_page_that_asks_for_another_one(editor_client):
    note = TimedNoteFactory()
    note.publish(at=datetime(2999, 3, 4, 9, 30, tzinfo=timezone.get_default_timezone()))

    asked = press(editor_client, note, "_publish")

    assert 'value="2999-03-04T09:30"' in asked.text


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2020-01-01T10:00", "This moment has passed. Leave it empty to publish at once."),
        ("tomorrow", "Enter a valid date/time."),
        ("99999-01-01T10:00", "Enter a valid date/time."),
    ],
)
def test_a_moment_that_cannot_be_is_refused_in_words_and_nothing_is_published(
    editor_client, at, why
):
    note = TimedNoteFactory(is_published=False)

    refused = say_yes(editor_client, press(editor_client, note, "_publish"), at=at)

    assert refused.context["when"].errors == {"at": [why]}
    assert (why in refused.text, at in refused.text) == (True, True)
    assert stands(note) == ("draft", False, "")


@pytest.mark.parametrize("at", ["", "2999-01-01T10:00"])
def test_who_answers_after_it_was_published_elsewhere_is_told_so_and_it_stays(editor_client, at):
    note = TimedNoteFactory(is_published=False)
    asked = press(editor_client, note, "_publish")
    note.publish(by="ada")

    answer = say_yes(editor_client, asked, at=at)
    asked_again = editor_client.get(page("publish", note), follow=True)

    assert [told(one)[-1] for one in (answer, asked_again)] == ["Published already."] * 2
    assert asked_again.redirect_chain == [(page("change", note), 302)]
    assert stands(note) == ("published", True, "ada")


def test_the_list_tells_what_is_to_come_from_what_is_there(editor_client):
    to_come, _live = NoteFactory(label="Second"), NoteFactory(label="First")
    to_come.publish(at=datetime(2999, 3, 4, 9, 30, tzinfo=timezone.get_default_timezone()))

    listed = editor_client.get(page("changelist", to_come)).text

    shown = re.findall(r'<td class="field-how_far">([^<]*)</td>', listed)
    assert shown == ["Published from 4 March 2999, 09:30 on", "Published"]


@pytest.mark.parametrize("factory", [NoteFactory, QuoteFactory, PlacementFactory, EchoFactory])
def test_in_lists_the_state_stands_beside_the_name_where_a_phone_shows_it(editor_client, factory):
    listed = editor_client.get(page("changelist", factory())).text

    columns = re.findall(r'<t[hd] class="field-([a-z_]+)', listed)
    assert columns[1] == "how_far"


def test_the_form_says_who_decided_what_and_when(editor_client):
    note = NoteFactory(is_published=False)
    note.submit(by="ada")
    Note.objects.update(
        state_set_at=datetime(2026, 3, 4, 9, 30, tzinfo=timezone.get_default_timezone())
    )

    form = editor_client.get(page("change", note))

    assert "Ready for review, 4 March 2026, 09:30 by ada. Readers do not meet it yet." in form.text


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2026, "Published from 4 March 2026, 10:00 on; decided 4 March 2026, 09:30 by ada."),
        (
            2999,
            "Published from 4 March 2999, 10:00 on; decided 4 March 2999, 09:30 by ada. "
            "Readers do not meet it yet.",
        ),
    ],
)
def test_the_form_tells_when_readers_meet_it_from_when_that_was_decided(editor_client, year, said):
    zone = timezone.get_default_timezone()
    note = NoteFactory()
    note.publish(at=datetime(year, 3, 4, 10, tzinfo=zone), by="ada")
    Note.objects.update(state_set_at=datetime(year, 3, 4, 9, 30, tzinfo=zone))

    form = editor_client.get(page("change", note))

    assert said in form.text
