"""What every editors' page has in common, and who may see which."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from films.models import Film
from gate.models import Requirement
from interviews.models import Quote
from readers.models import AuditLine
from spoilers.models import Note
from tests.canaries import canaries_in
from tests.factories import (
    CharacterFactFactory,
    EchoFactory,
    FilmFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    UserFactory,
)
from tests.signing_in import sign_in_to_edit

from .editing import FACTORIES, delete, every_model, page, say_yes

pytestmark = pytest.mark.slow

OURS = ("films", "gate", "interviews", "people", "readers", "spoilers")
OWN_PAGES = {factory._meta.model for factory in FACTORIES}
IN_ANOTHER_FORM = {
    "interviews.citation",
    "interviews.interviewfilm",
    "spoilers.beat",
    "spoilers.evidence",
}
#: Made from the films that are chosen in the form of an item.
IN_THE_FIELD_SPOILS = {"gate.requirement", "gate.requiredfilm"}
READERS_OWN = {"readers.seen"}


def test_every_model_has_pages_of_its_own_or_a_place_in_another_form():
    models = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    registered = {model for model in models if admin.site.is_registered(model)}
    inline = {
        inline.model for model in registered for inline in admin.site.get_model_admin(model).inlines
    }

    assert registered == OWN_PAGES | {AuditLine}  # which is read there, and edited nowhere
    assert {model._meta.label_lower for model in inline - {Quote}} == IN_ANOTHER_FORM
    others = {model._meta.label_lower for model in models - registered}
    assert others == IN_ANOTHER_FORM | IN_THE_FIELD_SPOILS | READERS_OWN


@every_model
def test_every_page_answers_and_only_the_form_shows_sealed_text(editor_client, factory):
    row = factory()

    for name in ("changelist", "add", "history", "delete"):
        response = editor_client.get(page(name, row))
        assert (response.status_code, canaries_in(response.content)) == (200, set())
        assert response["Cache-Control"] == "private, no-store"
    form = editor_client.get(page("change", row))

    assert form.status_code == 200
    assert canaries_in(form.content) == canaries_in(*vars(row).values())


@every_model
def test_staff_without_a_right_cannot_tell_which_rows_there_are(db, client, factory):
    row = factory()
    sign_in_to_edit(client, UserFactory(is_staff=True))
    there = {name: client.get(page(name, row)) for name in ("change", "history", "delete")}

    row.delete()

    gone = {name: client.get(page(name, row)) for name in there}
    for name in there:
        assert (there[name].status_code, gone[name].status_code) == (403, 403)
        assert there[name].content == gone[name].content


@pytest.mark.parametrize("factory", [NoteFactory, FilmFactory, PersonFactory, EchoFactory])
def test_a_form_links_to_the_page_itself(editor_client, factory):
    row = factory()

    assert editor_client.get(page("change", row)).context["absolute_url"] == row.get_absolute_url()


def test_a_form_of_what_has_no_page_links_to_none(editor_client):
    response = editor_client.get(page("change", CharacterFactFactory()))

    assert response.context.get("absolute_url") is None
    assert response.context["has_absolute_url"] is False


def test_staff_who_may_only_look_see_no_sealed_text(db):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    sign_in_to_edit(client, user)
    quote = QuoteFactory()
    rows = [NoteFactory(), EchoFactory(), PlacementFactory(), quote, quote.interview]

    answers = [client.get(page("change", row)) for row in rows]

    assert [answer.status_code for answer in answers] == [200] * len(rows)
    assert [canaries_in(answer.content) for answer in answers] == [set()] * len(rows)
    assert "field-label" in answers[0].text


def test_staff_who_may_only_look_see_what_an_item_spoils(db):
    staff = UserFactory(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    sign_in_to_edit(client, staff)
    quote = QuoteFactory(spoils=[FilmFactory(title="The House"), FilmFactory(title="The Garden")])

    shown = client.get(page("change", quote)).text

    assert '<div class="readonly">The House, The Garden</div>' in shown


def test_staff_who_may_only_add_write_the_sealed_text_of_what_they_add(db):
    staff = UserFactory(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="add_note"))
    client = Client()
    sign_in_to_edit(client, staff)

    form = client.get(reverse("admin:spoilers_note_add")).context["adminform"].form

    assert {"sealed_text", "sealed_timecode"} <= form.fields.keys()


def test_what_others_point_at_is_not_deleted_but_named(editor_client):
    film = FilmFactory()
    note = NoteFactory(label="The ending", film=film)
    quote = QuoteFactory(spoils=[FilmFactory(), film])

    response = editor_client.get(page("delete", film))
    say_yes(editor_client, response)

    assert response.context["protected"] == [
        f'Quote: <a href="{page("change", quote)}">{quote}</a>',
        f'Note: <a href="{page("change", note)}">{note}</a>',
    ]
    assert [Note.objects.get(), Quote.objects.get()] == [note, quote]
    assert canaries_in(response.content) == set()


def test_a_film_that_nothing_needs_is_deleted_with_the_requirements_that_named_it(editor_client):
    film = FilmFactory()
    quote = QuoteFactory(spoils=[film])
    quote.delete()

    response = delete(editor_client, film)

    assert response.status_code == 302
    assert [Film.objects.filter(pk=film.pk).exists(), Requirement.objects.exists()] == [False] * 2


def test_deleting_many_shows_their_names_and_no_sealed_text(editor_client):
    notes = NoteFactory.create_batch(2, is_published=False)
    chosen = {"action": "delete_selected", "_selected_action": [note.pk for note in notes]}
    path = reverse("admin:spoilers_note_changelist")

    asked = editor_client.post(path, chosen)
    say_yes(editor_client, asked)
    deleted = editor_client.get(path)

    assert canaries_in(asked.content, deleted.content) == set()
    assert Note.objects.count() == 0
