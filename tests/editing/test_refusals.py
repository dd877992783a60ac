"""What stands at the top of a form that was not saved, and where the focus is."""

import re

import pytest

from editing.refusals import Reason
from gate.models import Stamp
from interviews.models import Quote
from tests.factories import FilmFactory, QuoteFactory, TimedNoteFactory
from tests.gate.editing import filled_in, page, submit

pytestmark = pytest.mark.slow

FOCUSED = re.compile(r"<(\w+)[^>]* autofocus")


def test_a_question_is_called_one_and_stands_first_with_the_focus(editor_client, db):
    quote = QuoteFactory(spoils=FilmFactory.create_batch(2))

    asked = submit(editor_client, quote, stamp="nothing", spoils=[])

    refused = asked.context["refused"]
    box = asked.text.index('type="checkbox" name="opening"')
    assert (refused.headline, refused.reasons) == ("One question before this is saved", [])
    assert refused.is_calm
    assert "Please correct" not in asked.text
    assert FOCUSED.findall(asked.text) == ["section"]
    assert box < asked.text.index('name="_save"') < asked.text.index('name="sealed_text"')
    assert asked.text.count('name="opening"') == 1


def test_the_button_under_the_question_is_the_one_that_was_pressed(editor_client, db):
    quote = QuoteFactory()

    asked = submit(editor_client, quote, stamp="nothing", spoils=[], _continue="yes")

    (box,) = [question.box for question in asked.context["refused"].questions]
    agreed = {"opening": box.field.widget.attrs["value"]}
    assert '<input type="submit" name="_continue" value="Save and continue editing">' in asked.text
    saved = editor_client.post(page("change", quote), filled_in(asked) | agreed | {"_continue": 1})
    assert saved["Location"] == page("change", quote)


def test_questions_about_the_parts_say_which(editor_client, db):
    first = QuoteFactory(position=1)
    QuoteFactory(position=2, interview=first.interview)
    harmless = {f"quotes-{n}-{name}": value for n in (0, 1) for name, value in HARMLESS.items()}

    asked = submit(editor_client, first.interview, **harmless)

    refused = asked.context["refused"]
    assert refused.headline == "2 questions before this is saved"
    assert [question.of for question in refused.questions] == ["Quote 1", "Quote 2"]
    assert asked.text.count('type="checkbox" name="quotes-0-opening"') == 1


HARMLESS = {"stamp": Stamp.NOTHING, "spoils": []}


def test_what_was_agreed_to_is_not_asked_again_for_another_mistake(editor_client, db):
    quote = QuoteFactory()
    asked = submit(editor_client, quote, **HARMLESS)
    (box,) = [question.box for question in asked.context["refused"].questions]
    agreed = filled_in(asked) | {"opening": box.field.widget.attrs["value"]}

    refused = editor_client.post(page("change", quote), agreed | {"sealed_text": ""})
    saved = editor_client.post(
        page("change", quote), filled_in(refused) | {"sealed_text": "Everybody knows."}
    )

    assert refused.text.count('type="hidden" name="opening"') == 1
    assert saved.status_code == 302
    assert Quote.objects.get().stamp == Stamp.NOTHING


@pytest.mark.parametrize(
    ("mistakes", "headline", "first"),
    [
        ({"label": ""}, "Not saved yet: one thing to correct", "label"),
        ({"label": "", "film": ""}, "Not saved yet: 2 things to correct", "film"),
    ],
)
def test_mistakes_are_listed_with_the_way_to_them_and_the_first_has_the_focus(
    editor_client, db, mistakes, headline, first
):
    note = TimedNoteFactory()

    answer = submit(editor_client, note, **mistakes)

    refused = answer.context["refused"]
    (focused,) = re.findall(r"<[^>]* autofocus[^>]*>", answer.text)
    assert refused.headline == headline
    assert {reason.anchor for reason in refused.reasons} == {f"id_{name}" for name in mistakes}
    assert f'name="{first}"' in focused
    assert answer.text.count(f'href="#id_{first}"') == 1


def test_a_mistake_in_a_part_says_in_which(editor_client, db):
    quote = QuoteFactory()

    answer = submit(editor_client, quote.interview, **{"quotes-0-sealed_text": ""})

    assert answer.context["refused"].reasons == [
        Reason(["This field is required."], "Quote 1: Text", "id_quotes-0-sealed_text")
    ]
    assert FOCUSED.findall(answer.text) == ["textarea"]


def test_a_form_for_adding_leaves_the_focus_to_what_is_wrong(editor_client, db):
    add = page("add", TimedNoteFactory())
    empty = editor_client.get(add)

    answer = editor_client.post(add, filled_in(empty))

    moves = "admin/js/change_form.js"  # Django's, to the first field
    assert [moves in one.text for one in (empty, answer)] == [True, False]
