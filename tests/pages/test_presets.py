"""Presets of the picker, as they work without scripts: they tick boxes, and save nothing."""

import pytest

from films.models import Film

from .reading import read
from .test_picker import form, keys, ticks
from .visiting import answer, go

NOT_SAVED = "Not saved yet. Look through the ticks, then save below."


def status(response) -> str:
    """What the page says of its ticks; empty where it says nothing."""
    return read(response).by_id("unsaved").heard()


def preset(client, value: str, ticked: list[str]):
    """Presses one of the buttons in a form with these ticks."""
    sent = form(client) | {"films": ticked, "preset": value}
    return client.get("/seen/", sent)


@pytest.mark.parametrize(
    ("value", "ticked", "titles"),
    [
        ("all:houses", [], ["The House", "The Bell", "The House: The Garden"]),
        ("all:harbour", ["bell"], ["The Bell", "Low Tide"]),
        ("none:houses", ["house", "bell", "tide"], ["Low Tide"]),
        ("none:harbour", ["house", "tide"], ["The House"]),
        ("upto:the-bell", [], ["The House", "The Bell"]),
        # It unticks nothing, in its own universe or another.
        ("upto:the-bell", ["garden", "tide"], [
            "The House", "The Bell", "The House: The Garden", "Low Tide"]),
        ("upto:low-tide", ["house"], ["The House", "Low Tide"]),
        # A series of which parts are to come is ticked by hand alone.
        ("upto:the-attic", [], ["The House", "The Bell", "The House: The Garden"]),
        ("upto:the-attic", ["attic"], [
            "The House", "The Bell", "The House: The Garden", "The Attic"]),
    ],
)  # fmt: skip
def test_a_preset_shows_its_ticks_and_says_that_they_are_not_saved(
    cinema, fan_of, value, ticked, titles
):
    client = fan_of(cinema.attic)
    before = answer(client, "/seen/")

    response = preset(client, value, keys(cinema, *ticked))

    assert (response.status_code, ticks(response), status(response)) == (200, titles, NOT_SAVED)
    assert answer(client, "/seen/") == before
    assert response.cookies.output() == ""


def test_ticks_that_were_not_saved_yet_are_kept_by_a_preset_and_then_saved(cinema, fan_of):
    client = fan_of(cinema.attic)
    address = preset(client, "upto:the-bell", keys(cinema, "tide")).wsgi_request.get_full_path()

    sent = form(client, address)
    place = go(client, "/seen/", address, sent)

    assert place == (303, "/?done=saved")
    assert ticks(client.get("/seen/")) == ["The House", "The Bell", "Low Tide"]


def test_two_presets_one_after_the_other_add_up(cinema, stranger):
    address = preset(stranger, "upto:the-house", []).wsgi_request.get_full_path()
    sent = form(stranger, address) | {"preset": "all:harbour"}

    assert ticks(stranger.get("/seen/", sent)) == ["The House", "Low Tide"]


def test_what_another_tab_marks_meanwhile_outlives_a_preset(cinema, stranger):
    address = preset(stranger, "upto:the-house", []).wsgi_request.get_full_path()
    sent = form(stranger, address)
    stranger.act("/films/the-garden/seen/")

    stranger.act("/seen/", sent)

    assert ticks(stranger.get("/seen/")) == ["The House", "The House: The Garden"]


@pytest.mark.parametrize("value", ["", "x", "all", "all:nowhere", "upto:nowhere", "upto:\1"])
def test_a_preset_that_is_not_offered_ticks_nothing(cinema, fan_of, value):
    response = preset(fan_of(cinema.bell), value, keys(cinema, "bell"))

    assert (response.status_code, ticks(response), status(response)) == (200, ["The Bell"], "")


def test_a_link_with_a_preset_begins_with_what_is_seen(cinema, fan_of):
    """Without the form's own marker it is no form: an address that somebody wrote by hand."""
    response = fan_of(cinema.tide).get("/seen/?preset=upto:the-house")

    assert (ticks(response), status(response)) == (["The House", "Low Tide"], NOT_SAVED)


def test_a_preset_that_changes_nothing_says_nothing(cinema, fan_of):
    response = preset(fan_of(cinema.house), "upto:the-house", keys(cinema, "house"))

    assert (ticks(response), status(response)) == (["The House"], "")


def test_a_finished_series_is_ticked_by_presets_and_marked_so_for_scripts(cinema, stranger):
    Film.objects.filter(pk=cinema.attic.pk).update(last_released=cinema.attic.released)

    response = preset(stranger, "all:houses", [])
    boxes = {
        one.attributes["value"]: "data-finished" in one.attributes
        for one in read(response).main.all("input")
        if one.attributes["type"] == "checkbox"
    }

    assert ticks(response)[-1] == "The Attic"
    assert boxes == dict.fromkeys(keys(cinema, "house", "bell", "garden", "attic", "tide"), True)


def test_up_to_takes_the_order_of_the_page_equal_dates_included(cinema, stranger):
    Film.objects.filter(pk__in=[cinema.house.pk, cinema.garden.pk]).update(
        released=cinema.bell.released
    )

    # By title: The Bell, The House, The House: The Garden.
    found = [ticks(preset(stranger, f"upto:{slug}", [])) for slug in ("the-bell", "the-house")]

    assert found == [["The Bell"], ["The Bell", "The House"]]


def test_a_page_of_ticks_is_kept_by_no_cache(cinema, fan_of):
    assert preset(fan_of(cinema.house), "all:houses", [])["Cache-Control"] == "private, no-store"
