"""Where an item's page is, without asking Django's resolver for each row of a list."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

from .models import ALPHABET, PUBLIC_ID_LENGTH

#: It fits every address, of slugs as of public ids.
ANY = ALPHABET[0] * PUBLIC_ID_LENGTH


def address(name: str, key: str) -> str:
    """As `reverse(name, args=[key])` for a key as it stands in the database: a slug, a public id."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache
def _around(name: str, prefix: str) -> tuple[str, str]:
    """What stands before and after the key: asked once."""
    before, after = reverse(name, args=[ANY]).split(ANY)
    return before, after
