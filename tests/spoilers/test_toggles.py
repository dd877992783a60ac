"""Revealing and hiding single notes, quotes and echoes, as a reader without an account."""

import pytest

from tests.canaries import canaries_in
from tests.factories import (
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    QuoteFactory,
    SourceFactory,
)


def words(response) -> set[str]:
    return canaries_in(response.content)


@pytest.fixture
def film_page(world) -> str:
    return world.second.get_absolute_url()


def test_revealing_a_note_goes_back_to_the_page_and_opens_just_that_note(
    world, stranger, film_page
):
    note = world.later
    before = words(stranger.get(film_page))

    response = stranger.act(f"/notes/{note.public_id}/reveal/", {"next": film_page})

    assert (response.status_code, response.url) == (
        303,
        f"{film_page}?done=opened-{note.public_id}#note-{note.public_id}",
    )
    assert words(stranger.get(film_page)) - before == canaries_in(
        note.sealed_text, note.sealed_timecode
    )


def test_revealing_twice_is_the_same_as_once(world, stranger, film_page):
    address = f"/notes/{world.later.public_id}/reveal/"
    stranger.act(address)
    once = stranger.get(film_page).content

    stranger.act(address)

    assert stranger.get(film_page).content == once


def test_hiding_brings_back_the_page_from_before_byte_for_byte(world, stranger, film_page):
    before = stranger.get(film_page)
    stranger.act(f"/notes/{world.later.public_id}/reveal/", {"next": film_page})

    response = stranger.act(f"/notes/{world.later.public_id}/hide/", {"next": film_page})

    after = stranger.get(film_page)
    assert response.url == f"{film_page}#note-{world.later.public_id}"
    assert after.content == before.content
    assert after.headers == before.headers
    assert "peeks" not in {name for name, cookie in stranger.cookies.items() if cookie.value}


def test_hiding_what_is_not_open_changes_nothing(world, stranger, film_page):
    before = stranger.get(film_page).content

    stranger.act(f"/notes/{world.later.public_id}/hide/")

    assert stranger.get(film_page).content == before


def test_a_note_that_is_open_by_its_films_stays_open_when_hidden(world, completist, film_page):
    before = completist.get(film_page).content

    completist.act(f"/notes/{world.later.public_id}/hide/")

    assert completist.get(film_page).content == before


def test_a_reveal_by_htmx_answers_the_opened_card_the_bar_and_a_notice(world, stranger, film_page):
    response = stranger.act(
        f"/notes/{world.later.public_id}/reveal/", {"next": film_page}, **{"HX-Request": "true"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert words(response) == canaries_in(world.later.sealed_text, world.later.sealed_timecode)
    assert f'id="note-{world.later.public_id}"' in page
    assert 'id="reader-bar"' in page
    assert "Open now: “The ending”, Garden." in page
    assert "<html" not in page
    assert f'name="next" value="{film_page}"' in page
    assert {"Cookie", "HX-Request"} <= set(response["Vary"].split(", "))
    assert response["Cache-Control"] == "private, no-store"


def test_a_note_whose_existence_spoils_cannot_be_revealed(world, stranger):
    response = stranger.act(f"/notes/{world.hidden_note.public_id}/reveal/")

    assert response.status_code == 404
    assert not stranger.cookies


def test_revealing_a_quote_opens_its_source_too_but_no_other_film(world, stranger):
    page = world.interview.get_absolute_url()
    before = words(stranger.get(page))

    stranger.act(f"/quotes/{world.sealed_quote.public_id}/reveal/", {"next": page})

    opened = words(stranger.get(page)) - before
    assert opened == canaries_in(
        world.sealed_quote.sealed_text,
        world.citation.sealed_locator,
        world.source.sealed_title,
        world.source.sealed_url,
        world.source.sealed_archive_url,
    )

    stranger.act(f"/quotes/{world.sealed_quote.public_id}/hide/", {"next": page})
    assert words(stranger.get(page)) == before


def test_an_echo_shows_once_one_end_is_open_and_names_only_what_else_to_see(world, stranger):
    page = f"/echoes/{world.echo.public_id}/"
    assert stranger.get(page).status_code == 404

    stranger.act(f"/notes/{world.later.public_id}/reveal/")

    teaser = stranger.get(page)
    assert teaser.status_code == 200
    assert words(teaser) == canaries_in(world.later.sealed_text)
    assert world.first.title in teaser.content.decode()


def test_revealing_an_echo_opens_both_ends_beats_and_evidence(world, stranger):
    page = f"/echoes/{world.echo.public_id}/"
    stranger.act(f"/notes/{world.later.public_id}/reveal/")
    before = stranger.get(page).content

    stranger.act(f"/echoes/{world.echo.public_id}/reveal/", {"next": page})

    sealed = [world.later, world.earlier, world.echo, *world.beats, world.evidence, world.report]
    sealed += [world.sealed_quote, world.source, world.citation]
    everything = {
        word
        for item in sealed
        for name, text in vars(item).items()
        if name.startswith("sealed_")
        for word in canaries_in(text)
    }
    assert words(stranger.get(page)) == everything

    stranger.act(f"/echoes/{world.echo.public_id}/hide/", {"next": page})
    assert stranger.get(page).content == before


def test_revealing_an_echo_keeps_nothing_of_a_statement_that_stays_locked(world, stranger):
    stranger.act(f"/notes/{world.later.public_id}/reveal/")
    locked = QuoteFactory(interview=world.interview, position=4)
    EvidenceFactory(echo=world.echo, quote=locked)
    source = SourceFactory(film=world.second)
    CitationFactory(quote=locked, source=source)

    stranger.act(f"/echoes/{world.echo.public_id}/reveal/")

    kept = stranger.cookies["peeks"].value
    assert world.source.public_id in kept
    assert (locked.public_id in kept, source.public_id in kept) == (False, False)


def test_hiding_an_echo_whose_ends_were_revealed_one_by_one_closes_the_last(world, stranger):
    page = f"/echoes/{world.echo.public_id}/"
    stranger.act(f"/notes/{world.later.public_id}/reveal/")
    before = stranger.get(page).content
    stranger.act(f"/notes/{world.earlier.public_id}/reveal/")

    stranger.act(f"/echoes/{world.echo.public_id}/hide/")

    assert stranger.get(page).content == before


def test_an_echo_that_a_reader_may_not_know_of_cannot_be_revealed(world, stranger):
    response = stranger.act(f"/echoes/{world.echo.public_id}/reveal/")

    assert response.status_code == 404
    assert not stranger.cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\x", ""]
)
def test_no_form_sends_a_reader_to_another_site(world, stranger, elsewhere):
    response = stranger.act(f"/notes/{world.later.public_id}/reveal/", {"next": elsewhere})

    assert response.url.startswith(world.second.get_absolute_url())


def test_get_on_an_action_is_not_allowed(world, stranger):
    assert stranger.get(f"/notes/{world.later.public_id}/reveal/").status_code == 405


def test_an_echo_is_unknown_while_the_existence_of_its_other_end_spoils(world, stranger):
    echo = EchoFactory(later=world.hidden_note, earlier=world.earlier)
    page = f"/echoes/{echo.public_id}/"

    stranger.has_seen(world.first)
    assert stranger.get(page).status_code == 404
    assert echo.public_id not in stranger.get(world.first.get_absolute_url()).content.decode()

    stranger.has_seen(world.first, world.second)
    assert stranger.get(page).status_code == 200


def test_revealing_an_echo_again_keeps_open_what_it_opened_before(world, stranger):
    page = f"/echoes/{world.echo.public_id}/"
    stranger.has_seen(world.first)
    stranger.act(f"{page}reveal/")
    stranger.act(f"{world.first.get_absolute_url()}unseen/")

    stranger.act(f"{page}reveal/")

    assert canaries_in(world.echo.sealed_text) <= words(stranger.get(page))


@pytest.mark.parametrize("htmx", [False, True])
def test_hiding_an_echo_that_only_its_own_peek_made_known_leads_to_the_list(world, stranger, htmx):
    page = f"/echoes/{world.echo.public_id}/"
    stranger.has_seen(world.first)
    stranger.act(f"{page}reveal/")
    stranger.act(f"{world.first.get_absolute_url()}unseen/")

    response = stranger.act(
        f"{page}hide/", {"next": page}, **({"HX-Request": "true"} if htmx else {})
    )

    assert response["HX-Redirect" if htmx else "Location"] == "/echoes/"
    assert stranger.get(page).status_code == 404
