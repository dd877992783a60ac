"""Dates that may be known to the year or the month alone."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}
FIRST_FILM = 1888  # the Roundhay Garden Scene
YEARS_AHEAD = 10


class DatePrecision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


def known_to(help_text: str = "How much of this date is known.") -> dict[str, Any]:
    """The arguments of a column that says how much of the date beside it is known."""
    choices = {"choices": DatePrecision, "default": DatePrecision.DAY, "max_length": 5}
    return choices | {"help_text": help_text}


def dated(day: date, precision: str) -> str:
    """The date as exactly as it is known; `precision` is “day”, “month” or “year”."""
    return date_format(day, FORMATS[precision])


def begin_of(day: date, precision: str) -> date:
    """The first day that it may be: 1 January of a year, the first of a month, or the day."""
    match precision:
        case DatePrecision.YEAR:
            return day.replace(month=1, day=1)
        case DatePrecision.MONTH:
            return day.replace(day=1)
    return day


def past(column: str, precision: str) -> Q:
    """The condition on two columns that all that is known of a date is past.

    A day counts from its morning on, a month or a year when its last day has gone.
    """
    today = timezone.localdate()
    before = {
        DatePrecision.DAY: today + timedelta(days=1),
        DatePrecision.MONTH: begin_of(today, DatePrecision.MONTH),
        DatePrecision.YEAR: begin_of(today, DatePrecision.YEAR),
    }
    conditions = (Q(**{precision: known, f"{column}__lt": day}) for known, day in before.items())
    return reduce(or_, conditions)


def is_past(day: date | None, precision: str, today: date) -> bool:
    """The same of one date; what has none is not past."""
    if day is None:
        return False
    return begin_of(day, precision) < begin_of(today, precision) or (
        precision == DatePrecision.DAY and day == today
    )


def within_film_history(day: date) -> None:
    """Refuse, with a ValidationError, what is before the first film, or long after today."""
    last = timezone.localdate().year + YEARS_AHEAD
    if not FIRST_FILM <= day.year <= last:
        raise ValidationError(f"Choose a date between {FIRST_FILM} and {last}.")
