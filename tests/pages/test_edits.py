"""Beside what stands on the site's pages, who edits finds the way to its form."""

import pytest
from django.contrib.auth.models import Permission

from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.gate.editing import page as form_of
from tests.signing_in import sign_in_to_edit

from .reading import read

#: By the page of the house, what somebody with all rights may edit there.
PAGES = {
    "/films/the-garden/": ["film/the-garden", "note", "quote"],
    "/universes/the-house/": ["universe/the-house"],
    "/people/ida-holm/": ["person/ida-holm", "quote"],
    "/characters/the-gardener/": ["character/the-gardener"],
    "/interviews/ida-holm-2025/": ["interview/ida-holm-2025", "quote"],
    "/films/": [],
    "/": [],
}


def staff_with(*rights: str) -> ReaderClient:
    client, staff = ReaderClient(), UserFactory(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))
    sign_in_to_edit(client, staff)
    return client


def ways(answer) -> list[str]:
    """“film/the-garden” for a page; of items, their kind alone, each once."""
    found = [
        link.attributes["href"].removeprefix("/admin/edit/").rstrip("/")
        for link in read(answer).all("a")
        if link.classes == ["edit"]
    ]
    items = [one.partition("/")[0] for one in found if one.startswith(("note/", "quote/"))]
    return [*(one for one in found if one.partition("/")[0] not in items), *dict.fromkeys(items)]


@pytest.mark.parametrize("path", PAGES)
def test_who_may_edit_what_stands_there_is_led_to_it(world, editor_client, path):
    assert ways(editor_client.get(path)) == PAGES[path]


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_is(world, completist, path):
    unproved = ReaderClient()
    unproved.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert [ways(client.get(path)) for client in (completist, unproved, staff_with())] == [[]] * 3


def test_each_kind_takes_its_own_right_and_for_what_is_published_that_to_publish(world):
    rights = ["change_note", "publish_note", "change_quote", "change_person", "publish_echo"]
    client = staff_with(*rights)

    found = {path: ways(client.get(path)) for path in PAGES}

    assert {path: listed for path, listed in found.items() if listed} == {
        "/films/the-garden/": ["note"],
        "/people/ida-holm/": ["person/ida-holm"],
    }


def test_a_note_and_an_echo_have_it_on_their_own_pages(world, editor_client):
    for film in world.films:
        editor_client.act(f"/films/{film.slug}/seen/")
    pages = {item: item.get_absolute_url() for item in (world.later, world.echo)}

    found = {item: ways(editor_client.get(url))[0] for item, url in pages.items()}

    assert found == {
        world.later: "note",
        world.echo: f"echo/{world.echo.public_id}",
    }


def test_what_was_revealed_in_place_keeps_it(world, editor_client):
    answer = editor_client.act(
        f"/notes/{world.later.public_id}/reveal/",
        page="/films/the-garden/",
        **{"HX-Request": "true"},
    )

    assert ways(answer) == ["note"]


@pytest.mark.parametrize("item", ["first", "director", "hero", "interview", "later", "echo"])
def test_it_leads_to_the_form(world, editor_client, item):
    row = getattr(world, item)
    kind = {"first": "film", "director": "person", "hero": "character", "later": "note"}.get(
        item, item
    )
    key = row.public_id if hasattr(row, "public_id") else row.slug

    answer = editor_client.get(f"/admin/edit/{kind}/{key}/")

    assert (answer.status_code, answer["Location"]) == (302, form_of("change", row))


def test_what_is_not_there_and_what_nobody_may_look_at_differ_for_no_one(world):
    there, nowhere = f"/admin/edit/note/{world.hidden_note.public_id}/", "/admin/edit/note/nowhere/"

    refused = [staff_with("change_quote").get(path) for path in (there, nowhere)]
    asked = [staff_with("view_note").get(path).status_code for path in (there, nowhere)]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert asked == [302, 404]


def test_a_page_that_is_not_there_leads_to_no_form(world, editor_client):
    hidden = editor_client.get(f"/notes/{world.hidden_note.public_id}/")

    assert hidden.status_code == 404
    assert ways(hidden) == []


def test_other_kinds_have_no_such_address(editor_client):
    assert editor_client.get("/admin/edit/user/editor/").status_code == 404


def test_in_a_preview_there_are_no_such_ways(world, editor_client):
    assert ways(editor_client.get("/admin/preview/everything/films/the-garden/")) == []
