"""The check of a row that an editor is about to save; the editors' forms ask it (editing/suspecting.py)."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db import models

from editing.forms import Editing
from editing.suspecting import Suspicion, may_change
from people.models import Credit

from .acceptance import accept, open_among, print_of
from .declared import links, looked_at
from .reading import Site, films_about, key_of
from .rules import warnings
from .texts import Key, Warning
from .wording import called, see, sentence


def suspicions(
    row: models.Model, films: frozenset[int] | None, editing: Editing
) -> list[Suspicion]:
    """What is suspicious in a row as it stands in a form, and what of it others give away.

    `films` is what it will need once it is saved; None for what it needs already. An editor is
    told of nothing that they could not read themselves.
    """
    if type(row) not in looked_at():
        return []
    site = _site(films_about(row, films), editing)
    for end in _as_new_as(row):
        site.put(end)
    site.put(row, films)
    return _suspicions(site, key_of(row), editing)


def _as_new_as(row: models.Model) -> Iterator[models.Model]:
    """What a row hangs on, as far as the same form makes it: an interview, of a quote."""
    for field in links(type(row)):
        end = getattr(row, field.name) if field.is_cached(row) else None
        if end is not None and end.pk is None:
            yield end


def open_in(rows: Iterable[models.Model], editor: Any) -> Iterator[int]:
    """How many suspicions the form of each of these stored rows would have for this editor."""
    editing = Editing(None, "", False, lambda row: [], partial(may_change, editor))
    for row in rows:
        site = _site(films_about(row), editing)
        site.add(type(row)._default_manager.filter(pk=row.pk))
        # Each is counted as if its form were the only one.
        editing.kept.pop("told", None)
        yield len(_suspicions(site, key_of(row), editing))


def _suspicions(site: Site, item: Key, editing: Editing) -> list[Suspicion]:
    told: set[tuple[Key, str]] = editing.kept.setdefault("told", set())
    found = []
    texts, stage = site.found()
    if not editing.may_change(Credit):
        stage = stage.as_everybody_knows_it()
    for warning in open_among(warnings(texts, stage, about=item)):
        key = (warning.where.item, print_of(warning))
        if key not in told and _may_be_told(warning, item, site, editing):
            told.add(key)
            found.append(_suspicion(warning, item, site))
    return found


def _site(films: frozenset[int], editing: Editing) -> Site:
    """The rows of a form mostly have to do with the same films: they are read once."""
    sites: dict[frozenset[int], Site] = editing.kept.setdefault("sites", {})
    if films not in sites:
        sites[films] = Site(films)
    return sites[films]


def _may_be_told(warning: Warning, item: Key, site: Site, editing: Editing) -> bool:
    """What not everybody may read in another item shows to those alone who may change that item.

    Not only what is sealed: where its existence spoils, so does a label.
    """
    texts = [text for text in (warning.where, warning.of) if text and not text.is_for_everybody]
    others = [site.row(text.item) for text in texts if text.item != item]
    return all(editing.may_change(type(row), row) for row in others)


def _suspicion(warning: Warning, item: Key, site: Site) -> Suspicion:
    row = site.row(warning.where.item)
    if warning.where.item == item:
        column, told = warning.where.column, [sentence(warning), see(warning)]
    else:
        column = warning.of.column if warning.of else ""
        told = [f"In {called(warning.where.item)}: {sentence(warning)}"]
    told_by = f"{warning.where.item[0]} {warning.where.item[1] or ''} {print_of(warning)}"
    keep: Any = partial(accept, row, warning)
    return Suspicion(column, " ".join(filter(None, told)), told_by, keep)
