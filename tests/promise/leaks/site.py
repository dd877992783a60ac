"""The running site, opened for a patch and closed again behind it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template import Engine, Template, engines
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver, path

from config import urls
from gate import prepared
from gate.sealed import Unsealed
from tests.left_behind import forget
from tests.world import World

OURS = (
    "config",
    "content",
    "films",
    "gate",
    "interviews",
    "leakcheck",
    "memory",
    "pages",
    "people",
    "readers",
    "spoilers",
)

View = Callable[..., HttpResponse]


class Site:
    def __init__(self, patch: pytest.MonkeyPatch, world: World | None = None) -> None:
        self.world = world
        self._patch = patch
        self._templates: dict[str, Template] = {}
        #: Code has become other code: then other queries may follow from it.
        self.has_other_code = False
        self.has_other_routes = False

    def put(self, owner: Any, name: str, new: Any) -> None:
        self.has_other_code = True
        self._patch.setattr(owner, name, new, raising=False)

    def bend(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """`make` gets what stands there now, and gives what shall stand there.

        What stands in a module is replaced wherever other modules have imported it.
        """
        self.has_other_code = True
        old = getattr(owner, name)
        new = make(old)
        holders = _modules() if owner in _modules() else [owner]
        for holder in holders:
            if vars(holder).get(name) is old or holder is owner:
                self._patch.setattr(holder, name, new)

    def give(self, owner: type, compute: Callable[[Any], Any]) -> None:
        """An attribute `leak`, for templates: `{{ film.leak }}`."""
        self._patch.setattr(owner, "leak", property(compute), raising=False)

    def template(self, name: str, old: str, new: str) -> None:
        """One place of a template's source. A leak whose place has gone must be planted anew."""
        engine = engines["django"].engine
        before = self._templates.get(name) or engine.get_template(name)
        source = before.source
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {name}"
        if not self._templates:
            self._load_patched_templates_first(engine)
        # With its origin, by which allauth's elements find their layout.
        self._templates[name] = Template(
            source.replace(old, new), origin=before.origin, name=name, engine=engine
        )

    def _load_patched_templates_first(self, engine: Engine) -> None:
        (loader,) = engine.template_loaders
        load = loader.get_template
        self._patch.setattr(
            loader,
            "get_template",
            lambda name, skip=None: self._templates.get(name) or load(name, skip),
        )

    def view(self, route: str, leak: Callable[[View, HttpRequest, dict], HttpResponse]) -> None:
        """`leak` answers instead of the view, which it may call: `view(request, **kwargs)`."""

        pattern = _pattern(route)
        view = pattern.callback

        @wraps(view)  # keeps csrf_exempt
        def leaking(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return leak(view, request, kwargs)

        self._patch.setattr(pattern, "callback", leaking)

    def route(self, address: str, view: View) -> None:
        self.has_other_routes = True
        self._patch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path(address, view)])
        clear_url_caches()


@contextmanager
def patched(plant: Callable[[Site], None], world: World | None = None) -> Iterator[None]:
    """The site with this leak."""
    patch = pytest.MonkeyPatch()
    site = Site(patch, world)
    try:
        plant(site)
        if site.has_other_code:  # the process keeps queries by the rule as it was
            patch.setattr(prepared, "KEPT", {})
        forget()
        yield
    finally:
        patch.undo()
        if site.has_other_routes:
            clear_url_caches()
        forget()


def texts_of(model: type[Model], column: str = "sealed_text", **which: Any) -> list[str]:
    """The sealed texts themselves, as somebody would read them who goes around the gate."""
    rows = model._base_manager.filter(**which).order_by("pk")
    return list(rows.values_list(Unsealed(column), flat=True))


def _modules() -> list[Any]:
    return [module for name, module in sys.modules.items() if name.partition(".")[0] in OURS]


def _pattern(route: str) -> URLPattern:
    (found,) = (pattern for pattern in _patterns(get_resolver()) if pattern.name == route)
    return found


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry
