"""What an editor searches for: a public address, and words in sealed texts.

An address finds its row, and so does one that the row had before. A sealed text is looked through by
the database, for who sees it in a form anyway; the list that comes of it shows no more than ever.
"""

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import IContains
from django.urls import Resolver404, resolve
from django.utils.text import smart_split, unescape_string_literal

from gate.publishing import Publishable, State, may_change_all
from gate.queryset import sealed_fields
from gate.rights import may
from gate.sealed import Unsealed
from gate.slugs import FormerSlugsField, formerly

ADDRESS = re.compile(r"(https?://[^/\s]+)?/\S*", re.IGNORECASE)
#: What addresses call rows by.
COLUMNS = ("slug", "public_id")


def called(search: str) -> list[str] | None:
    """The slugs and public ids in an address, whatever site it names; None for any other words."""
    search = search.strip()
    if not ADDRESS.fullmatch(search):
        return None
    try:
        parts = urlsplit(search)
        given = resolve(parts.path).kwargs.values()
    except (ValueError, Resolver404):
        return []
    # “/interviews/a-talk/#quote-2bcd…”: the anchor names a part.
    return [*(one for one in given if isinstance(one, str)), parts.fragment.rpartition("-")[2]]


def at(rows: QuerySet, names: list[str]) -> QuerySet:
    """Those of `rows` that have one of these names in their address, or had it."""
    fields = rows.model._meta.concrete_fields
    ways = [Q(**{f"{field.name}__in": names}) for field in fields if field.name in COLUMNS]
    if any(isinstance(field, FormerSlugsField) for field in fields):
        had = [row.pk for name in names if name and (row := formerly(rows, name))]
        ways.append(Q(pk__in=had))
    return rows.filter(reduce(or_, ways)) if ways else rows.none()


def holding(
    search: str, model: type[Model], parts: Iterable[tuple[type[Model], str]], editor: Any
) -> QuerySet | None:
    """The rows of `model` that hold all these words in texts which the forms show this editor.

    `parts` are the models of what is edited with such a row, each with its column that points
    there. None where no text is to be looked through.
    """
    words = [_plain(word) for word in smart_split(search)]
    places = [*_texts(model, editor)]
    columns = {part: [*_texts(part, editor)] for part, _link in parts}
    if not words or not (places or any(columns.values())) or not may(editor, "change", model):
        return None
    found = []
    for word in words:
        ways = [_shown(model, editor) & _holds(place, word) for place in places]
        for part, link in parts:
            if in_it := [_holds(place, word) for place in columns[part]]:
                rows = part._base_manager.filter(_shown(part, editor), reduce(or_, in_it))
                holds = Q(Exists(rows.filter(**{link: OuterRef("pk")})))
                # A part with a state of its own goes by that.
                ways.append(
                    holds if issubclass(part, Publishable) else _shown(model, editor) & holds
                )
        found.append(reduce(or_, ways))
    return model._base_manager.filter(reduce(and_, found)).order_by()


def _plain(word: str) -> str:
    """Without its quotes, which hold several words together."""
    is_quoted = len(word) > 1 and word[0] in "\"'" and word[0] == word[-1]
    return unescape_string_literal(word) if is_quoted else word


def _texts(model: type[Model], editor: Any) -> Iterator[str]:
    """The names of its sealed columns, for who may change such rows."""
    if may(editor, "change", model):
        yield from (field.name for field in sealed_fields(model))


def _holds(column: str, word: str) -> Q:
    return Q(IContains(Unsealed(column), Value(word)))


def _shown(model: type[Model], editor: Any) -> Q:
    """The rows whose texts the forms show: what readers meet takes the right to publish."""
    if not issubclass(model, Publishable) or may_change_all(editor, model):
        return Q()
    return ~Q(state=State.PUBLISHED)
