"""What is kept of editors' forms: for whom, how much, how long, and what never."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from editing import unsaved_forms
from editing.models import UnsavedForm
from gate.reader import Reader
from gate.sealed import unseal
from spoilers.models import Note
from tests.factories import TimedNoteFactory, UnsavedFormFactory
from tests.gate.editing import filled_in, page, texts
from tests.signing_in import sign_in_to_edit

from .signed_out import KEPT, PASSWORD, kept, sign_in, to_sign_in, typed

pytestmark = pytest.mark.slow


@pytest.fixture
def note(db) -> Note:
    return TimedNoteFactory(sealed_text="He lives.", label="The ending")


def test_it_waits_in_another_browser_too_and_the_first_page_leads_there(
    editor, editor_client, note
):
    kept(editor_client, note, sealed_text="He dies.")
    kept(editor_client, note, add=True, label="The opening")
    elsewhere = Client()
    sign_in_to_edit(elsewhere, editor)

    first = elsewhere.get(reverse("admin:index"))
    shown = elsewhere.get(page("change", note))

    add = page("add", note)
    assert first.context["waiting"] == [
        (add, "A new note"),
        (page("change", note), f"Note “{note}”"),
    ]
    assert f'<a href="{add}">A new note</a>' in first.text
    assert filled_in(shown)["sealed_text"] == "He dies."


def test_two_forms_of_one_page_wait_one_behind_the_other(editor_client, editor, note):
    add = page("add", note)
    tabs = [
        filled_in(editor_client.get(add)) | {"label": label}
        for label in ("The opening", "The middle")
    ]
    editor_client.logout()
    for form in tabs:
        editor_client.post(add, form)

    sign_in_to_edit(editor_client, editor)
    told = []
    for _time in range(3):
        shown = filled_in(editor_client.get(add))
        told.append(shown.get("label"))
        editor_client.post(add, shown | {"_discard": "yes"})

    assert told == ["The middle", "The opening", None]


def test_a_form_that_is_sent_twice_is_kept_once_as_it_was_last(editor_client, editor, note):
    form = typed(editor_client, note, sealed_text="He dies.")
    editor_client.logout()
    editor_client.post(page("change", note), form)
    editor_client.post(page("change", note), form | {"sealed_text": "He dies twice."})

    sign_in_to_edit(editor_client, editor)
    shown = filled_in(editor_client.get(page("change", note)))
    editor_client.logout()
    editor_client.post(page("change", note), shown | {"sealed_text": "He dies thrice."})
    sign_in_to_edit(editor_client, editor)
    again = filled_in(editor_client.get(page("change", note)))

    assert [one["sealed_text"] for one in (shown, again)] == ["He dies twice.", "He dies thrice."]
    assert UnsavedForm.objects.count() == 1


def test_what_was_typed_stays_until_it_is_saved_or_discarded(editor_client, editor, note):
    kept(editor_client, note, sealed_text="He dies.")
    sign_in_to_edit(editor_client, editor)
    address = page("change", note)

    refused = editor_client.post(address, filled_in(editor_client.get(address)) | {"label": ""})
    shown = editor_client.get(address)
    answer = editor_client.post(address, filled_in(refused) | {"_discard": "yes"})
    after = editor_client.get(address)

    assert refused.context["adminform"].form.errors.keys() == {"label"}
    assert filled_in(shown)["sealed_text"] == "He dies."
    assert 'name="_discard"' in shown.text
    assert answer["Location"] == address
    assert filled_in(after)["sealed_text"] == "He lives."
    assert 'name="_discard"' not in after.text
    assert texts(Note, Reader(seen=note.required)) == ["He lives."]


def test_nobody_discards_what_another_has_typed(editor_client, editor, note):
    kept(editor_client, note, sealed_text="He dies.")
    form = UnsavedForm.objects.get().form
    other = Client()
    sign_in_to_edit(other, get_user_model().objects.create_superuser("other"))

    for sent in ({"_discard": "yes"}, filled_in(other.get(page("change", note)))):
        other.post(page("change", note), sent | {"unsaved": form})

    assert UnsavedForm.objects.get().editor == editor


def test_so_many_are_kept_and_for_so_long(editor_client, editor, note):
    UnsavedFormFactory.create_batch(unsaved_forms.MOST, editor=editor)
    others = UnsavedFormFactory(), UnsavedFormFactory()
    oldest = UnsavedForm.objects.filter(editor=editor).last()
    long_ago = UnsavedForm.objects.filter(pk=others[1].pk)
    long_ago.update(at=others[1].at - unsaved_forms.KEPT_FOR)

    kept(editor_client, note)

    theirs = UnsavedForm.objects.filter(editor=editor)
    assert (theirs.count(), theirs.filter(pk=oldest.pk).exists()) == (unsaved_forms.MOST, False)
    assert list(UnsavedForm.objects.exclude(editor=editor)) == [others[0]]


def test_what_is_too_old_is_not_shown(editor_client, editor, note):
    kept(editor_client, note, sealed_text="He dies.")
    UnsavedForm.objects.update(at=UnsavedForm.objects.get().at - unsaved_forms.KEPT_FOR)
    sign_in_to_edit(editor_client, editor)

    first, shown = (
        editor_client.get(one) for one in (reverse("admin:index"), page("change", note))
    )

    assert first.context["waiting"] == []
    assert filled_in(shown)["sealed_text"] == "He lives."


def test_no_password_is_kept(editor_client):
    add = reverse("admin:auth_user_add")
    form = filled_in(editor_client.get(add))
    form |= {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}
    editor_client.logout()

    shown = filled_in(
        sign_in(editor_client, to_sign_in(editor_client.post(add, form, follow=True)))
    )

    (row,) = UnsavedForm.objects.for_editor()
    assert PASSWORD.split()[0] not in unseal(row.sealed_typed)
    assert (shown["username"], shown.get("password1")) == ("newcomer", None)


def test_nothing_is_kept_for_an_account_that_edits_no_more(editor_client, editor, note):
    form = typed(editor_client, note)
    get_user_model().objects.filter(pk=editor.pk).update(is_staff=False)

    asked = editor_client.post(page("change", note), form, follow=True)

    assert KEPT not in asked.text
    assert UnsavedForm.objects.count() == 0


def test_nothing_is_kept_of_what_is_sent_to_a_page_without_a_form(editor_client, note):
    form = typed(editor_client, note)
    editor_client.logout()

    for address in (reverse("admin:index"), page("changelist", note), page("delete", note)):
        editor_client.post(address, form)

    assert UnsavedForm.objects.count() == 0


def test_who_has_signed_in_meanwhile_is_told_for_whom_it_is_kept(editor, note):
    client = Client(enforce_csrf_checks=True)
    sign_in_to_edit(client, editor)
    form = typed(client, note, sealed_text="He dies.") | {"csrfmiddlewaretoken": "a" * 64}
    sign_in_to_edit(client, get_user_model().objects.create_superuser("other"))

    told = client.post(page("change", note), form, follow=True)
    sign_in_to_edit(client, editor)
    shown = client.get(page("change", note))

    assert unsaved_forms.FOR_ANOTHER in told.text
    assert filled_in(told)["sealed_text"] == "He lives."
    assert filled_in(shown)["sealed_text"] == "He dies."
    assert texts(Note, Reader(seen=note.required)) == ["He lives."]
