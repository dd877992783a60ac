"""A form that would give something away is refused once, and says which words do."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, models
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from editing.refusals import Reason
from editing.suspecting import LONGEST
from gate.models import Stamp
from leakcheck.acceptance import Accepted, standing_among
from leakcheck.models import AcceptedWarning
from leakcheck.reading import Site
from leakcheck.rules import warnings
from spoilers.models import Echo, Note
from tests.conftest import ReaderClient
from tests.factories import (
    BeatFactory,
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    QuoteFactory,
    TimedNoteFactory,
    UserFactory,
)
from tests.gate.editing import errors, filled_in, logged, page, submit
from tests.signing_in import sign_in_to_edit

pytestmark = pytest.mark.slow

SECRET = "He takes a pit bull from its cage."
RARE = "The label has rare words in common with what is sealed: “pit”, “bull”."
QUESTION = "Somebody may read here what they have not unlocked. Change the words, or keep them and say why."
WHY = "Say in a few words why it gives nothing away, and save again."
#: What it takes to change those that readers meet.
NOTES, QUOTES = ("change_note", "publish_note"), ("change_quote", "publish_quote")


@pytest.fixture
def note(db) -> Note:
    film = FilmFactory(title="The Clinic", slug="clinic")
    return TimedNoteFactory(film=film, label="The ending", sealed_text=SECRET)


def keep(client: ReaderClient, row: models.Model, asked: HttpResponse, why: str) -> HttpResponse:
    """Ticks the boxes of a form that was refused, and says why."""
    answers = {}
    for question in asked.context["refused"].questions:
        answers[question.box.html_name] = question.box.field.widget.attrs["value"]
        answers[question.why.html_name] = why
    return client.post(page("change", row), filled_in(asked) | answers)


def writing(*codenames: str) -> ReaderClient:
    """Somebody who edits, with these rights."""
    writer, client = UserFactory(is_staff=True), ReaderClient()
    sign_in_to_edit(client, writer)
    writer.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return client


def test_what_gives_something_away_stands_beside_its_field_and_at_the_top(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")

    refused = asked.context["refused"]
    (question,) = refused.questions
    assert errors(asked) == {"label": [RARE], "stands": [QUESTION]}
    assert (refused.headline, refused.reasons) == ("One question before this is saved", [])
    assert question.about == [Reason([RARE], "Label", "id_label")]
    assert refused.is_calm
    assert asked.text.count('type="checkbox" name="stands"') == 1
    assert asked.text.count('type="text" name="stands_because"') == 1
    assert Note.objects.get().label == "The ending"


def test_other_words_are_saved(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")

    saved = editor_client.post(page("change", note), filled_in(asked) | {"label": "The clinic"})

    assert saved.status_code == 302
    assert Note.objects.get().label == "The clinic"
    assert not AcceptedWarning.objects.exists()


def test_who_keeps_them_says_why_and_is_not_asked_again(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")

    saved = keep(editor_client, note, asked, "It is on the poster.")
    again = submit(editor_client, note, kind="turn")

    assert (saved.status_code, again.status_code) == (302, 302)
    row = AcceptedWarning.objects.get()
    found = warnings(*Site().found())
    assert standing_among(found) == {0: Accepted("It is on the poster.", "editor", row.at)}


def test_who_keeps_them_without_a_reason_is_asked_for_one(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")

    answer = keep(editor_client, note, asked, " ")

    assert errors(answer) == {"label": [RARE], "stands": [WHY]}
    assert 'name="stands" value="' in answer.text
    assert " checked" in answer.text
    assert not AcceptedWarning.objects.exists()


@pytest.mark.parametrize(
    ("why", "wrong"),
    [
        ("It is on\u200b the poster.", "U+200B, ZERO WIDTH SPACE."),
        ("x" * (LONGEST + 1), f"at most {LONGEST} characters (it has {LONGEST + 1})."),
    ],
)
def test_a_reason_that_cannot_be_taken_is_asked_for_again(editor_client, note, why, wrong):
    asked = submit(editor_client, note, label="The pit bull")

    answer = keep(editor_client, note, asked, why)
    kept = keep(editor_client, note, answer, "It is on the poster.")

    refused = answer.context["refused"]
    (question,) = refused.questions
    ((sentence,),) = [reason.sentences for reason in refused.reasons]
    assert sentence.endswith(wrong)
    assert refused.reasons[0].anchor == question.why.id_for_label == "id_stands_because"
    assert answer.text.count('type="text" name="stands_because"') == 1
    assert (kept.status_code, Note.objects.get().label) == (302, "The pit bull")


def test_a_reason_that_cannot_be_taken_keeps_no_harmless_words_back(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")
    harmless = {"label": "The clinic", "stands_because": "\u200b"}

    saved = editor_client.post(page("change", note), filled_in(asked) | harmless)

    assert (saved.status_code, Note.objects.get().label) == (302, "The clinic")


def test_who_has_kept_some_words_has_not_kept_others(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")
    (question,) = asked.context["refused"].questions
    box = question.box.field.widget.attrs["value"]

    answer = submit(
        editor_client, note, label="The bull", stands=box, stands_because="It is on the poster."
    )
    kept = keep(editor_client, note, answer, "It is on the poster.")

    assert errors(answer)["stands"] == [QUESTION]
    (shown,) = re.findall('<input type="checkbox" name="stands"[^>]*>', answer.text)
    assert (shown.count("value="), box in shown, "checked" in shown) == (1, False, False)
    assert (kept.status_code, Note.objects.get().label) == (302, "The bull")


def test_what_was_kept_is_kept_over_another_mistake(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")
    (question,) = asked.context["refused"].questions
    kept = {
        "stands": question.box.field.widget.attrs["value"],
        "stands_because": "It is on the poster.",
    }

    refused = editor_client.post(page("change", note), filled_in(asked) | kept | {"kind": ""})
    saved = editor_client.post(page("change", note), filled_in(refused) | {"kind": "turn"})

    assert errors(refused) == {"kind": ["This field is required."]}
    assert refused.text.count('type="hidden" name="stands"') == 1
    assert refused.text.count('type="hidden" name="stands_because"') == 1
    assert saved.status_code == 302


def test_both_questions_are_asked_at_once(editor_client, note):
    other = FilmFactory(universe=note.film.universe)
    note.spoil(other)
    note.save()

    asked = submit(editor_client, note, label="The pit bull", spoils=[])

    names = [question.box.name for question in asked.context["refused"].questions]
    assert names == ["opening", "stands"]
    assert asked.context["refused"].headline == "2 questions before this is saved"


def test_a_new_item_is_asked_about_as_well_and_what_was_kept_is_its_own(editor_client, note):
    new = filled_in(editor_client.get(page("add", note)))
    new |= {"film": note.film_id, "label": "The wreck", "kind": "scene", "stamp": "text"}
    new |= {"sealed_text": "A wreck lies there."}
    address = page("add", note)

    asked = editor_client.post(address, new)
    (question,) = asked.context["refused"].questions
    kept = {"stands": question.box.field.widget.attrs["value"], "stands_because": "It floats."}
    saved = editor_client.post(address, filled_in(asked) | kept)

    assert errors(asked)["label"] == [
        "The label tells a turn of the story that is sealed: “wreck”."
    ]
    assert saved.status_code == 302
    assert AcceptedWarning.objects.get().key == Note.objects.get(label="The wreck").pk


def test_what_others_give_away_of_a_text_stands_beside_it(editor_client, note):
    film = note.film
    film.logline = "A clinic, and a lantern that a boy steals from the lighthouse at midnight."
    film.save()
    text = "The boy steals the lantern from the lighthouse."

    asked = submit(editor_client, note, sealed_text=text)
    saved = keep(editor_client, note, asked, "So says the poster.")

    assert errors(asked)["sealed_text"] == [
        "In film “The Clinic”: The logline tells a turn of the story that is sealed: “lantern”, “steals”."
    ]
    assert saved.status_code == 302
    row = AcceptedWarning.objects.get()
    assert (row.kind.model, row.key) == ("film", film.pk)


def test_a_text_is_looked_at_with_the_films_that_it_will_need(editor_client, note):
    film = FilmFactory(universe=note.film.universe, title="The Gate")
    CreditFactory(film=film, character__name="Moth")
    CreditFactory(film=note.film, character__name="Wren")

    alone = submit(editor_client, note, sealed_text="Moth waits.")
    both = submit(editor_client, note, sealed_text="Moth waits.", spoils=[film.pk])

    assert list(errors(alone)) == ["sealed_text", "stands"]
    assert both.status_code == 302


def test_a_part_is_asked_about_in_its_own_row(editor_client, db):
    film = FilmFactory()
    interview = InterviewFactory(label="Ada on the foxglove, 2019", films=[film])
    QuoteFactory(interview=interview, spoils=[film], sealed_text="Plain.")
    QuoteFactory(interview=interview, spoils=[film], sealed_text="Plain, too.")
    words = "It was the foxglove in the cup."

    asked = submit(editor_client, interview, **{"quotes-0-sealed_text": words})
    saved = keep(editor_client, interview, asked, "It stands on the poster.")

    rows: list[Any] = asked.context["inline_admin_formsets"][1].formset.errors
    told = "The label has rare words in common with what is sealed: “foxglove”."
    assert rows == [
        {"sealed_text": [f"In interview “{interview}”: {told}"], "stands": [QUESTION]},
        {},
    ]
    (question,) = asked.context["refused"].questions
    assert question.of == "Quote 1"
    assert saved.status_code == 302
    assert AcceptedWarning.objects.get().key == interview.pk


def test_what_stands_beside_a_field_does_not_stand_in_the_parts_as_well(editor_client, db):
    film = FilmFactory()
    interview = InterviewFactory(films=[film])
    for _ in range(2):
        QuoteFactory(interview=interview, spoils=[film], sealed_text="It was the foxglove.")

    asked = submit(editor_client, interview, label="Ada on the foxglove, 2019")

    parts = asked.context["inline_admin_formsets"][1].formset.errors
    assert (list(errors(asked)), parts) == (["label", "stands"], [{}, {}])


def test_an_editor_is_told_of_nothing_that_they_could_not_read(note):
    film, rights = note.film, ("change_film", "view_film", "view_universe")
    words = "He takes a pit bull from its cage."

    blind = submit(writing(*rights), film, logline=words)
    told = submit(writing(*rights, *NOTES), film, logline=f"{words} Again.")

    assert blind.status_code == 302
    assert list(errors(told)) == ["logline", "stands"]


def with_a_beat(note: Note) -> Echo:
    echo = EchoFactory(later=note, earlier=NoteFactory(film=note.film))
    BeatFactory(echo=echo, sealed_later="A lantern burns in the lighthouse of the drowned.")
    return echo


@pytest.mark.parametrize(
    ("right", "item", "words"),
    [
        ("change_note", lambda note: note, SECRET),
        ("change_beat", with_a_beat, "A lantern burns in the lighthouse of the drowned."),
    ],
    ids=["note", "beat"],
)
def test_who_may_not_publish_is_told_what_drafts_say_and_not_what_readers_meet(
    note, right, item, words
):
    client, of = writing("change_film", "view_film", "view_universe", right), item(note)

    live = submit(client, note.film, logline=words)
    of.withdraw()
    draft = submit(client, note.film, logline=f"{words} Again.")

    assert live.status_code == 302
    assert list(errors(draft)) == ["logline", "stands"]


def test_no_label_of_a_note_whose_existence_spoils_is_told_to_who_may_not_change_notes(db):
    film = FilmFactory()
    label = "A lantern in the lighthouse of the drowned"
    TimedNoteFactory(film=film, label=label, stamp=Stamp.EXISTENCE)
    quote = QuoteFactory(spoils=[film, FilmFactory(universe=film.universe)], sealed_text="Plain.")
    words, rights = f"We lit {label.lower()}.", ("view_interview", *QUOTES, "view_film")

    told = submit(writing(*rights, *NOTES), quote, sealed_text=words)
    blind = submit(writing(*rights), quote, sealed_text=words)

    assert list(errors(told)) == ["sealed_text", "stands"]
    assert blind.status_code == 302


@pytest.mark.parametrize("shown", [0, 1])
def test_who_may_not_change_credits_is_not_told_who_takes_part_in_secret(note, shown):
    """Else whoever tries a name learns whether it is that of somebody in hiding."""
    film, rights = note.film, ("change_film", "view_film", "view_universe")
    CreditFactory(film=film, character__name="Wren")
    moth = CreditFactory(film=film, character__name="Moth", stamp=Stamp.EXISTENCE).character
    CreditFactory.create_batch(shown, film__universe=film.universe, character=moth)

    told = submit(writing(*rights, "change_credit"), film, logline="Moth comes home.")
    blind = submit(writing(*rights), film, logline="Moth comes home.")

    assert list(errors(told)) == ["logline", "stands"]
    assert blind.status_code == 302


@pytest.mark.parametrize("stamp", [Stamp.NOTHING, Stamp.EXISTENCE])
def test_nor_do_they_learn_it_from_what_is_not_asked(note, stamp):
    """A stranger in the film and somebody who is there in secret must look alike."""
    CreditFactory(film=note.film, character__name="Wren")
    moth = CreditFactory(film__universe=note.film.universe, character__name="Moth").character
    elsewhere = FilmFactory(universe=note.film.universe)
    secret = note.film if stamp == Stamp.EXISTENCE else elsewhere
    CreditFactory(film=secret, character=moth, stamp=stamp)

    asked = submit(writing(*NOTES, "view_film"), note, sealed_text="Moth waits.")

    assert errors(asked)["sealed_text"] == [
        "The text names somebody who is in none of the films that must be seen to read it: “Moth”."
    ]


def test_who_may_only_add_is_asked_about_what_they_add(note):
    client = writing("add_note", "view_film", "view_note")
    new = filled_in(client.get(page("add", note)))
    new |= {"film": note.film_id, "label": "The wreck", "kind": "scene", "stamp": "text"}

    asked = client.post(page("add", note), new | {"sealed_text": "A wreck lies there."})

    assert list(errors(asked)) == ["label", "stands"]


def test_neither_a_message_nor_the_history_holds_the_words(editor_client, note):
    asked = submit(editor_client, note, label="The pit bull")

    keep(editor_client, note, asked, "It is on the poster.")

    listed = editor_client.get(page("changelist", note))
    assert [str(message) for message in listed.context["messages"]] != []
    assert "poster" not in listed.text
    assert [entry for entry in logged() if "poster" in entry or "cage" in entry] == []


def test_how_many_queries_a_save_takes_does_not_grow_with_what_there_is(editor_client, note):
    queries_of_saving(editor_client, note)  # the first save keeps, too, what it found
    one = queries_of_saving(editor_client, note)
    for more in TimedNoteFactory.create_batch(5, film=note.film):
        CreditFactory(film=more.film)

    many = queries_of_saving(editor_client, note)

    assert many == one


def queries_of_saving(client: ReaderClient, note: Note) -> int:
    CreditFactory(film=note.film)
    data = filled_in(client.get(page("change", note)))
    with CaptureQueriesContext(connection) as asked:
        saved = client.post(page("change", note), data)
    assert saved.status_code == 302
    return len(asked)
