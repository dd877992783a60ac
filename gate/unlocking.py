"""How "open to this reader" stands in SQL: a row is joined once more under that condition.

Where the condition is not fulfilled, the second row is missing, and all its columns are NULL. So
the condition stands once in a query, however many columns and filters ask for it, and a locked
value has no way out. What the reader has seen and revealed are parameters: the text of the SQL is
the same for all readers who have revealed something, and for all who have not.
"""

from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models.expressions import Col, Expression
from django.db.models.lookups import Exact, In, IsNull
from django.db.models.sql.constants import INNER, LOUTER
from django.db.models.sql.datastructures import Join

from .among import Among, among
from .models import Stamp
from .publishing import Live, Now, State
from .reader import Reader

WAITING = (State.DRAFT.value, State.REVIEW.value)


class Unlocked(Expression):
    """True where the item reached by `path` (as in gate/rule.py) is open by its own requirement."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, reader: Reader, path: str = "", is_live: bool = False) -> None:
        super().__init__()
        self.reader, self.path, self.is_live = reader, path, is_live

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> IsNull:
        return is_there(join_second_row(query, self.reader, self.path, None, self.is_live))


class LiveBeside(Unlocked):
    """True where what the item names by `name` is live, as far as the item itself is open.

    It is reached from the item's second row, so the query needs the first for nothing.
    """

    def __init__(self, reader: Reader, path: str, is_live: bool, name: str) -> None:
        super().__init__(reader, path, is_live)
        self.name = name

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        second = join_second_row(query, self.reader, self.path, None, self.is_live)
        link: Any = second.target.model._meta.get_field(self.name)
        model = link.related_model
        beside = Join(model._meta.db_table, second.alias, None, LOUTER, link, nullable=True)
        alias, columns = query.join(beside), _columns(model)
        moment = vars(model)["gate"].live
        live = _is_live(self.reader, lambda name: Col(alias, columns[name]), moment)
        return live.resolve_expression(query)


class SecondRow(Join):
    """The row again, if it is open: by `condition`, or else by its own stamp and requirement."""

    def __init__(
        self,
        link: models.Field,
        reader: Reader,
        parent_alias: str,
        condition: Any = None,
        is_live: bool = False,
        table_alias: str | None = None,
    ) -> None:
        self.link, self.reader, self.condition, self.is_live = link, reader, condition, is_live
        self.parent_alias, self.table_alias = parent_alias, table_alias
        # What Django's queries ask of a join.
        self.related_model = link.related_model or link.model
        self.table_name = self.related_model._meta.db_table
        self.join_field: Any = self
        self.join_type = INNER
        self.nullable = True
        self.filtered_relation = None

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        qn = compiler.quote_name
        pk = self.related_model._meta.pk
        if self.condition is None:
            condition, params = self._fulfilled(compiler, connection)
        else:
            condition, params = compiler.compile(self.condition)
        alias = "" if self.table_alias == self.table_name else f" {qn(self.table_alias)}"
        return (
            f"LEFT JOIN {qn(self.table_name)}{alias} ON "
            f"{qn(self.parent_alias)}.{qn(self.link.column)} = "
            f"{qn(self.table_alias)}.{qn(pk.column)} AND {condition}"
        ), list(params)

    def _fulfilled(self, compiler: Any, connection: Any) -> tuple[str, list]:
        """Every film of the requirement is seen, or it is stamped harmless, or was revealed; and it
        is live, unless the query takes no other rows.
        """
        table, quote = compiler.quote_name(self.table_alias), compiler.quote_name
        ways = [
            among(connection, f"{table}.{quote(field.column)}", values)
            for field, values in _lists(self.related_model, self.reader)
        ]
        if harmless := _harmless(self.related_model):
            ways.append((f"{table}.{quote(harmless.column)} = %s", Stamp.NOTHING.value))
        condition = " OR ".join(sql for sql, _param in ways)
        params = [param for _sql, param in ways]
        condition = f"({condition})" if params[1:] else condition
        live = _live(self.related_model)
        if live is None or self.is_live:
            return condition, params
        if self.reader.meets_drafts:
            return f"{condition} AND {table}.{quote('state')} <> %s", [
                *params,
                State.WITHDRAWN.value,
            ]
        now, _none = compiler.compile(Now())
        is_live = f"{table}.{quote(live.column)} <= {now}"
        if self.reader.meets_waiting:
            waits = f"{table}.{quote('state')} IN (%s, %s)"
            return f"{condition} AND ({is_live} OR {waits})", [*params, *WAITING]
        return f"{condition} AND {is_live}", params

    def relabeled_clone(self, change_map: dict[str, str]) -> "SecondRow":
        clone = type(self)(
            self.link,
            self.reader,
            change_map.get(self.parent_alias, self.parent_alias),
            self.condition and self.condition.relabeled_clone(change_map),
            self.is_live,
            change_map.get(self.table_alias, self.table_alias),
        )
        clone.join_type = self.join_type
        return clone

    @property
    def identity(self) -> tuple:
        # The condition follows from the rest.
        own = self.condition is None
        return (type(self), self.link, self.reader, self.parent_alias, own, self.is_live)

    __hash__ = Join.__hash__


def unlocked(model: type[models.Model], reader: Reader) -> models.Q:
    """The same condition on a queryset of `model` itself, where it is to choose the rows.

    Raises TypeError for a model without a stamp, which nothing unlocks by itself.
    """
    # The text of the SQL is the same for who has seen nothing.
    lists = _lists(model, reader)
    ways = [models.Q(Among(field.name, values, for_none=True)) for field, values in lists]
    if harmless := _harmless(model):
        ways.append(models.Q(**{harmless.name: Stamp.NOTHING}))
    condition = reduce(or_, ways)
    if live := _live(model):
        condition &= is_live_for(reader, live.name)
    return condition


def is_live_for(reader: Reader, moment: str, path: str = "") -> models.Q:
    """The condition "live", of rows that have this column for their moment, reached by `path`.

    For who is to meet drafts, it holds of all that is not withdrawn; or of what waits, too, of which
    the rule says more (gate/rule.py).
    """
    return _is_live(reader, lambda name: models.F(f"{path}{name}"), moment)


def _is_live(reader: Reader, column: Callable[[str], models.F | Col], moment: str) -> models.Q:
    if reader.meets_drafts:
        return ~models.Q(Exact(column("state"), State.WITHDRAWN))
    is_live = models.Q(Live(column(moment)))
    return is_live | _waits(column("state")) if reader.meets_waiting else is_live


def waits(path: str) -> models.Q:
    """The condition "a draft, or ready for review", of rows that have a state."""
    return _waits(models.F(f"{path}state"))


def _waits(state: models.F | Col) -> models.Q:
    return models.Q(In(state, WAITING))


def _lists(model: type[models.Model], reader: Reader) -> Iterator[tuple[models.Field, Any]]:
    """Columns of which one must be among these values of the reader's."""
    own = _columns(model)
    if "requirement" not in own:
        raise TypeError(f"{model.__name__} has no requirement of its own.")
    yield own["requirement"], reader.fulfilled
    if "public_id" in own and reader.revealed:
        yield own["public_id"], reader.revealed


def _harmless(model: type[models.Model]) -> models.Field | None:
    """The column that may say so, if an editor may."""
    stamp: Any = _columns(model)["stamp"]
    return stamp if Stamp.NOTHING in stamp.stamps else None


def _live(model: type[models.Model]) -> models.Field | None:
    """The moment from which on it is there for readers, where it has one."""
    name = vars(model)["gate"].live
    return _columns(model)[name] if name else None


def _columns(model: type[models.Model]) -> dict[str, models.Field]:
    return {field.name: field for field in model._meta.concrete_fields}


def join_second_row(
    query: Any, reader: Reader, path: str, condition: Any = None, is_live: bool = False
) -> Col:
    """Joins the row reached by `path` once more, and gives the key of that second row."""
    *before, last = path.removesuffix("__").split("__")
    opts, parent = query.get_meta(), query.get_initial_alias()
    if before:
        way = query.setup_joins(before, opts, parent)
        opts, parent = way.opts, way.joins[-1]
    second = SecondRow(
        opts.get_field(last) if last else opts.pk, reader, parent, condition, is_live
    )
    alias = query.join(second)
    return Col(alias, second.related_model._meta.pk)


def is_there(second_key: Col) -> IsNull:
    return IsNull(second_key, False)
