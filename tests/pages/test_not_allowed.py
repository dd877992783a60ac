"""An address that is asked for in a way that it does not take says so in words of this site."""

import re

import pytest

from readers.middleware import PRIVATE
from tests.conftest import ReaderClient
from tests.routes import actions, pages

ONLY_BUTTONS = "This address only does something when its button is pressed. Nothing was changed."
ONLY_READ = "Nothing can be sent to this address. Nothing was changed."


def said(response) -> tuple[int, str, str, list[str]]:
    """Status, the ways that it takes, who may keep it, and the words under its heading."""
    lead = re.findall('<p class="lead">(.*?)</p>', response.text)
    return response.status_code, response["Allow"], response["Cache-Control"], lead


def only_posts(world) -> list[str]:
    listed = actions(world)
    return [listed[name][0] for name in sorted(listed.keys() - pages(world).keys())]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_what_only_a_button_does_says_so_to_whoever_opens_its_address(world, stranger, method):
    answers = [said(getattr(stranger, method)(address)) for address in only_posts(world)]

    assert answers == [(405, "POST", PRIVATE, [ONLY_BUTTONS])] * 6


def test_it_says_the_same_of_what_is_there_and_of_what_is_not(world, stranger):
    addresses = [
        f"/notes/{world.earlier.public_id}/hide/",
        f"/notes/{world.hidden_note.public_id}/hide/",
        f"/notes/{'2' * len(world.earlier.public_id)}/hide/",
        f"/films/{world.first.slug}/unseen/",
        "/films/nowhere/unseen/",
        "/seen/clear/",
    ]

    answers = {stranger.get(address).content for address in addresses}

    assert len(answers) == 1


def test_it_leads_back_to_the_front_page_and_shows_who_is_reading(fan_of_first, world):
    page = fan_of_first.get("/seen/clear/").text

    assert re.findall(r'<p class="actions"><a class="button" href="([^"]+)"', page) == ["/"]
    assert "1 film seen" in page


def test_a_page_to_which_nothing_can_be_sent_says_that(world):
    client = ReaderClient()

    answers = [said(client.post(address)) for address in ("/films/", "/promise/", "/healthz")]

    assert answers == [
        (405, "GET, HEAD", PRIVATE, [ONLY_READ]),
        (405, "GET, HEAD", PRIVATE, [ONLY_READ]),
        (405, "GET, HEAD", PRIVATE, [ONLY_READ]),
    ]


def test_a_head_of_it_has_its_headers_and_no_body(world, stranger):
    answer = stranger.head("/seen/clear/")

    assert (answer.status_code, answer["Allow"], answer.content) == (405, "POST", b"")
