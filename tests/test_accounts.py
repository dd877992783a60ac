"""Accounts: their pages, and what signing in and out does to what a browser has seen."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse

from films.models import Film
from readers import cookies
from readers.models import Seen
from spoilers.models import Note

from .conftest import ReaderClient
from .factories import SeenFactory, UserFactory

PASSWORD = "a long walk home"
FOR_STRANGERS = ["account_login", "account_signup", "account_reset_password"]
FOR_ALL = ["account_inactive", "account_reset_password_done"]
FOR_MEMBERS = ["account_email", "account_change_password", "account_reauthenticate"]


@pytest.fixture
def fan(db):
    return UserFactory(username="fan")


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_STRANGERS + FOR_ALL)
def test_account_pages_are_pages_of_this_site(stranger, name):
    page = stranger.get(reverse(name))

    assert (page.status_code, page.text.count("<h1>"), page.text.count("<main")) == (200, 1, 1)
    assert re.findall("style=|<style|<script(?! src=)", page.text) == []


@pytest.mark.parametrize("name", [*FOR_MEMBERS, "account_logout"])
def test_a_members_pages_are_kept_by_no_cache(client, fan, name):
    client.force_login(fan)

    page = client.get(reverse(name))

    assert (page.status_code, page.text.count("<h1>"), page.text.count("<main")) == (200, 1, 1)
    assert re.findall("style=|<style|<script(?! src=)", page.text) == []
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("name", FOR_STRANGERS)
def test_a_page_with_a_token_is_kept_by_no_cache(stranger, name):
    first = stranger.get(reverse(name))
    again = stranger.get(reverse(name))

    assert first["Cache-Control"] == "private, no-store"
    assert "no-store" in again["Cache-Control"]


def test_signing_in_takes_along_what_the_browser_has_seen(fan_of_first, world, fan):
    SeenFactory(user=fan, film=world.second)

    answer = sign_in(fan_of_first, fan)

    assert seen_by(fan) == {world.first.pk, world.second.pk}
    assert answer.cookies[cookies.SEEN].value == ""
    assert opened(fan_of_first, world) == [world.earlier, world.later, world.crossing]


def test_signing_in_twice_marks_nothing_twice(fan_of_first, world, fan):
    SeenFactory(user=fan, film=world.first)

    sign_in(fan_of_first, fan)

    assert Seen.objects.count() == 1


def test_a_new_account_begins_with_what_the_browser_has_seen(fan_of_first, world):
    fan_of_first.post(
        reverse("account_signup"),
        {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD},
    )

    newcomer = get_user_model().objects.get(username="newcomer")
    assert seen_by(newcomer) == {world.first.pk}
    assert cookies.SEEN not in jar(fan_of_first)


def test_a_film_that_is_gone_is_not_taken_along(stranger, world, fan):
    stranger.has_seen(world.first, Film(pk=world.second.pk + 1000))

    sign_in(stranger, fan)

    assert seen_by(fan) == {world.first.pk}


def test_another_browser_finds_what_the_account_has_seen(stranger, world, fan):
    SeenFactory(user=fan, film=world.first)
    before = opened(stranger, world)

    sign_in(stranger, fan)

    assert (before, opened(stranger, world)) == ([], [world.earlier])


def test_a_wrong_password_changes_nothing(fan_of_first, world, fan):
    before = jar(fan_of_first)[cookies.SEEN]

    answer = fan_of_first.post(reverse("account_login"), {"login": "fan", "password": "guess"})

    assert answer.context["form"].non_field_errors() == [
        "The username and/or password you specified are not correct."
    ]
    assert seen_by(fan) == set()
    assert jar(fan_of_first)[cookies.SEEN] == before


def test_signing_out_asks_first_and_then_locks_this_browser(fan_of_first, world, fan):
    fan_of_first.has_revealed(world.crossing.public_id)
    sign_in(fan_of_first, fan)

    fan_of_first.get(reverse("account_logout"))
    asked = opened(fan_of_first, world)
    answer = fan_of_first.post(reverse("account_logout"))

    assert asked == [world.earlier, world.crossing]
    assert (answer.status_code, answer.url) == (302, "/")
    assert jar(fan_of_first).keys() & {"seen", "revealed", "sessionid", "messages"} == set()
    assert opened(fan_of_first, world) == []
    assert seen_by(fan) == {world.first.pk}


def test_a_forgotten_password_is_reset_by_mail(stranger, db):
    user = UserFactory(username="fan", email="fan@example.org")

    asked = stranger.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form = stranger.get(path, follow=True)
    done = stranger.post(
        form.wsgi_request.path,
        {"password1": "another long walk", "password2": "another long walk"},
        follow=True,
    )

    user.refresh_from_db()
    assert [page.text.count("<h1>") for page in (asked, form, done)] == [1, 1, 1]
    assert user.check_password("another long walk")


def test_a_reset_link_that_was_used_says_so(stranger, db):
    page = stranger.get(reverse("account_reset_password_from_key", args=["1", "no-such-key"]))

    assert (page.status_code, page.text.count("<h1>")) == (200, 1)


def test_a_changed_password_is_confirmed_on_the_next_page(client, fan):
    client.force_login(fan)

    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another walk", "password2": "another walk"},
        follow=True,
    )

    assert '<p class="alert" role="status">Password successfully changed.</p>' in page.text


def test_editors_sign_in_by_the_page_for_everybody(stranger, db):
    answer = stranger.get("/admin/", follow=True)

    assert answer.redirect_chain[-1] == ("/accounts/login/?next=%2Fadmin%2F", 302)


def test_a_fan_is_no_editor(client, fan):
    client.force_login(fan)

    assert client.get("/admin/login/?next=/admin/").status_code == 403


def sign_in(client: ReaderClient, user):
    return client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})


def seen_by(user) -> set[int]:
    return set(user.seen_films.values_list("film_id", flat=True))


def opened(client: ReaderClient, world) -> list[Note]:
    """Of three notes, those whose text this client is shown."""
    notes = [world.earlier, world.later, world.crossing]
    return [
        note
        for note in notes
        if note.__dict__["sealed_text"] in client.get(f"/notes/{note.public_id}/").text
    ]


def jar(client: ReaderClient) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}


def test_a_form_without_its_token_is_refused_on_a_page_of_this_site(db):
    strict = ReaderClient(enforce_csrf_checks=True)

    page = strict.post(reverse("account_login"), {"login": "fan", "password": PASSWORD})

    assert page.status_code == 403
    assert "<h1>This form has expired</h1>" in page.text
    assert page["Cache-Control"] == "private, no-store"


def test_too_many_attempts_are_refused_on_a_page_of_this_site(stranger, fan):
    form = {"email": "fan@example.org"}

    pages = [stranger.post(reverse("account_reset_password"), form) for _ in range(30)]

    refused = [page for page in pages if page.status_code == 429]
    assert "<h1>Too many attempts</h1>" in refused[0].text
    assert {page.status_code for page in pages} == {302, 429}
    assert refused[0]["Cache-Control"] == "private, no-store"
