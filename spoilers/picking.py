"""Reads the picker's form: which films somebody says they have seen."""

from django.core.validators import slug_re
from django.http import QueryDict

from films.models import Film, FilmQuerySet


class BadChoice(Exception):
    """The form names a film that is not there or not out; the message is for the reader."""


def picked(form: QueryDict, seen: frozenset[int]) -> frozenset[int]:
    """The film ids that the form asks for. `seen` is kept for the universes a preset leaves alone.

    Raises BadChoice for anything that the page does not offer.
    """
    released = Film.objects.released()
    match form.get("preset", ""):
        case "":
            return _ticked(form.getlist("films"), released)
        case "none":
            return frozenset()
        case "all":
            return frozenset(released.values_list("pk", flat=True))
        case "upto":
            return _up_to(form.get("upto", ""), released, seen)
    raise BadChoice("That preset is not one of those offered. Nothing was changed.")


def _ticked(values: list[str], released: FilmQuerySet) -> frozenset[int]:
    known = {str(pk): pk for pk in released.values_list("pk", flat=True)}
    if not known.keys() >= set(values):
        raise BadChoice("One of these films is unknown or not out yet. Nothing was changed.")
    return frozenset(known[value] for value in values)


def _up_to(slug: str, released: FilmQuerySet, seen: frozenset[int]) -> frozenset[int]:
    last = released.filter(slug=slug).first() if slug_re.match(slug) else None
    if last is None:
        raise BadChoice("Choose the last film that you have seen. Nothing was changed.")
    in_universe = released.filter(universe=last.universe_id)
    earlier = in_universe.filter(released__lte=last.released)
    elsewhere = seen - frozenset(in_universe.values_list("pk", flat=True))
    return elsewhere | frozenset(earlier.values_list("pk", flat=True))
