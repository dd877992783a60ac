"""One page under two addresses, and what editors are told when two sources share one."""

import pytest
from django.urls import reverse

from gate.models import Stamp
from interviews.addresses import same_pages
from interviews.models import Source
from tests.factories import FilmFactory, SourceFactory
from tests.gate.editing import errors, submit

PAGE = "https://example.org/the-hero-dies"


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://example.org/the-hero-dies", True),
        ("http://example.org/the-hero-dies", True),
        ("https://www.example.org/the-hero-dies/", True),
        ("HTTPS://EXAMPLE.ORG:443/the-hero-dies#end", True),
        ("https://example.org/the%2Dhero-dies?utm_source=feed&fbclid=1", True),
        ("https://web.archive.org/web/20250612/https://example.org/the-hero-dies", True),
        ("https://web.archive.org/web/2025/http://www.example.org/the-hero-dies/", True),
        ("https://example.org/the-hero-lives", False),
        ("https://example.org/The-Hero-Dies", False),
        ("https://example.org/the-hero-dies?page=2", False),
        ("https://example.com/the-hero-dies", False),
        ("https://example.org:8000/the-hero-dies", False),
        ("https://[nowhere", False),
        ("", False),
    ],
)
def test_two_addresses_lead_to_one_page_however_they_are_written(address, same):
    assert bool(same_pages(PAGE) & same_pages(address)) == same


def test_the_order_of_a_query_does_not_matter():
    assert same_pages("https://example.org/?b=2&a=1") == same_pages("https://example.org/?a=1&b=2")


def add(client, **facts):
    known = {"key": "gazette", "outlet": "Gazette", "precision": "day", "sealed_url": PAGE}
    return client.post(reverse("admin:interviews_source_add"), known | facts)


def refused(key: str) -> dict[str, list[str]]:
    return {
        "stamp": [
            f"This address is that of another source ({key}), which is stamped otherwise, or "
            "spoils other films: whoever reads the one would know the other. Use that source, or "
            "stamp both alike."
        ]
    }


def test_a_harmless_source_with_the_address_of_a_sealed_one_is_refused(editor_client):
    film = FilmFactory()
    SourceFactory(key="sealed", sealed_url=PAGE, stamp=Stamp.TEXT, spoils=[film])

    answers = [
        add(editor_client, stamp="nothing"),
        add(editor_client, stamp="nothing", sealed_url="http://www.example.org/the-hero-dies/"),
        add(editor_client, stamp="nothing", sealed_url="", sealed_archive_url=PAGE),
        add(editor_client, stamp="text", spoils=[FilmFactory().pk]),
    ]

    assert [errors(answer) for answer in answers] == [refused("sealed")] * 4
    assert Source.objects.count() == 1


def test_a_sealed_source_with_the_address_of_a_harmless_one_is_refused(editor_client):
    SourceFactory(key="harmless", sealed_url=PAGE, stamp=Stamp.NOTHING)

    answer = add(editor_client, stamp="text", spoils=[FilmFactory().pk])

    assert errors(answer) == refused("harmless")


@pytest.mark.parametrize("stamp", ["text", "nothing"])
def test_a_second_source_with_the_same_stamp_and_films_is_taken_once_somebody_says_so(
    editor_client, stamp
):
    films = [FilmFactory()] if stamp == "text" else []
    SourceFactory(sealed_url=PAGE, stamp=stamp, spoils=films)
    facts = {"stamp": stamp, "spoils": [film.pk for film in films]}

    asked = add(editor_client, **facts)
    box = asked.context["adminform"].form["another"]
    answer = add(editor_client, **facts, another=box.field.widget.attrs["value"])

    assert [*errors(asked)] == ["another"]
    assert (errors(answer), Source.objects.count()) == ({}, 2)


def test_a_source_that_is_saved_again_does_not_clash_with_itself(editor_client):
    source = SourceFactory(sealed_url=PAGE, stamp=Stamp.TEXT)

    answer = submit(editor_client, source, outlet="The Gazette")

    assert (errors(answer), Source.objects.get().outlet) == ({}, "The Gazette")


def test_one_of_two_sources_of_an_address_does_not_become_harmless_alone(editor_client):
    film = FilmFactory()
    one, other = (SourceFactory(sealed_url=PAGE, spoils=[film]) for _ in range(2))

    answer = submit(editor_client, one, stamp="nothing", spoils=[])

    assert errors(answer) == refused(other.key)
