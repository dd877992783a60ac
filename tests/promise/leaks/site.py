"""The running site, opened for a patch and closed again behind it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template import Engine, Template, engines
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver, path

from config import urls
from gate.sealed import Unsealed
from tests.world import World

CONTENT = "{% block content %}"
LOCKED = '<div class="locked">'

View = Callable[..., HttpResponse]


class Site:
    def __init__(self, patch: pytest.MonkeyPatch, world: World) -> None:
        self.world = world
        self._patch = patch
        self._templates: dict[str, Template] = {}

    def put(self, owner: Any, name: str, new: Any) -> None:
        self._patch.setattr(owner, name, new, raising=False)

    def replace(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """`make` gets what stands there now, and gives what shall stand there."""
        self._patch.setattr(owner, name, make(getattr(owner, name)))

    def give(self, owner: type, compute: Callable[[Any], Any]) -> None:
        """An attribute `leak`, for templates: `{{ film.leak }}`."""
        self.put(owner, "leak", property(compute))

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

    def after(self, name: str, place: str, markup: str) -> None:
        self.template(name, place, place + markup)

    def on_page(self, name: str, markup: str) -> None:
        """At the top of a page's content."""
        self.after(name, CONTENT, markup)

    def on_locked_note(self, markup: str) -> None:
        """On the card of every note that is locked."""
        self.after("spoilers/_note.html", LOCKED, markup)

    def _load_patched_templates_first(self, engine: Engine) -> None:
        (loader,) = engine.template_loaders
        self.replace(
            loader,
            "get_template",
            lambda load: lambda name, skip=None: self._templates.get(name) or load(name, skip),
        )

    def view(self, route: str, leak: Callable[[View, HttpRequest, dict], HttpResponse]) -> None:
        """`leak` answers instead of the view, which it may call: `view(request, **kwargs)`."""
        pattern = _pattern(route)

        def wrapped(view: View) -> View:
            @wraps(view)  # keeps csrf_exempt
            def leaking(request: HttpRequest, **kwargs: Any) -> HttpResponse:
                return leak(view, request, kwargs)

            return leaking

        self.replace(pattern, "callback", wrapped)

    def header(self, route: str, name: str, compute: Callable[..., object]) -> None:
        """`compute(request, **kwargs)` gives the header's value; None leaves the header out."""

        def leaking(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
            response = view(request, **kwargs)
            value = compute(request, **kwargs)
            if value is not None:
                response[name] = str(value)
            return response

        self.view(route, leaking)

    def route(self, address: str, view: View) -> None:
        self._patch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path(address, view)])
        clear_url_caches()


@contextmanager
def patched(apply: Callable[[Site], None], world: World) -> Iterator[None]:
    """The site with this leak."""
    try:
        with pytest.MonkeyPatch.context() as patch:
            apply(Site(patch, world))
            yield
    finally:
        clear_url_caches()
        cache.clear()


def texts_of(model: type[Model], column: str, **which: Any) -> list[str]:
    """The sealed texts themselves, as somebody would read them who goes around the gate."""
    rows = model._base_manager.filter(**which).order_by("pk")
    return list(rows.values_list(Unsealed(column), flat=True))


def text_of(item: Model, column: str = "sealed_text") -> str:
    (text,) = texts_of(type(item), column, pk=item.pk)
    return text


def _pattern(route: str) -> URLPattern:
    (found,) = (pattern for name, pattern in _patterns(get_resolver(), "") if name == route)
    return found


def _patterns(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry
