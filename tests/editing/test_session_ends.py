"""A session that ends while an editor types takes nothing along."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from editing.limits import ENCODING
from gate.reader import Reader
from interviews.models import Quote
from spoilers.models import Note
from tests.factories import QuoteFactory, TimedNoteFactory
from tests.gate.editing import filled_in, page, say_yes, texts
from tests.signing_in import sign_in_to_edit

from .signed_out import KEPT, PASSWORD, sign_in, to_sign_in, typed

pytestmark = pytest.mark.slow


@pytest.fixture
def note(db) -> Note:
    return TimedNoteFactory(sealed_text="He lives.", label="The ending")


def test_no_log_says_what_was_typed(editor_client, note, caplog):
    caplog.set_level("DEBUG")
    form = typed(editor_client, note, sealed_text="He dies.")
    Session.objects.all().delete()

    sign_in(editor_client, to_sign_in(editor_client.post(page("change", note), form, follow=True)))

    assert "dies" not in caplog.text


def test_what_was_typed_is_there_after_signing_in_and_can_be_saved(editor_client, note):
    form = typed(editor_client, note, sealed_text="He dies.")
    Session.objects.all().delete()

    asked = editor_client.post(page("change", note), form, follow=True)
    shown = sign_in(editor_client, to_sign_in(asked))
    before = texts(Note, Reader(seen=note.required))
    saved = editor_client.post(page("change", note), filled_in(shown))
    after = editor_client.get(page("change", note))

    assert "Here is what you typed" in shown.text
    assert filled_in(shown)["sealed_text"] == "He dies."
    assert before == ["He lives."]
    assert saved.status_code == 302
    assert texts(Note, Reader(seen=note.required)) == ["He dies."]
    assert "Here is what you typed" not in after.text


def test_the_page_for_signing_in_says_that_it_is_kept_and_shows_nothing_of_it(editor_client, note):
    form = typed(editor_client, note, sealed_text="He dies.")
    editor_client.logout()
    before = editor_client.get("/accounts/login/")

    asked = editor_client.post(page("change", note), form, follow=True)
    sign_in(editor_client, to_sign_in(asked))
    editor_client.post(page("change", note), form)
    editor_client.logout()
    after = editor_client.get("/accounts/login/")

    assert [KEPT in answer.text for answer in (before, asked, after)] == [False, True, False]
    assert "He dies." not in asked.text + str(editor_client.cookies)


def test_nothing_is_said_to_be_kept_of_the_answer_to_a_page_that_asks(editor_client, note):
    note.withdraw()
    asked = editor_client.get(page("delete", note))
    Session.objects.all().delete()

    answer = say_yes(editor_client, asked)
    shown = editor_client.get(answer["Location"], follow=True)
    anew = sign_in(editor_client, to_sign_in(shown))

    assert KEPT not in shown.text
    assert (anew.wsgi_request.path, anew.context["title"]) == (page("delete", note), "Delete")
    assert list(Note.objects.all()) == [note]


def test_an_answer_with_the_token_of_an_earlier_session_is_asked_for_anew(editor, note):
    client = Client(enforce_csrf_checks=True)
    sign_in_to_edit(client, editor)
    note.withdraw()
    asked = client.get(page("delete", note))

    answer = say_yes(client, asked, csrfmiddlewaretoken="a" * 64)

    assert answer["Location"] == page("delete", note)
    assert list(Note.objects.all()) == [note]


def test_a_new_row_is_kept_like_others(editor_client, note):
    add = reverse("admin:spoilers_note_add")
    form = filled_in(editor_client.get(add)) | {
        **{"film": note.film_id, "label": "The opening", "kind": "scene", "position": 5},
        **{"sealed_text": "It rains.", "stamp": "text"},
    }
    editor_client.logout()

    asked = editor_client.post(add, form, follow=True)
    shown = sign_in(editor_client, to_sign_in(asked))
    saved = editor_client.post(add, filled_in(shown))

    assert (filled_in(shown)["sealed_text"], saved.status_code) == ("It rains.", 302)
    assert Note.objects.filter(label="The opening").exists()


def test_another_editor_in_the_same_browser_does_not_get_it_and_takes_nothing_along(
    editor_client, note
):
    get_user_model().objects.create_superuser("other", password=PASSWORD)
    form = typed(editor_client, note, sealed_text="He dies.")
    editor_client.logout()

    asked = editor_client.post(page("change", note), form, follow=True)
    shown = sign_in(editor_client, to_sign_in(asked), "other")
    others = editor_client.get(reverse("admin:index"))
    editor_client.logout()
    after = sign_in(editor_client, f"/accounts/login/?next={page('change', note)}")

    assert filled_in(shown)["sealed_text"] == "He lives."
    assert others.context["waiting"] == []
    assert filled_in(after)["sealed_text"] == "He dies."


def test_a_form_of_nobodys_is_not_kept(db, note):
    client = Client()

    client.post(page("change", note), {"sealed_text": "He dies.", "opened_with": "nonsense"})

    assert Session.objects.count() == 0


def test_a_form_with_the_token_of_an_earlier_session_is_shown_again(editor, note):
    client = Client(enforce_csrf_checks=True)
    sign_in_to_edit(client, editor)
    form = typed(client, note, sealed_text="He dies.")

    shown = client.post(page("change", note), form | {"csrfmiddlewaretoken": "a" * 64}, follow=True)

    assert filled_in(shown)["sealed_text"] == "He dies."
    assert texts(Note, Reader(seen=note.required)) == ["He lives."]


def test_a_forged_form_is_refused(editor, note):
    client = Client(enforce_csrf_checks=True)
    sign_in_to_edit(client, editor)

    answer = client.post(page("change", note), {"sealed_text": "He dies."})

    assert answer.status_code == 403


def test_what_somebody_else_saved_meanwhile_is_told_as_well(editor_client, note):
    form = typed(editor_client, note, sealed_text="He dies.")
    editor_client.logout()
    asked = editor_client.post(page("change", note), form, follow=True)
    Note.objects.update(label="The last scene")

    shown = sign_in(editor_client, to_sign_in(asked))

    (row,) = shown.context["changed"]
    assert [one.stored for one in row.differences] == ["The last scene"]


def test_an_interview_with_very_many_quotes_can_be_saved(editor_client):
    interview = QuoteFactory(position=0).interview
    speaker = interview.quotes.get().speaker
    QuoteFactory.create_batch(128, interview=interview, speaker=speaker)
    form = filled_in(editor_client.get(page("change", interview)))

    form |= {f"quotes-{n}-sealed_text": f"Word {n}." for n in range(129)}
    answer = editor_client.post(
        page("change", interview), urlencode(form, doseq=True), content_type=ENCODING
    )

    assert len(form) > 1_000
    assert answer.status_code == 302
    assert set(texts(Quote, Reader(seen=frozenset(all_films())))) == {
        f"Word {n}." for n in range(129)
    }


def all_films() -> list[int]:
    return [key for quote in Quote.objects.all() for key in quote.required]


@pytest.mark.parametrize(("address", "fields"), [("/seen/", 1_001), ("/admin/", 10_001)])
def test_the_number_of_fields_has_a_limit_everywhere(editor_client, address, fields):
    body = "&".join(f"field{n}=" for n in range(fields))

    answer = editor_client.post(
        address,
        body,
        content_type=ENCODING,
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 400


def test_a_session_that_nobody_is_signed_in_to_holds_nothing_of_the_form(editor_client, note):
    """It belongs to whoever sits there next, and its column is not sealed."""
    form = typed(editor_client, note, sealed_text="He dies.")
    editor_client.logout()

    editor_client.post(page("change", note), form, follow=True)

    (session,) = Session.objects.all()
    assert session.get_decoded() == {"draft": True}
