"""Two films of one title are told apart by their years wherever they are named, and only they."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
from django.db import connections, transaction

from editing.locking import lock
from films.models import Film
from gate.models import Stamp
from tests.editing.deleting import bring_back
from tests.factories import (
    CreditFactory,
    FilmFactory,
    NoteFactory,
    QuoteFactory,
    UniverseFactory,
)
from tests.gate.editing import delete

LONG = "From the World of John Wick: Ballerina"


@pytest.fixture
def universe(db):
    return UniverseFactory()


@pytest.fixture
def old(universe) -> Film:
    return FilmFactory(
        universe=universe, slug="ballerina-2023", title="Ballerina", released=date(2023, 10, 6)
    )


@pytest.fixture
def new(universe, old) -> Film:
    return FilmFactory(
        universe=universe, slug="ballerina-2025", title="Ballerina", released=date(2025, 6, 6)
    )


def heard(response) -> str:
    """The words of a page, without what is drawn."""
    page = re.sub(r"<svg.*?</svg>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_both_can_be_entered_and_each_is_named_with_its_year(editor_client, old, new):
    for film in (old, new):
        film.refresh_from_db()
        film.full_clean()

    assert [(str(film), film.name) for film in (old, new)] == [
        ("Ballerina (2023)", "Ballerina (2023)"),
        ("Ballerina (2025)", "Ballerina (2025)"),
    ]
    chosen = editor_client.get(
        "/admin/autocomplete/",
        {"app_label": "spoilers", "model_name": "note", "field_name": "film", "term": "balle"},
    )
    assert [one["text"] for one in chosen.json()["results"]] == [
        "Ballerina (2023)",
        "Ballerina (2025)",
    ]


def test_one_of_its_name_has_no_year(stranger, old):
    assert str(old) == "Ballerina"
    assert "Ballerina (" not in heard(stranger.get("/films/ballerina-2023/"))


def test_only_what_is_ambiguous_is_told_apart(old, universe):
    FilmFactory(universe=universe, title=LONG, short_title="Ballerina", released=date(2025, 6, 6))

    films = Film.objects.in_release_order()

    assert [(str(film), film.name) for film in films] == [
        ("Ballerina", "Ballerina (2023)"),
        (LONG, "Ballerina (2025)"),
    ]


SAME = {
    "days of one year": (
        [(date(2025, 6, 6), "day"), (date(2025, 6, 8), "day"), (date(2023, 1, 1), "day")],
        ["2023", "6 June 2025", "8 June 2025"],
    ),
    "a day and the whole year": (
        [(date(2025, 6, 6), "day"), (date(2025, 1, 1), "year")],
        ["2025", "6 June 2025"],
    ),
    "one day": (
        [(date(2025, 6, 6), "day"), (date(2025, 6, 6), "day"), (date(2025, 6, 8), "day")],
        ["6 June 2025, dancer-0", "6 June 2025, dancer-1", "8 June 2025"],
    ),
    "announced": (
        [(None, "day"), (None, "day")],
        ["announced, dancer-0", "announced, dancer-1"],
    ),
}


@pytest.mark.parametrize(("dates", "beside"), SAME.values(), ids=SAME)
def test_two_of_one_year_are_told_apart_by_the_date_and_then_by_the_slug(
    universe, stranger, editor_client, dates, beside
):
    for number, (released, precision) in enumerate(dates):
        facts = {"slug": f"dancer-{number}", "released": released, "precision": precision}
        FilmFactory(universe=universe, title="Dancer", **facts)

    named = [f"Dancer ({one})" for one in beside]
    chosen = editor_client.get(
        "/admin/autocomplete/",
        {"app_label": "spoilers", "model_name": "note", "field_name": "film", "term": "danc"},
    )
    listed = heard(editor_client.get("/admin/films/film/"))
    assert [one["text"] for one in chosen.json()["results"]] == named
    assert {name: name in listed for name in named} == dict.fromkeys(named, True)
    for page in ("/", "/films/", "/seen/"):
        text = heard(stranger.get(page))
        assert {name: name in text for name in named} == dict.fromkeys(named, True)


def test_a_notice_names_the_film_that_was_marked(stranger, old, new):
    path = new.get_absolute_url()
    place = stranger.act(f"{path}seen/", page=path).headers["Location"]

    assert "You have seen Ballerina (2025)." in heard(stranger.get(place))


def test_accents_and_capitals_tell_nobody_apart(old, universe):
    FilmFactory(universe=universe, title="BALLÉRINA", released=None)

    assert [str(film) for film in Film.objects.in_release_order()] == [
        "Ballerina (2023)",
        "BALLÉRINA (announced)",
    ]


def test_who_is_left_alone_is_named_plainly_again(old, new):
    new.title = "The Dancer"
    new.save()
    renamed = [str(film) for film in Film.objects.in_release_order()]
    new.title = "Ballerina"
    new.save()
    Film.objects.filter(pk=new.pk).delete()
    FilmFactory(title="Ballerina").delete()

    assert renamed == ["Ballerina", "The Dancer"]
    assert [str(film) for film in Film.objects.all()] == ["Ballerina"]


def test_who_is_brought_back_is_told_apart_as_before(editor_client, old, new):
    delete(editor_client, new)
    alone = [str(film) for film in Film.objects.in_release_order()]

    bring_back(editor_client)

    assert alone == ["Ballerina"]
    assert [str(film) for film in Film.objects.in_release_order()] == [
        "Ballerina (2023)",
        "Ballerina (2025)",
    ]


def at_once(first: Callable[[], None], then: Callable[[], None], other: Callable[[], None]) -> None:
    """Both in one transaction, and between them the other, which may have to wait for its end."""

    def elsewhere() -> None:
        try:
            with transaction.atomic():
                other()
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            first()
            meanwhile = pool.submit(elsewhere)
            wait([meanwhile], timeout=0.2)
            then()
        meanwhile.result()


@pytest.mark.django_db(transaction=True)
def test_two_that_are_entered_at_once_are_told_apart(postgresql, universe):
    def enter(year: int) -> None:
        FilmFactory(universe=universe, title="Ballerina", released=date(year, 6, 6))

    at_once(lambda: enter(2023), lambda: None, lambda: enter(2025))

    assert [str(film) for film in Film.objects.in_release_order()] == [
        "Ballerina (2023)",
        "Ballerina (2025)",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_editors_of_namesakes_do_not_wait_for_each_other(postgresql, old, new):
    def open_film(film: Film) -> None:
        lock(Film.objects.filter(pk=film.pk))

    def rename(film: Film, title: str) -> None:
        film.title = title
        film.save()

    def rename_new() -> None:
        open_film(new)
        rename(new, "Dancer")

    at_once(lambda: open_film(old), lambda: rename(old, "The Ballet"), rename_new)

    assert [str(film) for film in Film.objects.in_release_order()] == ["The Ballet", "Dancer"]


def test_every_page_names_the_year_beside_the_name(stranger, old, new):
    note = NoteFactory(film=new, label="The ending")
    quote = QuoteFactory(spoils=[new], stamp=Stamp.TEXT)
    quote.interview.coverage.create(film=old)
    credit = CreditFactory(film=new)
    pages = {
        "/": 2,
        "/films/": 2,
        "/films/ballerina-2025/": 2,
        "/timeline/": 2,
        "/seen/": 2,
        note.get_absolute_url(): 1,
        quote.interview.get_absolute_url(): 2,
        credit.person.get_absolute_url(): 1,
        credit.character.get_absolute_url(): 1,
    }

    texts = {path: heard(stranger.get(path)) for path in pages}

    named = {
        path: len(set(re.findall(r"Ballerina \(?(\d{4})", text))) for path, text in texts.items()
    }
    assert named == pages
    plain = {path: re.findall(r"Ballerina(?! \(?20)", text) for path, text in texts.items()}
    assert {path: found for path, found in plain.items() if found} == {}


def test_a_lock_says_which_of_the_two_it_needs(stranger, old, new):
    note = NoteFactory(film=new, spoils=[old])

    text = heard(stranger.get(note.get_absolute_url()))

    assert "Ballerina (2025)" in text
