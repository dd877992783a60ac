"""How a page says that it may be kept."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpResponse
from django.urls import Resolver404, resolve

#: Longer than any address of a page.
MAX_PATH = 200


def kept[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For a view that reads nothing of a request but its address and its reader.

    Its answers to GET and HEAD are kept where they are 200, set no cookie, and were asked for
    without a query.
    """
    view.is_kept = True  # type: ignore[attr-defined]
    return view


@lru_cache(maxsize=4096)
def is_kept(path: str) -> bool:
    """Whether the view of this address may be kept; whether something is there, only Django knows."""
    if len(path) > MAX_PATH:
        return False
    try:
        return getattr(resolve(path).func, "is_kept", False)
    except Resolver404:
        return False
