"""The HTML of parts of pages, kept in each process under all that goes into it.

A part shows what it is handed, and depends on nothing else: that is what `only` says, and
tests/test_templates.py holds it. So `{% include "parts/…" with … only %}` looks first for the
HTML that an equal value has led to. It is found by nobody but who may read all that stands in it,
for that is what it is found by: the cards themselves, in full. Nor can it be outdated: other
content is another card.

Taken into all templates by settings.TEMPLATES, in place of Django's own `include`.
"""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from sys import getsizeof
from threading import Lock
from typing import Any

from django.conf import settings
from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.loader_tags import IncludeNode, do_include
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

#: In bytes, for each process, with the cards.
SIZE = 16 * 1024 * 1024
FOLDER = "parts/"
#: Hardly ever the same twice: another one for each reader, or for each page.
PASSING = frozenset({"parts/reader_bar.html", "parts/notice.html"})
#: What a page's context, and what is made of it, knows of where the site stands.
PREFIX = "callback_prefix"
#: What is the same wherever it is equal, and stays so.
PLAIN = frozenset({bool, int, float, str, SafeString, date, datetime, type(None)})

register = Library()


class Parts:
    """HTML by all that went into it, in two halves: what nobody asks for while one of them is
    filled, is forgotten with the other.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        self._new: dict[Hashable, tuple[SafeString, int]] = {}
        self._old: dict[Hashable, tuple[SafeString, int]] = {}
        self._new_held = self._old_held = 0

    @property
    def held(self) -> int:
        return self._new_held + self._old_held

    def get(self, key: Hashable) -> SafeString | None:
        """Raises TypeError for what cannot be a key."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self._put(key, *found)
        return found[0]

    def put(self, key: Hashable, html: SafeString) -> None:
        """Does nothing where the key may come to mean something else, or where it is too large."""
        try:
            weight = getsizeof(html) + _weight(key, set())
        except TypeError:
            return
        if weight <= self.size // 16:
            self._put(key, html, weight)

    def _put(self, key: Hashable, html: SafeString, weight: int) -> None:
        with self._lock:
            if key in self._new:
                return
            if self._new_held + weight > self.size // 2:
                self._old, self._old_held = self._new, self._new_held
                self._new, self._new_held = {}, 0
            self._new[key] = html, weight
            self._new_held += weight


PARTS = Parts(SIZE)


class KeptInclude(IncludeNode):
    """Of a part that is named in the template itself, with `only`."""

    def __init__(self, node: IncludeNode) -> None:
        super().__init__(node.template, extra_context=node.extra_context, isolated_context=True)
        self._what = (str(node.template.var), *node.extra_context)

    def render(self, context: Context) -> SafeString:
        values = tuple(_fixed(value.resolve(context)) for value in self.extra_context.values())
        # Equal and not the same: 1 is True, and what is marked as safe is what is not.
        kinds = tuple(map(type, values))
        key = (self._what, context.autoescape, _prefix_of(context), kinds, values)
        try:
            html = PARTS.get(key)
        except TypeError:
            return super().render(context)
        if html is None:
            html = super().render(context)
            PARTS.put(key, html)
        return html


def _prefix_of(context: Context) -> str:
    """Below which address the site stands: the same for all of a page, and for the parts of parts."""
    known = vars(context)
    if PREFIX not in known:
        known[PREFIX] = get_script_prefix()
    prefix: str = known[PREFIX]
    return prefix


@register.tag("include")
def include(parser: Parser, token: Token) -> IncludeNode:
    """Django's, which keeps what it can."""
    node = do_include(parser, token)
    name = node.template
    is_named = not name.is_var and not name.filters and str(name.var).startswith(FOLDER)
    # While somebody writes templates, they change.
    if settings.DEBUG or not (is_named and node.isolated_context) or name.var in PASSING:
        return node
    return KeptInclude(node)


def _fixed(value: Any) -> Any:
    return tuple(value) if type(value) is list else value


def _weight(value: Any, counted: set[int]) -> int:
    """In bytes, of all that is part of a value. Raises TypeError where some of it may change, or
    says itself what it equals.
    """
    if id(value) in counted:
        return 0
    counted.add(id(value))
    if type(value) in PLAIN:
        return getsizeof(value)
    if isinstance(value, (Enum, type)):
        return 0
    if isinstance(value, tuple):
        parts = value
    else:
        names = _compared(type(value))  # type: ignore[arg-type] # a class can be hashed
        parts = tuple([getattr(value, name) for name in names])
    return getsizeof(value) + sum([_weight(part, counted) for part in parts])


@cache
def _compared(kind: type) -> tuple[str, ...]:
    """The fields of a frozen dataclass, by all of which it is equal. Raises TypeError for others."""
    if not is_dataclass(kind) or not vars(kind)["__dataclass_params__"].frozen:
        raise TypeError(f"{kind.__name__} is nothing to keep HTML by.")
    for field in fields(kind):
        if not field.compare:
            raise TypeError(f"{kind.__name__} is equal whatever its {field.name} is.")
    return tuple(field.name for field in fields(kind))
