"""Accounts: what comes into them from a browser, what stays in it, and how they are deleted."""

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
from .factories import PASSWORD, SeenFactory, UserFactory


@pytest.fixture
def fan(db):
    return UserFactory(username="fan")


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

    assert answer.context["form"].non_field_errors() == ["The name or the password is not right."]
    assert seen_by(fan) == set()
    assert jar(fan_of_first)[cookies.SEEN] == before


def test_signing_out_asks_first_and_then_locks_this_browser(fan_of_first, world, fan):
    fan_of_first.has_revealed(world.crossing.public_id)
    sign_in(fan_of_first, fan)

    fan_of_first.get(reverse("account_logout"))
    asked = opened(fan_of_first, world)
    answer = fan_of_first.post(reverse("account_logout"))

    assert asked == [world.earlier, world.crossing]
    assert (answer.status_code, answer.url) == (302, "/?done=signedout")
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


def test_editors_sign_in_by_the_page_for_everybody(stranger, db):
    answer = stranger.get("/admin/", follow=True)

    assert answer.redirect_chain[-1] == ("/accounts/login/?next=%2Fadmin%2F", 302)


@pytest.mark.parametrize("address", ["/admin/", "/admin/films/film/", "/admin/nowhere/"])
def test_who_is_no_editor_is_told_so_and_how_to_go_on(client, fan, address):
    client.force_login(fan)

    page = client.get(address, follow=True)

    actions = page.text.partition('<p class="actions">')[2].partition("</p>")[0]
    assert page.status_code == 403
    assert "You are signed in as fan, and this account is not an editor’s." in page.text
    assert re.findall('href="([^"]+)"', actions) == ["/", "/accounts/logout/?next=/admin/"]


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


def test_who_signs_in_is_told_what_went_into_the_account(fan_of_first, world, fan):
    answer = fan_of_first.post(
        reverse("account_login"), {"login": "fan", "password": PASSWORD}, follow=True
    )

    assert (
        "You are signed in. The 1 film that was marked in this browser is now in your account."
    ) in answer.text


def test_who_joins_is_told_what_went_into_the_account(completist, world):
    data = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}

    answer = completist.post(reverse("account_signup"), data, follow=True)

    assert (
        "Your account is made. The 2 films that were marked in this browser are now in your account."
    ) in answer.text


def test_who_signs_out_is_told_that_nothing_is_left(client, fan):
    client.force_login(fan)

    answer = client.post(reverse("account_logout"), follow=True)

    assert "You are signed out. Nothing is marked in this browser any more." in answer.text


@pytest.mark.parametrize("done", ["signedin-0", "joined-0", "signedin-7", "signedin-x"])
def test_no_link_tells_a_stranger_that_they_are_signed_in(world, stranger, done):
    assert stranger.get(f"/?done={done}").content == stranger.get("/").content


def test_no_link_tells_a_fan_that_they_are_signed_out(client, world, fan):
    client.force_login(fan)

    page = client.get("/?done=signedout")

    assert "signed out" not in page.text


def test_a_fan_takes_along_all_that_is_kept_of_them(client, world, fan):
    marked = SeenFactory(user=fan, film=world.first)
    client.force_login(fan)

    answer = client.get("/account/export/")

    assert answer.json() == {
        "name": "fan",
        "since": fan.date_joined.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "addresses": [],
        "second factor, since": None,
        "films seen": [
            {
                "title": world.first.title,
                "page": world.first.get_absolute_url(),
                "marked": marked.since.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            }
        ],
    }


#: A form of this site's own pages.
OURS = {"Sec-Fetch-Site": "same-origin"}


def test_an_account_is_deleted_with_all_that_was_kept(client, world, fan):
    SeenFactory(user=fan, film=world.first)
    client.force_login(fan)

    answer = client.post("/account/delete/", {"password": PASSWORD}, follow=True, headers=OURS)

    assert "Your account is deleted, with all that was kept of you." in answer.text
    assert (get_user_model().objects.count(), Seen.objects.count()) == (0, 0)
    assert jar(client).keys() & {"seen", "revealed", "sessionid"} == set()


@pytest.mark.parametrize("password", ["", "guess"])
def test_without_the_password_nothing_is_deleted(client, fan, password):
    client.force_login(fan)

    answer = client.post("/account/delete/", {"password": password}, headers=OURS)
    page = client.get(answer.url)

    assert (answer.status_code, answer.url) == (302, "/account/delete/?refused=password")
    assert "Nothing was deleted." in page.text
    assert get_user_model().objects.get() == fan


def test_no_other_site_deletes_an_account(client, fan):
    client.force_login(fan)

    answer = client.post("/account/delete/", {"password": PASSWORD}, headers={"Origin": "null"})

    assert answer.status_code == 403
    assert get_user_model().objects.get() == fan


def test_an_editor_does_not_delete_themselves(editor_client, editor):
    answer = editor_client.act("/account/delete/", {"password": "ink and tea"})

    assert answer.status_code == 403
    assert get_user_model().objects.get() == editor


def test_every_mail_speaks_in_the_words_of_this_site(stranger, db):
    form = {"email": "fan@example.org", "password1": PASSWORD, "password2": PASSWORD}
    stranger.post(reverse("account_signup"), form | {"username": "fan"})
    stranger.post(reverse("account_reset_password"), {"email": "fan@example.org"})

    assert [one.subject for one in mail.outbox] == [
        "Callback: Is this your address?",
        "Callback: A new password",
    ]
    assert [
        re.findall("Hello from|Thank you for using|testserver!", m.body) for m in mail.outbox
    ] == [[], []]


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/"])
@pytest.mark.parametrize("onward", ["http://[", "http://[::1/", "//["])
def test_where_to_go_on_to_may_be_no_address_at_all(stranger, fan, page, onward):
    joins = {"username": "newcomer", "password1": PASSWORD, "password2": PASSWORD}
    form = joins | {"login": fan.username, "password": PASSWORD, "next": onward}

    asked = stranger.get(page, {"next": onward})
    answer = stranger.post(page, form)

    assert (asked.status_code, answer.url.partition("?")[0]) == (200, "/")
