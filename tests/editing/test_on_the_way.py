"""What a form points at and is not there yet is written on the way, and nothing typed is lost."""

import pytest
from django.test import Client

from editing.models import UnsavedForm
from spoilers.models import Echo, Note
from tests.factories import EchoFactory, FilmFactory, InterviewFactory, NoteFactory, QuoteFactory
from tests.gate.editing import filled_in, page
from tests.signing_in import sign_in_to_edit

from .desks import staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and saved

ECHO = {"sealed_kind": "mirrors", "sealed_claim": "likeness", "sealed_text": "Both burn."}


def left(client, path, field, **typed):
    """The form at this path, put aside by the button at a field; and where that leads."""
    sent = filled_in(client.get(path)) | typed | {"_write": field}
    return client.post(path, sent)


def a_note(film):
    return {"film": film.pk, "label": "The fire", "sealed_text": "It burns.", "position": 1}


def test_a_missing_note_is_written_on_the_way_and_is_chosen_in_the_echo(editor_client):
    earlier, film = NoteFactory(), FilmFactory()
    path = page("add", EchoFactory())

    to_note = left(editor_client, path, "later", earlier=earlier.pk, **ECHO)["Location"]
    note_form = editor_client.get(to_note)
    saved = editor_client.post(to_note, filled_in(note_form) | a_note(film))
    shown = editor_client.get(saved["Location"])
    note = Note.objects.get(label="The fire")
    echo = filled_in(shown)
    answer = editor_client.post(saved["Location"], echo)

    assert to_note.partition("?")[0] == page("add", earlier)
    assert f'<a href="{path}">Back without it</a>' in note_form.text
    assert saved["Location"] == path
    assert echo.items() >= {"later": str(note.pk), "earlier": str(earlier.pk), **ECHO}.items()
    assert shown.context["refused"].headline == "Here is what you were writing"
    assert shown.context["refused"].is_calm
    assert (answer.status_code, Echo.objects.filter(later=note, earlier=earlier).count()) == (
        302,
        1,
    )
    assert not UnsavedForm.objects.exists()


def test_both_notes_are_written_one_after_the_other(editor_client):
    film = FilmFactory()
    path = f"{page('add', EchoFactory())}?choices=all"
    for field, label in (("later", "The fire"), ("earlier", "The spark")):
        to_note = left(editor_client, path, field, **({} if field == "earlier" else ECHO))
        note = filled_in(editor_client.get(to_note["Location"])) | a_note(film) | {"label": label}
        back = editor_client.post(to_note["Location"], note | {"position": len(label)})["Location"]

    echo = filled_in(editor_client.get(back))

    keys = dict(Note.objects.filter(film=film).values_list("label", "pk"))
    assert back == path
    assert (echo["later"], echo["earlier"]) == (str(keys["The fire"]), str(keys["The spark"]))
    assert echo.items() >= ECHO.items()
    assert UnsavedForm.objects.count() == 1


def test_a_quote_is_chosen_in_the_evidence_for_which_it_was_written(editor_client):
    echo, quote = EchoFactory(), QuoteFactory.build()
    path = page("change", echo)
    evidence = {"evidence-TOTAL_FORMS": 2, "evidence-1-sealed_point": "He says so."}

    to_quote = left(editor_client, path, "evidence-1-quote", **evidence)["Location"]
    form = filled_in(editor_client.get(to_quote))
    typed = {
        "interview": InterviewFactory().pk,
        "speaker": QuoteFactory().speaker_id,
        "fidelity": quote.fidelity,
        "sealed_text": "It was no accident.",
        "stamp": "nothing",
    }
    back = editor_client.post(to_quote, form | typed)["Location"]
    shown = filled_in(editor_client.get(back))

    assert back == path
    assert shown["evidence-1-sealed_point"] == "He says so."
    assert shown["evidence-1-quote"] not in ("", None)


def test_by_another_button_the_work_goes_on_where_it_leads_and_the_way_back_is_told(editor_client):
    path = page("add", EchoFactory())
    to_note = left(editor_client, path, "later", **ECHO)["Location"]
    form = filled_in(editor_client.get(to_note)) | a_note(FilmFactory())

    answer = editor_client.post(to_note, form | {"_continue": "1"}, follow=True)

    note = Note.objects.get(label="The fire")
    assert answer.redirect_chain[-1][0].partition("?")[0] == page("change", note)
    assert f'It is chosen in what you were writing. <a href="{path}">Go on there</a>' in answer.text
    assert filled_in(editor_client.get(path))["later"] == str(note.pk)


def test_who_goes_back_without_it_loses_nothing(editor_client):
    path = page("add", EchoFactory())
    left(editor_client, path, "later", **ECHO)

    shown = filled_in(editor_client.get(path))

    assert shown.items() >= ECHO.items()
    assert not shown.get("later")


@pytest.mark.parametrize("field", ["", "nonsense", "sealed_text", "evidence-0-nonsense", "x" * 200])
def test_a_button_that_leads_nowhere_saves_nothing(editor_client, field):
    echo = EchoFactory()

    answer = left(editor_client, page("change", echo), field, sealed_text="Another.")

    assert answer.status_code == 200
    assert answer.context["refused"].reasons[0].sentences == [
        "It could not be put aside. Nothing is saved, and what you typed is still here."
    ]
    assert filled_in(answer)["sealed_text"] == "Another."
    assert not UnsavedForm.objects.exists()


def test_nobody_chooses_in_what_another_has_put_aside(editor_client, editor):
    path = page("add", EchoFactory())
    to_note = left(editor_client, path, "later", **ECHO)["Location"]
    other = staff("add_note", "view_note", "view_film", "change_note")

    shown = other.get(to_note)
    answer = other.post(to_note, filled_in(shown) | a_note(FilmFactory()))

    assert shown.context["returns"] is None
    assert answer["Location"] != path
    assert not filled_in(editor_client.get(path)).get("later")


def test_a_form_of_another_account_is_not_put_aside(editor_client, editor):
    path = page("add", EchoFactory())
    form = filled_in(editor_client.get(path)) | ECHO
    other = Client()
    sign_in_to_edit(other, type(editor).objects.create_superuser("other"))

    answer = other.post(path, form | {"_write": "later"})

    assert answer.status_code == 200
    assert not UnsavedForm.objects.exists()


def test_the_button_stands_where_somebody_may_add_such_a_row(db, editor_client):
    path = page("add", EchoFactory())
    button = 'name="_write" value="later">Write a new note</button>'

    looks = staff("add_echo", "view_echo", "view_note").get(path).text

    assert button in editor_client.get(path).text
    assert button not in looks
    assert button not in editor_client.get(f"{path}?_popup=1").text
