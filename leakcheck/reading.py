"""Makes plain texts of rows: which columns everybody reads, which are sealed, and who opens them.

Nothing of this is listed here: `gate/declassified.py` says what is public, the models' own
declarations say the rest. Whether something is published does not count: a draft is to be right
before it is.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.apps import apps
from django.db import models

from films.models import Film, Universe
from gate.declassified import public_columns
from gate.models import Gated, Stamp
from gate.queryset import sealed_fields
from gate.rule import is_stamped, known_through
from gate.sealed import SealedField
from gate.slugs import FormerSlugsField
from people.models import Character, Credit, Person

from .declared import having_to_do_with, links, looked_at, rule
from .texts import Key, Named, Sort, Stage, Text, Title

#: What a poster says of these, everybody must be able to read; their texts may say what it is about.
POSTERS = (Universe, Film, Person, Character)

NO_FILMS: frozenset[int] = frozenset()


class Row(NamedTuple):
    """A row, and the values of its sealed columns by their names."""

    row: models.Model
    opened: dict[str, Any]


class Found(NamedTuple):
    """What the rules look at."""

    texts: list[Text]
    stage: Stage


class Site:
    """Rows of the site: all, or those that have to do with some films, with all on which they hang."""

    def __init__(self, films: Collection[int] | None = None) -> None:
        self.rows: dict[type[models.Model], dict[Any, Row]] = {}
        #: What rows that stand in a form will need.
        self._typed: dict[Key, frozenset[int]] = {}
        universes = Universe.objects.all()
        everywhere = Film.objects.all()
        if films is not None:
            universes = universes.filter(films__in=films).distinct()
            everywhere = everywhere.filter(universe__in=universes)
        self._add(everywhere)
        self._add(universes)
        wide = None if films is None else self.rows[Film].keys()
        made_known = []
        for model in looked_at():
            if rule(model).known_by_others:
                made_known.append(model)
            elif model not in self.rows:
                # Who is in which film must be known of all of a universe.
                self._add(having_to_do_with(model, wide if model is Credit else films))
        self._add_what_they_point_at()
        if films is None:
            for model in made_known:
                self._add(model._default_manager.all())

    def put(self, row: models.Model, films: frozenset[int] | None = None) -> None:
        """This row as it stands in a form, in place of the one that is stored.

        `films` is what it will need; None for what it needs already.
        """
        opened = {field.name: getattr(row, field.name) for field in sealed_fields(type(row))}
        self.rows.setdefault(type(row), {})[row.pk] = Row(row, opened)
        if films is not None:
            self._typed[key_of(row)] = films
        self._add_what_they_point_at()
        for name in ("_made_known", "_talks_about"):
            vars(self).pop(name, None)

    def row(self, item: Key) -> models.Model:
        """The row of one of the texts."""
        return self.rows[cast(type[models.Model], apps.get_model(item[0]))][item[1]].row

    def add(self, rows: models.QuerySet) -> None:
        """These rows, with all on which they hang."""
        self._add(rows)
        self._add_what_they_point_at()

    def _add(self, rows: models.QuerySet) -> None:
        columns = [field.name for field in sealed_fields(rows.model)]
        if columns:
            opened: Iterable = rows.opened_values(*columns)  # type: ignore[attr-defined]
        else:
            opened = ((row, ()) for row in rows)
        held = self.rows.setdefault(rows.model, {})
        for row, values in opened:
            held.setdefault(row.pk, Row(row, dict(zip(columns, values, strict=True))))

    def _add_what_they_point_at(self) -> None:
        while missing := self._missing():
            for model, keys in missing.items():
                self._add(model._default_manager.filter(pk__in=keys))

    def _missing(self) -> dict[type[models.Model], set[Any]]:
        missing: dict[type[models.Model], set[Any]] = {}
        for model, rows in self.rows.items():
            for field in links(model):
                target: Any = field.related_model
                keys = {getattr(one.row, field.attname) for one in rows.values()}
                if lacking := keys - self.rows.get(target, {}).keys() - {None}:
                    missing.setdefault(target, set()).update(lacking)
        return missing

    def found(self) -> Found:
        texts = [
            text for rows in self.rows.values() for one in rows.values() for text in self._of(one)
        ]
        posters = [text for text in texts if text.sort is Sort.POSTER]
        titles = [
            Title(film.pk, tuple(filter(None, (film.title, film.short_title))))
            for film in self._all(Film)
        ]
        return Found(texts, Stage([*self._named()], titles, posters))

    def _all(self, model: type[models.Model]) -> list[Any]:
        return [one.row for one in self.rows.get(model, {}).values()]

    def _named(self) -> Iterator[Named]:
        shown: dict[Key, set[int]] = {}
        hidden: dict[Key, set[int]] = {}
        for credit in self._all(Credit):
            by_row = hidden if credit.stamp == Stamp.EXISTENCE else shown
            for model, pk in ((Person, credit.person_id), (Character, credit.character_id)):
                by_row.setdefault((model._meta.label, pk), set()).add(credit.film_id)
        for model in (Person, Character):
            for row in self._all(model):
                key = key_of(row)
                films = frozenset(shown.get(key, ()))
                yield Named(key, row.name, films, frozenset(hidden.get(key, ())))

    def _of(self, one: Row) -> Iterator[Text]:
        row, model = one.row, type(one.row)
        key, about, hangs_on = key_of(row), self.about(row), self.hangs_on(row)
        may_know, needs = self._may_know(row), self.needs(row)

        def text(field: models.Field, sort: Sort, words: str, films: frozenset[int]) -> Text:
            is_sealed = isinstance(field, SealedField)
            label = str(field.verbose_name)
            return Text(key, field.name, label, sort, words, films, about, hangs_on, is_sealed)

        for field in public_columns(model):
            if words := getattr(row, field.attname):
                yield text(field, _sort(model, field), words, may_know)
        for field in sealed_fields(model):
            words = one.opened.get(field.name)
            if isinstance(words, str) and words and not field.choices:
                sort = Sort.ADDRESS if "://" in words and " " not in words else Sort.PROSE
                yield text(field, sort, words, needs)

    def needs(self, row: models.Model) -> frozenset[int]:
        """The films of which all must be seen before what is sealed in this row opens."""
        if isinstance(row, Gated):
            return self._typed.get(key_of(row), row.required)
        return frozenset().union(
            *(self.needs(one) for name in rule(type(row)).open_with for one in self._end(row, name))
        )

    def _may_know(self, row: models.Model) -> frozenset[int]:
        """The films without which nobody knows of this row; none where anybody may."""
        model = type(row)
        if isinstance(row, Gated):
            return self.needs(row) if row.stamp == Stamp.EXISTENCE else NO_FILMS
        if not rule(model).known_by_others:
            return NO_FILMS
        known = [self._may_know(maker) for maker in self._makers(row)]
        return frozenset.intersection(*known) if known else NO_FILMS

    def about(self, row: models.Model) -> frozenset[int]:
        """The films with which this row has to do."""
        model = type(row)
        if isinstance(row, Film):
            return frozenset([row.pk])
        if isinstance(row, Universe):
            return frozenset(film.pk for film in self._all(Film) if film.universe_id == row.pk)
        films = set(self.needs(row))
        if rule(model).known_by_others:
            films.update(*(self.about(maker) for maker in self._makers(row)))
        films |= self._films_named(row)
        for field in links(model):
            if not rule(field.related_model).known_by_others:
                films.update(*(self.about(one) for one in self._end(row, field.name)))
        return frozenset(films)

    def _films_named(self, row: models.Model) -> set[int]:
        films = {
            getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.related_model is Film
        }
        return (films | self._talks_about.get(key_of(row), set())) - {None}

    @cached_property
    def _talks_about(self) -> dict[Key, set[int]]:
        """The films of rows that have several, such as interviews."""
        found: dict[Key, set[int]] = {}
        for model, rows in self.rows.items():
            for field in model._meta.many_to_many:
                if field.related_model is not Film:
                    continue
                through: Any = field.remote_field.through
                mine, theirs = field.m2m_column_name(), field.m2m_reverse_name()
                pairs = through._base_manager.filter(**{f"{mine}__in": [*rows]})
                for key, film in pairs.values_list(mine, theirs):
                    found.setdefault((model._meta.label, key), set()).add(film)
        return found

    def hangs_on(self, row: models.Model) -> frozenset[Key]:
        """This row, and those of which it is a part or says something."""
        model = type(row)
        found = {key_of(row)}
        for field in links(model):
            for one in self._end(row, field.name):
                is_made_known = rule(type(one)).known_by_others
                found |= {key_of(one)} if is_made_known else self.hangs_on(one)
        if rule(model).known_by_others and is_stamped(model):
            found.update(*(self.hangs_on(maker) for maker in self._makers(row)))
        return frozenset(found)

    def _end(self, row: models.Model, name: str) -> list[models.Model]:
        """The row at the other end of a relation, as a list of one, or of none."""
        field: Any = row._meta.get_field(name)
        key = getattr(row, field.attname)
        if key is None and row.pk is not None:
            return []  # what has no key yet is only the end of what is as new
        held = self.rows.get(field.related_model, {}).get(key)
        return [held.row] if held and held.row is not row else []

    def _makers(self, row: models.Model) -> list[models.Model]:
        return self._made_known.get(key_of(row), [])

    @cached_property
    def _made_known(self) -> dict[Key, list[models.Model]]:
        found: dict[Key, list[models.Model]] = {}
        for model in looked_at():
            for maker, name in known_through(model):
                link: Any = maker._meta.get_field(name)
                for row in self._all(maker):
                    key = (model._meta.label, getattr(row, link.attname))
                    found.setdefault(key, []).append(row)
        return found


def films_about(row: models.Model, films: frozenset[int] | None = None) -> frozenset[int]:
    """The films with which a row has to do, as it stands in a form; `films` as in `Site.put()`."""
    if isinstance(row, Universe):
        return frozenset(Film.objects.filter(universe=row.pk).values_list("pk", flat=True))
    alone = Site([])
    alone.put(row, films)
    for maker, name in known_through(type(row)) if row.pk else ():
        alone.add(maker._default_manager.filter(**{name: row.pk}))
    return alone.about(row) - {None}


def key_of(row: models.Model) -> Key:
    return row._meta.label, row.pk


def _sort(model: type[models.Model], field: models.Field) -> Sort:
    if isinstance(field, models.SlugField | FormerSlugsField):
        return Sort.ADDRESS
    return Sort.POSTER if issubclass(model, POSTERS) else Sort.LABEL
