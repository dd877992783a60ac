"""Addresses of the routes that Django and allauth bring, filled with what is really there."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from films.models import Film
from tests.routes import BORROWED

#: What stands for each argument; keys of mails are such as nobody was sent.
ARGUMENTS = {
    "app_label": "films",
    "content_type_id": "1",
    "eyes": "nobody",
    "key": "no-such-key",
    "kind": "film",
    "path": "films/",
    "rest": "nowhere",
    "row": "1/1/",
    "uidb36": "1",
    "url": "nowhere",
    "version": "1",
}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\([^()]*\)|[^()])*\)")


def borrowed() -> list[str]:
    """One address for each route under `BORROWED`; of each model, its first row."""
    return [f"/{_filled(pattern)}" for pattern in _patterns(get_resolver(), "")]


def _patterns(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        pattern = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, pattern)
        elif isinstance(entry, URLPattern) and pattern.startswith(BORROWED):
            yield pattern


def _filled(pattern: str) -> str:
    first = _model(pattern)._base_manager.order_by("pk").first()
    row = str(first.pk) if first else "1"
    arguments = ARGUMENTS | {"object_id": row, "id": row}
    filled = ARGUMENT.sub(lambda match: arguments[match[1] or match[2]], pattern)
    return re.sub(r"[\^$]|\\Z", "", filled)


def _model(pattern: str) -> type[Model]:
    for model in apps.get_models():
        if pattern.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
            return model
    return Film
