"""Nobody publishes, takes back or changes what readers meet by another road than the buttons for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gate.publishing import Publishable, State
from interviews.models import Interview, Quote
from spoilers.models import Echo, Note
from tests.factories import (
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    NoteFactory,
    QuoteFactory,
)
from tests.gate.editing import delete, errors, filled_in, page, say_yes, submit

from .deleting import bring_back
from .desks import staff
from .test_publishing import every_kind

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TOMORROW = timedelta(days=1)


def moments(*items: Publishable) -> list[Any]:
    """From when on readers meet them, as it is stored."""
    return [type(item).objects.get(pk=item.pk).live_from for item in items]


def to_come(factory: Any, **facts: Any) -> Any:
    item = factory(is_published=False, **facts)
    if isinstance(item, Echo):
        for note in (item.later, item.earlier):
            note.publish(at=timezone.now() + TOMORROW)
    item.publish(at=timezone.now() + TOMORROW)
    return item


def test_what_an_echo_takes_along_comes_at_its_moment_and_no_sooner(editor_client):
    later, quote = NoteFactory(is_published=False), QuoteFactory(is_published=False)
    echo = EchoFactory(later=later, is_published=False)
    EvidenceFactory(echo=echo, quote=quote)
    at = (timezone.now() + TOMORROW).replace(second=0, microsecond=0)

    asked = editor_client.get(page("publish", echo))
    say_yes(editor_client, asked, at=f"{at:%Y-%m-%dT%H:%M}")

    assert moments(later, quote, echo) == [at] * 3


@every_kind
def test_an_answer_to_a_question_that_was_not_asked_publishes_nothing(editor_client, factory):
    item = factory(is_published=False)
    chosen = {"action": "publish", "_selected_action": [item.pk]}

    editor_client.post(page("publish", item), {"post": "yes"})
    editor_client.post(page("changelist", item), chosen | {"post": "yes"})

    assert moments(item) == [None]


@pytest.mark.parametrize("end", ["later", "earlier"])
def test_a_note_that_was_changed_since_it_was_asked_about_is_not_taken_along(editor_client, end):
    note = NoteFactory(is_published=False)
    echo = EchoFactory(**{end: note}, is_published=False)
    asked = editor_client.get(page("publish", echo))
    Note.objects.filter(pk=note.pk).update(label="Another")

    asked_anew = say_yes(editor_client, asked)

    assert moments(note, echo) == [None, None]
    assert asked_anew.context["meeting"][0].item == echo


def test_who_may_only_look_at_notes_hands_none_on(db):
    note = NoteFactory(is_published=False)
    chosen = {"action": "submit", "_selected_action": [note.pk]}

    staff("view_note").post(page("changelist", note), chosen)

    assert Note.objects.get().state == State.DRAFT


def test_who_may_publish_notes_and_not_look_at_them_is_shown_none(db):
    note = NoteFactory(is_published=False)

    refused = staff("publish_note").get(page("publish", note))

    assert (refused.status_code, note.label in refused.text) == (403, False)


@every_kind
def test_what_is_to_come_is_changed_and_deleted_by_nobody_who_may_not_publish(db, factory):
    item, kind = to_come(factory), factory._meta.model._meta.model_name
    client = staff(f"view_{kind}", f"change_{kind}", f"delete_{kind}")

    refused = [
        client.post(page("change", item), {}).status_code,
        client.get(page("delete", item)).status_code,
    ]

    assert refused == [403, 403]


def test_what_is_to_come_asks_before_it_opens_to_more(editor_client):
    films = FilmFactory.create_batch(2)
    quote = to_come(QuoteFactory, spoils=films)

    asked = submit(editor_client, quote, spoils=[films[0].pk])

    assert list(errors(asked)) == ["opening"]
    assert Quote.objects.get().required == {film.pk for film in films}


def test_a_live_quote_is_not_deleted_within_its_interview_by_who_may_not_publish(db):
    quote = QuoteFactory()
    rights = [f"{verb}_{kind}" for kind in ("interview", "quote") for verb in ("change", "delete")]
    client = staff(*rights, "view_interviewfilm")
    form = filled_in(client.get(page("change", quote.interview)))
    sent = {"quotes-0-id": quote.pk, "quotes-0-interview": quote.interview_id}

    client.post(page("change", quote.interview), form | sent | {"quotes-0-DELETE": "on"})
    delete(client, quote.interview)

    assert list(Quote.objects.all()) == [quote]


def test_a_withdrawn_interview_and_its_quotes_come_back_as_drafts_for_who_may_not_publish(
    editor_client,
):
    quote = QuoteFactory()
    quote.withdraw()
    quote.interview.withdraw()
    delete(editor_client, quote.interview)
    rights = [f"add_{kind}" for kind in ("interview", "interviewfilm", "quote")]

    bring_back(staff(*rights))

    assert [one.state for one in Interview.objects.all()] == [State.DRAFT]
    assert [one.state for one in Quote.objects.all()] == [State.DRAFT]
