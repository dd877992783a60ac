"""Who edits has given a second factor: without, no page of the editors says anything."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.canaries import canaries_in
from tests.factories import TimedNoteFactory, UserFactory
from tests.gate.editing import filled_in, page
from tests.promise.asking.borrowed import borrowed
from tests.signing_in import (
    code,
    give_factor,
    recovery_codes,
    sign_in_just_now,
    sign_in_to_edit,
)

from .signed_out import PASSWORD

SET_UP, GIVE = "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/"
LOGIN, LOGOUT = reverse("admin:login"), reverse("admin:logout")
#: What is nobody's page: Django's detour, which answers nobody, and the two that change who asks.
OTHERS = ("/admin/r/", LOGIN, LOGOUT)


def every_page() -> list[str]:
    """Of all models, and what is not there."""
    pages = [one for one in borrowed() if one.startswith("/admin/") and not one.startswith(OTHERS)]
    return [*pages, "/admin/nowhere/", "/admin/jsi18n/"]


@pytest.mark.slow  # as it asks for all of them
@pytest.mark.parametrize("has_one", [False, True], ids=["has none", "did not give it"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_it_every_page_of_the_editors_leads_to_it(editor, method, has_one):
    if has_one:
        give_factor(editor)
    TimedNoteFactory()
    client = Client()
    sign_in_just_now(client, editor)
    pages = every_page()

    answers = [getattr(client, method)(one) for one in pages]
    led = client.get(answers[0].url)

    assert len(pages) > 90
    assert {answer.status_code for answer in answers} == {302}
    assert [answer.url for answer in answers] == [f"{LOGIN}?next={one}" for one in pages]
    assert {answer.content for answer in answers} == {b""}
    assert led.url == f"{GIVE if has_one else SET_UP}?next={pages[0]}"


def test_a_new_editor_sets_it_up_and_goes_on_to_where_they_wanted_to_go(stranger, editor):
    wanted = reverse("admin:spoilers_note_changelist")

    asked = stranger.get(wanted, follow=True)
    form = {"login": "editor", "password": PASSWORD, "next": wanted}
    setting_up = stranger.post(asked.request["PATH_INFO"], form, follow=True)
    key = setting_up.context["form"].secret
    sealed = setting_up.context["form"].initial["key"]
    kept = stranger.post(
        SET_UP, {"key": sealed, "code": code(secret=key), "next": wanted}, follow=True
    )
    there = stranger.post(kept.request["PATH_INFO"], {"next": wanted}, follow=True)

    assert setting_up.redirect_chain[-1] == (f"{SET_UP}?next={wanted}", 302)
    assert kept.context["codes"] == recovery_codes(editor)
    assert f'name="next" value="{wanted}"' in kept.text
    assert (there.redirect_chain, there.status_code) == ([(wanted, 302)], 200)


def test_a_session_from_before_gives_the_code_and_goes_on(editor):
    client = Client()
    sign_in_just_now(client, editor)
    give_factor(editor)

    asked = client.get("/admin/", follow=True)
    there = client.post(GIVE, {"code": code(), "next": "/admin/"}, follow=True)

    assert asked.redirect_chain[-1] == (f"{GIVE}?next=/admin/", 302)
    assert (there.redirect_chain, there.status_code) == ([("/admin/", 302)], 200)


def test_another_factor_shuts_out_the_sessions_of_the_one_before(editor, editor_client):
    before = editor_client.get("/admin/").status_code
    Authenticator.objects.all().delete()
    without = editor_client.get("/admin/").status_code
    give_factor(editor)

    after = editor_client.get("/admin/").status_code

    assert (before, without, after) == (200, 302, 302)


def test_new_recovery_codes_shut_nobody_out(editor, editor_client):
    editor_client.post("/accounts/2fa/recovery-codes/generate/")

    assert editor_client.get("/admin/").status_code == 200


def test_the_factor_of_one_account_opens_nothing_to_the_next_in_the_same_browser(editor_client):
    other = UserFactory(is_staff=True, is_superuser=True)
    give_factor(other)

    editor_client.force_login(other)

    assert editor_client.get("/admin/").status_code == 302


@pytest.mark.parametrize("has_one", [False, True])
def test_nobody_signs_in_by_djangos_own_form(editor, has_one):
    """It knows no second step, and counts no attempts."""
    if has_one:
        give_factor(editor)
    client = Client()
    client.force_login(UserFactory(is_staff=True))

    answer = client.post(LOGIN, {"username": "editor", "password": PASSWORD, "next": "/admin/"})

    assert answer.url == f"{SET_UP}?next=/admin/"
    assert client.session["_auth_user_id"] != str(editor.pk)


def test_who_has_given_it_is_led_on_from_the_sign_in(editor_client):
    led = [editor_client.get(f"{LOGIN}{query}").url for query in ("?next=/admin/films/film/", "")]

    assert led == ["/admin/films/film/", "/admin/"]


def test_no_sign_in_leads_to_another_site(editor, editor_client):
    client = Client()
    client.force_login(editor)
    elsewhere = f"{LOGIN}?next=//elsewhere.example/"

    assert editor_client.get(elsewhere).url == "/admin/"
    assert client.get(elsewhere).url == f"{GIVE}?next=/admin/"


def test_what_was_typed_is_there_after_the_factor_was_given(editor, editor_client):
    note = TimedNoteFactory()
    typed = filled_in(editor_client.get(page("change", note))) | {"sealed_text": "He dies."}
    Authenticator.objects.all().delete()
    give_factor(editor)

    asked = editor_client.post(page("change", note), typed, follow=True)
    form = {"code": code(), "next": page("change", note)}
    shown = editor_client.post(GIVE, form, follow=True)

    assert asked.redirect_chain[-1][0] == f"{GIVE}?next={page('change', note)}"
    assert canaries_in(asked.content) == set()
    assert filled_in(shown)["sealed_text"] == "He dies."


def test_the_editors_pages_show_no_second_factor(editor_client):
    assert editor_client.get("/admin/mfa/authenticator/").status_code == 404


def test_who_works_here_without_rights_still_needs_it(db):
    staff, client = UserFactory(is_staff=True), Client()
    client.force_login(staff)
    before = client.get("/admin/").status_code

    sign_in_to_edit(client, staff)

    assert (before, client.get("/admin/").status_code) == (302, 200)
