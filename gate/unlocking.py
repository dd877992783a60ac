"""How "open to this reader" stands in SQL: a row is joined once more under that condition.

Where the condition is not fulfilled, the second row is missing, and all its columns are NULL. So
the condition stands once in a query, however many columns and filters ask for it, and a locked
value has no way out. What the reader has seen and revealed are parameters: the text of the SQL is
the same for all readers who have revealed something, and for all who have not.
"""

import json
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models.expressions import Col, Expression
from django.db.models.lookups import IsNull
from django.db.models.sql.constants import INNER
from django.db.models.sql.datastructures import Join

from .models import Stamp
from .reader import Reader


class Unlocked(Expression):
    """True where the item reached by `path` (as in gate/rule.py) is open by its own requirement."""

    conditional = True
    output_field = models.BooleanField()

    def __init__(self, reader: Reader, path: str = "") -> None:
        super().__init__()
        self.reader, self.path = reader, path

    @property
    def identity(self) -> tuple:
        return (type(self), self.reader, self.path)

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> IsNull:
        return is_there(join_second_row(query, self.reader, self.path))


class SecondRow(Join):
    """The row again, if it is open: by `condition`, or else by its own stamp and requirement."""

    def __init__(
        self,
        link: models.Field,
        reader: Reader,
        parent_alias: str,
        condition: Any = None,
        table_alias: str | None = None,
    ) -> None:
        self.link, self.reader, self.condition = link, reader, condition
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
            condition = f"({condition})"
        alias = "" if self.table_alias == self.table_name else f" {qn(self.table_alias)}"
        return (
            f"LEFT JOIN {qn(self.table_name)}{alias} ON "
            f"{qn(self.parent_alias)}.{qn(self.link.column)} = "
            f"{qn(self.table_alias)}.{qn(pk.column)} AND {condition}"
        ), list(params)

    def _fulfilled(self, compiler: Any, connection: Any) -> tuple[str, list]:
        """Every film of the requirement is seen, or it is stamped harmless, or was revealed."""
        own = {field.name: field for field in self.related_model._meta.concrete_fields}
        column = {
            name: f"{compiler.quote_name(self.table_alias)}.{compiler.quote_name(field.column)}"
            for name, field in own.items()
        }
        among = [(column["requirement"], self.reader.fulfilled)]
        if "public_id" in own and self.reader.revealed:
            among.append((column["public_id"], self.reader.revealed))
        ways = [_among(connection, name, values) for name, values in among]
        if Stamp.NOTHING in own["stamp"].stamps:
            ways.append((f"{column['stamp']} = %s", Stamp.NOTHING.value))
        condition = " OR ".join(sql for sql, _param in ways)
        params = [param for _sql, param in ways]
        return (f"({condition})" if params[1:] else condition), params

    def relabeled_clone(self, change_map: dict[str, str]) -> "SecondRow":
        clone = type(self)(
            self.link,
            self.reader,
            change_map.get(self.parent_alias, self.parent_alias),
            self.condition and self.condition.relabeled_clone(change_map),
            change_map.get(self.table_alias, self.table_alias),
        )
        clone.join_type = self.join_type
        return clone

    @property
    def identity(self) -> tuple:
        # The condition follows from the rest.
        return (type(self), self.link, self.reader, self.parent_alias, self.condition is None)

    __hash__ = Join.__hash__


def join_second_row(query: Any, reader: Reader, path: str, condition: Any = None) -> Col:
    """Joins the row reached by `path` once more, and gives the key of that second row."""
    *before, last = path.removesuffix("__").split("__")
    opts, parent = query.get_meta(), query.get_initial_alias()
    if before:
        way = query.setup_joins(before, opts, parent)
        opts, parent = way.opts, way.joins[-1]
    second = SecondRow(opts.get_field(last) if last else opts.pk, reader, parent, condition)
    alias = query.join(second)
    return Col(alias, second.related_model._meta.pk)


def is_there(second_key: Col) -> IsNull:
    return IsNull(second_key, False)


def _among(connection: Any, column: str, values: Collection[str]) -> tuple[str, Any]:
    """`column` is one of `values`: one parameter, however many they are."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", sorted(values)
    return f"{column} IN (SELECT value FROM json_each(%s))", json.dumps(sorted(values))
