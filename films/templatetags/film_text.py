from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.formats import date_format

from films.models import Film

register = template.Library()

FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}


@register.filter
def names(films: Iterable[Film]) -> str:
    """“Chapter 2”, “Chapter 2 and Ballerina”, “John Wick, Chapter 2 and Ballerina”."""
    *others, last = [film.name for film in films] or [""]
    return f"{', '.join(others)} and {last}" if others else last


@register.filter
def dated(day: date, precision: str) -> str:
    """The date as exactly as it is known."""
    return date_format(day, FORMATS[precision])
