"""The ways from the form of an item to its page as others will meet it (pages/preview.py)."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.urls import get_script_prefix, reverse

from gate.models import Requirement
from gate.publishing import Publishable


def preview_of(item: Any) -> str | None:
    """Where an editor says by whose eyes to look at the page of `item`; None where it has none.

    Those who can read all of it are filled in: who has seen the films that it spoils, or is about.
    """
    if not hasattr(item, "get_absolute_url"):
        return None
    page = item.get_absolute_url().removeprefix(get_script_prefix())
    return reverse(
        "preview-choose", query={"page": f"/{page}", "films": sorted(set(_films_of(item)))}
    )


def _films_of(item: models.Model) -> Iterator[int]:
    film = Requirement._meta.get_field("films").related_model
    if isinstance(item, film):
        yield item.pk
    for field in item._meta.many_to_many:
        if field.related_model is film:
            yield from getattr(item, field.name).values_list("pk", flat=True)
    stands_on = item.stands_on() if isinstance(item, Publishable) else ()
    for one in (item, *stands_on):
        yield from getattr(one, "required", ())
