"""A release date may be a year or a month; a film is out when all that is known of it is past."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from films.cards import film_card
from films.models import Film
from tests.factories import FilmFactory

#: What is known, how exactly; the day before a film is out, and the first on which it is.
OUT = {
    "a day": (date(2025, 6, 6), "day", date(2025, 6, 5), date(2025, 6, 6)),
    "a month": (date(2025, 6, 1), "month", date(2025, 6, 30), date(2025, 7, 1)),
    "a month by any of its days": (date(2025, 6, 6), "month", date(2025, 6, 30), date(2025, 7, 1)),
    "december": (date(2025, 12, 1), "month", date(2025, 12, 31), date(2026, 1, 1)),
    "a year": (date(2025, 1, 1), "year", date(2025, 12, 31), date(2026, 1, 1)),
    "a leap day": (date(2024, 2, 29), "year", date(2024, 12, 31), date(2025, 1, 1)),
}


@pytest.mark.parametrize(("released", "precision", "before", "first"), OUT.values(), ids=OUT)
def test_a_film_is_out_when_its_last_possible_day_has_gone(
    db, monkeypatch, released, precision, before, first
):
    film = FilmFactory(released=released, precision=precision)
    is_out = {}
    for day in (before, first):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        is_out[day] = (film.is_released, Film.objects.released().exists())

    assert is_out == {before: (False, False), first: (True, True)}


@pytest.mark.parametrize(
    ("precision", "facts"),
    [
        ("day", "Film · 6 June 2025 · 101 minutes"),
        ("month", "Film · June 2025 · 101 minutes"),
        ("year", "Film · 2025 · 101 minutes"),
    ],
)
def test_a_page_says_no_more_of_a_date_than_is_known(db, precision, facts):
    film = FilmFactory(released=date(2025, 6, 6), precision=precision)

    assert film_card(film).facts == facts


def test_a_year_or_a_month_begins_with_its_first_day(db):
    kept = {}
    for precision in ("day", "month", "year"):
        film = FilmFactory(released=date(2025, 6, 6), precision=precision)
        film.full_clean()
        kept[precision] = film.released

    assert kept == {
        "day": date(2025, 6, 6),
        "month": date(2025, 6, 1),
        "year": date(2025, 1, 1),
    }


@pytest.mark.parametrize(
    ("year", "is_taken"), [(1887, False), (1888, True), (10, True), (11, False)]
)
def test_a_date_lies_between_the_first_film_and_ten_years_from_now(db, year, is_taken):
    year = year if year > 1000 else timezone.localdate().year + year
    film = FilmFactory(released=date(year, 5, 1))

    if is_taken:
        film.full_clean()
    else:
        with pytest.raises(ValidationError) as raised:
            film.full_clean()
        last = timezone.localdate().year + 10
        assert raised.value.message_dict == {
            "released": [f"Choose a date between 1888 and {last}."]
        }
