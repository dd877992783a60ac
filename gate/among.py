"""Long lists in SQL: as one parameter, so that the text stays the same however long they are.

And what another query finds, where an index is to find the rows of it.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F, QuerySet
from django.db.models.lookups import In, Lookup

from .given import Slot, as_list


class Among(Lookup):
    """A condition for `filter()`: the column is one of these values.

    With `for_none` it stands in SQL also where there are none.
    """

    prepare_rhs = False

    def __init__(
        self, column: str, values: Iterable[int | str] | Slot, for_none: bool = False
    ) -> None:
        super().__init__(F(column), values if isinstance(values, Slot) else sorted(values))
        self.for_none = for_none

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        if not (self.rhs or self.for_none):
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        sql, param = among(connection, column, self.rhs)
        return sql, (*params, param)


class AmongFound(In):
    """A condition for `filter()`: the column is one of the keys that a query finds.

    PostgreSQL would look at the whole table where such conditions stand on both sides of an OR, or
    behind so many joins that it does not try every order of them. As an array it asks for the keys
    first, and its indexes for the rows.
    """

    def __init__(self, column: str, found: QuerySet) -> None:
        # Django takes its order and its columns away, where whoever asks may need them still.
        super().__init__(F(column), found.query.clone())

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        if connection.vendor == "postgresql":
            return f"= ANY(ARRAY{rhs})"
        return super().get_rhs_op(connection, rhs)


def among_these(column: str, keys: Iterable[int | str] | Slot | QuerySet) -> Among | AmongFound:
    """The same, of keys that are at hand or that a query finds."""
    return AmongFound(column, keys) if isinstance(keys, QuerySet) else Among(column, keys)


def among(connection: Any, column: str, values: Iterable[int | str] | Slot) -> tuple[str, Any]:
    """The SQL of it, and its one parameter."""
    param = values if isinstance(values, Slot) else as_list(connection, values)
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", param
    return f"{column} IN (SELECT value FROM json_each(%s))", param
