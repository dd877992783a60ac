"""The rows of a prepared query, as Django's own iterables make them of what the database sends.

How they are made follows from the query, and is worked out once instead of each time. What is done
for each row is the same, but for calling the model, which would look at each of its columns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from django.db.models import Field, ForeignKey, Model, QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.lookups import Exact
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
)
from django.db.models.signals import post_init, pre_init
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND

from .given import Slot
from .sealed import SealedField

type Row = list[Any] | tuple[Any, ...]

UNKNOWN = "A prepared query has plain rows, of models that are made as usual, or lists of values."
LISTS: dict[type, Callable[[Any], Any]] = {
    ValuesListIterable: tuple,
    FlatValuesListIterable: itemgetter(0),
}


def constants_of(queryset: QuerySet) -> dict[str, Any]:
    """Attributes of instances that are one value in all rows, or the slot for it; the query asks
    for these annotations no more, nor does Sparing for these columns.
    """
    query = queryset.query
    if vars(queryset)["_iterable_class"] is not ModelIterable or _stands_around_another(query):
        return {}
    annotations = query.annotation_select
    # Here a slot stands for what no column holds.
    found = {
        name: one.value
        for name, one in annotations.items()
        if isinstance(one, Value) and not isinstance(one.value, Slot)
    }
    query.set_annotation_mask(annotations.keys() - found.keys())
    return found | {key.attname: slot for key, slot in _given_keys(query).items()}


def _given_keys(query: Query) -> dict[Field, Slot]:
    """Foreign keys that are the same in all rows, since the query takes only those of one value."""
    if query.where.connector != AND or query.where.negated:
        return {}
    wanted = query.get_select_mask()
    return {
        one.lhs.target: one.rhs.value
        for one in query.where.children
        if isinstance(one, Exact)
        and isinstance(one.rhs, Value)
        and isinstance(one.rhs.value, Slot)
        and isinstance(getattr(one.lhs, "target", None), ForeignKey)
        and one.lhs.alias == query.get_initial_alias()
        and (not wanted or one.lhs.target in wanted)
    }


class Sparing(SQLCompiler):
    """Leaves out foreign keys that are known: those whose rows, and so their keys, are selected
    along with them, and those whose one value was given.

    Not of queries within others: Django compiles these in the usual way, and expects their columns.
    """

    def get_default_columns(
        self, select_mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        columns: list[Any] = super().get_default_columns(
            select_mask, start_alias, opts, from_parent
        )
        if opts is not None or _stands_around_another(self.query):
            return columns
        along, given = self.query.select_related, _given_keys(self.query)
        named = along if isinstance(along, dict) else {}
        return [
            column
            for column in columns
            if column.target not in given
            and (column.target.name not in named or not column.target.target_field.primary_key)
        ]


def _stands_around_another(query: Query) -> bool:
    """It combines some, or chooses among rows by what a window says of them."""
    return bool(query.combinator) or query.where.contains_over_clause


class Rows:
    """How all rows of one query are made; nothing of any of them."""

    def __init__(
        self, queryset: QuerySet, compiler: SQLCompiler, constants: dict[str, Any] | None = None
    ) -> None:
        """Of a compiler that has compiled. Raises TypeError for rows of another kind."""
        self._constants = constants or {}
        expressions = [selected[0] for selected in compiler.select[: compiler.col_count]]
        if compiler.has_composite_fields(expressions) or compiler.has_extra_select:
            raise TypeError(UNKNOWN)
        #: Which columns are not taken as the database sends them; by what depends on a connection.
        self._converted = {
            place: expressions[place] for place in compiler.get_converters(expressions)
        }
        self._make: Callable[..., Any] = LISTS.get(
            vars(queryset)["_iterable_class"]
        ) or self._instances(queryset, compiler)

    def of(self, sent: Iterable[Row], given: Sequence[Any], connection: Any) -> Iterator[Any]:
        """Of what the database has sent by this connection, to who gave these values."""
        if self._converted:
            sent = self._with_values(sent, connection)
        if not self._constants:
            return map(self._make, sent)
        constants = {
            name: value.take(given) if isinstance(value, Slot) else value
            for name, value in self._constants.items()
        }
        return map(partial(self._make, constants=constants), sent)

    def _with_values(self, rows: Iterable[Row], connection: Any) -> Iterator[Row]:
        converters = [
            (place, expression, converter)
            for place, expression in self._converted.items()
            for converter in (
                *connection.ops.get_db_converters(expression),
                *expression.get_db_converters(connection),
            )
        ]
        for row in map(list, rows):
            for place, expression, converter in converters:
                row[place] = converter(row[place], expression, connection)
            yield row

    def _instances(self, queryset: QuerySet, compiler: SQLCompiler) -> Callable[..., Model]:
        how = vars(queryset)
        if how["_iterable_class"] is not ModelIterable or how["_fetch_mode"].track_peers:
            raise TypeError(UNKNOWN)
        if how["_prefetch_related_lookups"] or how["_known_related_objects"]:
            raise TypeError(UNKNOWN)
        state = {"adding": False, "db": queryset.db, "fetch_mode": how["_fetch_mode"]}
        instance = Instance(compiler.klass_info, compiler.select, state)
        annotated = tuple(compiler.annotation_col_map.items())

        def make(row: Row, constants: dict[str, Any] | None = None) -> Model:
            made = instance.of(row)
            values = vars(made)
            if constants:
                values.update(constants)
            for name, place in annotated:
                values[name] = row[place]
            return made

        return make


class Instance:
    """How an instance is made of its part of a row, with those that were selected along with it."""

    def __init__(self, info: Any, select: Any, state: dict[str, Any]) -> None:
        """Raises TypeError for a model that has its own way of being made."""
        self.model: type[Model] = info["model"]
        self.state = state
        places = info["select_fields"]
        fields = [select[place][0].target for place in places]
        if info.get("from_parent") or info.get("reverse") or not _is_made_as_usual(self.model):
            raise TypeError(UNKNOWN)
        self.names = [field.attname for field in fields]
        #: No instance has them, whoever asks (gate/sealed.py).
        self.sealed = [field.attname for field in fields if isinstance(field, SealedField)]
        self.part = slice(places[0], places[-1] + 1)
        #: Where the key stands: without one there is no such row.
        self.key = places[self.names.index(self.model._meta.pk.attname)]
        #: The foreign key, where Sparing has left it out; and what puts each at the other.
        self.others = [
            (
                Instance(other, select, state),
                attname if (attname := other["field"].attname) not in self.names else None,
                other["local_setter"],
                other["remote_setter"],
            )
            for other in info.get("related_klass_infos", ())
        ]

    def of(self, row: Row) -> Model:
        made, state = object.__new__(self.model), object.__new__(ModelState)
        values: dict[str, Any] = dict(zip(self.names, row[self.part], strict=True))
        values["_state"], state.__dict__ = state, self.state.copy()
        made.__dict__ = values
        for name in self.sealed:
            del values[name]
        for other, foreign_key, put_here, put_there in self.others:
            key = row[other.key]
            there = None if key is None else other.of(row)
            if foreign_key:
                values[foreign_key] = key
            put_here(made, there)
            if there is not None:
                put_there(there, made)
        return made


def _is_made_as_usual(model: type[Model]) -> bool:
    """Nothing but the values of the columns goes into an instance, and nobody is told of it."""
    return (
        model.__init__ is Model.__init__
        and model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
        and not (pre_init.has_listeners(model) or post_init.has_listeners(model))
    )
