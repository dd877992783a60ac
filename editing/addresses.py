"""Where the editors' pages are."""

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse


def address(meta: Any, page: str, key: Any = None, query: dict[str, str] | None = None) -> str:
    """That of a page on the rows of a model, or on the one with this key.

    `meta` is that of the model, `page` the name that Django's admin has for it: "changelist",
    "change" and the like. Raises NoReverseMatch where the model has no such page.
    """
    args = [] if key is None else [quote(key)]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args, query=query)
