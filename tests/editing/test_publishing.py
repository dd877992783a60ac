"""The way of an item to readers and back, in the editors' pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.forms import modelform_factory
from django.test import Client
from django.utils import timezone

from gate.publishing import Publishable, State
from gate.reader import Reader
from gate.rule import gated_models, rule_of
from spoilers.models import Echo, Evidence, Note
from tests.canaries import canaries_in
from tests.factories import (
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    OrderedEchoFactory,
    PlacementFactory,
    QuoteFactory,
    TimedNoteFactory,
)
from tests.gate.editing import filled_in, page, press, say_yes, submit
from tests.signing_in import sign_in_to_edit

from .desks import staff
from .publishing import buttons, stands, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FACTORIES = [
    TimedNoteFactory,
    InterviewFactory,
    QuoteFactory,
    PlacementFactory,
    OrderedEchoFactory,
]
every_kind = pytest.mark.parametrize("factory", FACTORIES, ids=lambda one: one._meta.model.__name__)


@pytest.fixture
def writer_client(db, django_user_model) -> Client:
    """Of somebody who may change everything, and publish nothing."""
    writer = django_user_model.objects.create_user("writer", is_staff=True)
    writer.user_permissions.set(Permission.objects.exclude(codename__startswith="publish_"))
    client = Client()
    sign_in_to_edit(client, writer)
    return client


def test_five_kinds_may_wait_and_no_form_shows_the_columns_that_say_how_far_they_are():
    shown = {
        (part.model, name)
        for editing in admin.site._registry.values()  # noqa: SLF001 - all that editors edit
        for part in (editing, *editing.inlines)
        for name in modelform_factory(part.model, fields="__all__").base_fields
    }
    columns = {field.name for field in Publishable._meta.get_fields()}

    waiting = {model for model in apps.get_models() if issubclass(model, Publishable)}

    assert waiting == {factory._meta.model for factory in FACTORIES}
    assert waiting == {model for model in gated_models() if rule_of(model).live == "live_from"}
    assert {(model, name) for model in waiting for name in columns} & shown == set()


@every_kind
def test_what_is_added_is_a_draft_until_somebody_publishes_it(editor_client, factory):
    pattern = factory(is_published=False)
    form = filled_in(editor_client.get(page("change", pattern)))
    pattern.delete()

    editor_client.post(page("add", pattern), form)
    (item,) = type(pattern).objects.filter(state=State.DRAFT)
    asked = press(editor_client, item, "_publish")
    waiting = stands(item)
    say_yes(editor_client, asked)

    assert (waiting, stands(item)) == (("draft", False, ""), ("published", True, "editor"))


@every_kind
def test_publishing_asks_first_says_who_will_meet_it_and_shows_no_sealed_text(
    editor_client, factory
):
    item = factory(is_published=False)

    asked = press(editor_client, item, "_publish")
    say_yes(editor_client, asked)

    (meeting,) = asked.context["meeting"]
    assert meeting.item == item
    assert meeting.whom.endswith(("will be able to read it.", "will know that it is there."))
    assert f'<a href="{page("change", item)}">' in asked.text
    assert canaries_in(asked.content) == set()
    assert [one.get_change_message() for one in LogEntry.objects.all()][0] == "Published."


def test_a_note_says_who_will_know_of_it_and_who_will_read_it(editor_client):
    film = FilmFactory(title="The House")
    known = NoteFactory(film=film, is_published=False)
    hidden = NoteFactory(film=film, is_published=False, stamp="existence")
    open_quote = QuoteFactory(stamp="nothing", is_published=False)

    said = {
        one.item: one.whom
        for item in (known, hidden, open_quote)
        for one in editor_client.get(page("publish", item)).context["meeting"]
    }

    assert said == {
        known: "Everyone will know that it is there. "
        "Whoever has seen The House will be able to read it.",
        hidden: "Whoever has seen The House will be able to read it.",
        open_quote: "Everyone will be able to read it.",
    }


def test_an_echo_takes_its_notes_and_quotes_along_and_says_so(editor_client):
    later, earlier = NoteFactory(is_published=False), NoteFactory()
    quote = QuoteFactory(is_published=False)
    echo = EchoFactory(later=later, earlier=earlier, is_published=False)
    EvidenceFactory(echo=echo, quote=quote)

    asked = press(editor_client, echo, "_publish")
    answer = say_yes(editor_client, asked)

    (meeting,) = asked.context["meeting"]
    assert [one.item for one in meeting.along] == [later, quote]
    assert {stands(one)[:2] for one in (later, quote, echo)} == {("published", True)}
    assert told(answer) == [f"“{one}”: Published." for one in (later, quote, echo)]


def test_of_what_was_withdrawn_it_is_said_before_it_comes_back_along(editor_client):
    later, earlier = NoteFactory(is_published=False), NoteFactory()
    echo = EchoFactory(later=later, earlier=earlier, is_published=False)
    earlier.withdraw()

    asked = press(editor_client, echo, "_publish")

    (meeting,) = asked.context["meeting"]
    words = "It was taken back from readers before. "
    assert {one.item: one.whom.startswith(words) for one in (meeting, *meeting.along)} == {
        echo: False,
        later: False,
        earlier: True,
    }


def test_who_may_publish_echoes_alone_is_told_what_must_be_published_first(db):
    later = NoteFactory(is_published=False)
    echo = EchoFactory(later=later, is_published=False)
    client = staff("change_echo", "publish_echo", "change_note")

    refused = press(client, echo, "_publish")
    client.post(page("publish", echo), {"post": "yes"})

    assert "Somebody who may is to publish it first" in refused.text
    assert f'<a href="{page("change", later)}">{later}</a>' in refused.text
    assert (stands(echo), stands(later)) == (("draft", False, ""), ("draft", False, ""))


def test_an_echo_without_its_proof_is_refused_and_its_notes_stay_drafts(editor_client):
    later = NoteFactory(is_published=False)
    echo = EchoFactory(later=later, sealed_claim=Echo.Claim.INTENDED, is_published=False)

    answer = say_yes(editor_client, press(editor_client, echo, "_publish"))

    assert told(answer)[-1] == (
        f"“{echo}”: An echo that is said to be intended needs evidence before it is published."
    )
    assert (stands(echo)[0], stands(later)[0]) == ("draft", "draft")
    assert not Evidence.objects.exists()


@every_kind
def test_withdrawing_takes_it_back_and_it_can_be_published_again(editor_client, factory):
    item = factory()
    if isinstance(item, Echo):
        item.publish()

    answer = press(editor_client, item, "_withdraw")
    if answer.redirect_chain[-1][0] == page("withdraw", item):  # on what it stands, stays
        say_yes(editor_client, answer)
        answer = editor_client.get(page("change", item))
    withdrawn = stands(item), list(type(item).objects.for_reader(_who_may(item)))
    say_yes(editor_client, press(editor_client, item, "_publish"))

    assert f"“{item}”: Withdrawn." in [str(one) for one in answer.context["messages"]]
    assert "Readers do not meet it any more." in answer.text
    assert withdrawn == (("withdrawn", False, "editor"), [])
    assert stands(item) == ("published", True, "editor")


@every_kind
def test_the_buttons_are_those_that_do_something(editor_client, factory):
    item = factory(is_published=False)
    seen = {}

    seen["draft"] = buttons(editor_client.get(page("change", item)))
    press(editor_client, item, "_submit")
    seen["review"] = buttons(editor_client.get(page("change", item)))
    item.publish(at=timezone.now() + timedelta(days=1))
    seen["to come"] = buttons(editor_client.get(page("change", item)))
    item.publish()
    item.publish(at=timezone.now())
    seen["live"] = buttons(editor_client.get(page("change", item)))

    assert seen == {
        "draft": ["Save and publish…", "Save as ready for review"],
        "review": ["Save and publish…"],
        "to come": ["Save and publish…", "Save and withdraw"],
        "live": ["Save and withdraw"],
    }


@every_kind
def test_who_may_not_publish_writes_and_hands_on_and_no_more(writer_client, factory):
    draft, live = factory(is_published=False), factory()
    shown = buttons(writer_client.get(page("change", draft)))

    press(writer_client, draft, "_publish")
    refused = (
        writer_client.get(page("publish", draft)),
        writer_client.post(page("publish", draft), {"post": "yes"}),
    )
    press(writer_client, live, "_withdraw")
    for action, item in (("publish", draft), ("withdraw", live)):
        chosen = {"action": action, "_selected_action": [item.pk]}
        writer_client.post(page("changelist", item), chosen)
    waiting = stands(draft)
    press(writer_client, draft, "_submit")

    assert shown == ["Save as ready for review"]
    assert [one.status_code for one in refused] == [403, 403]
    assert (waiting, stands(live)[:2]) == (("draft", False, ""), ("published", True))
    assert stands(draft) == ("review", False, "writer")


def test_what_the_form_holds_is_saved_before_it_goes_anywhere(editor_client):
    note = TimedNoteFactory(is_published=False)

    asked = press(editor_client, note, "_publish", label="The door")
    refused = press(editor_client, note, "_publish", label="")

    assert Note.objects.get().label == "The door"
    assert asked.redirect_chain[-1][0] == page("publish", note)
    assert refused.context["refused"].button == ("_publish", "Save and publish…")


def test_a_draft_may_be_opened_further_without_being_asked(editor_client):
    """Nobody reads it yet; who will is said before it is published."""
    films = FilmFactory.create_batch(2)
    quote = QuoteFactory(spoils=films, is_published=False)

    saved = submit(editor_client, quote, spoils=[films[0].pk])

    assert saved.status_code == 302
    assert type(quote).objects.get().required == {films[0].pk}


def test_what_is_submitted_twice_or_published_twice_stays_as_it_is(editor_client):
    note = NoteFactory()
    was = Note.objects.get().live_from

    for action in ("submit", "publish"):
        chosen = {"action": action, "_selected_action": [note.pk]}
        answer = editor_client.post(page("changelist", note), chosen)
        assert told(answer)[-1] == "Published already."

    assert (stands(note)[:2], Note.objects.get().live_from) == (("published", True), was)


def test_the_way_to_the_site_is_there_once_readers_meet_it(editor_client):
    draft, live, to_come = NoteFactory(is_published=False), NoteFactory(), NoteFactory()
    to_come.publish(at=timezone.now() + timedelta(days=1))

    ways = {note: editor_client.get(page("change", note)) for note in (draft, live, to_come)}

    leads = {note: note.get_absolute_url() in answer.text for note, answer in ways.items()}
    assert leads == {draft: False, live: True, to_come: False}


def test_the_way_to_an_echo_goes_with_its_ends_and_not_with_a_quote(editor_client):
    echo = EvidenceFactory(quote=QuoteFactory(is_published=False)).echo
    shown = {"without its quote": editor_client.get(page("change", echo))}

    echo.earlier.withdraw()
    shown["without an end"] = editor_client.get(page("change", echo))

    leads = {name: echo.get_absolute_url() in answer.text for name, answer in shown.items()}
    assert leads == {"without its quote": True, "without an end": False}


def test_the_list_says_how_far_each_has_come_and_finds_what_waits(editor_client):
    draft, live = NoteFactory(is_published=False), NoteFactory()
    draft.submit(by="ada")

    waiting = editor_client.get(page("changelist", live), {"state": "review"})

    assert list(waiting.context["cl"].result_list) == [draft]
    assert "Ready for review" in waiting.text


def test_the_form_of_an_echo_says_which_of_its_ends_readers_do_not_meet(editor_client):
    later, earlier = NoteFactory(), NoteFactory()
    echo = EchoFactory(later=later, earlier=earlier)
    shown = {"before": editor_client.get(page("change", echo)).text}

    later.withdraw()
    shown["one gone"] = editor_client.get(page("change", echo)).text
    earlier.publish(at=timezone.now() + timedelta(days=1))
    shown["both"] = editor_client.get(page("change", echo)).text

    told = {name: re.findall(r"It stands on [^<]*", text) for name, text in shown.items()}
    lacking = "It stands on what readers do not meet: "
    assert told == {
        "before": [],
        "one gone": [f"{lacking}“{later}”."],
        "both": [f"{lacking}“{later}” and “{earlier}”."],
    }


@pytest.mark.parametrize("number", ["0", "999999", "x", "1/publish"])
def test_there_is_nothing_to_publish_where_there_is_nothing(editor_client, number):
    assert editor_client.get(f"/admin/spoilers/note/{number}/publish/").status_code == 404


def _who_may(item: Any) -> Reader:
    if isinstance(item, Echo):
        return Reader(seen=item.later.required | item.earlier.required)
    return Reader(seen=getattr(item, "required", frozenset()))
