"""Rows by their place in a list: for lists in pages whose entries have no name that readers know.

The database counts among the rows of the query itself, and so behind the gate: a row that a reader
may not know of takes no place, whatever the numbers by which rows are put in order.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.lookups import Lookup

from .given import Given, Slot


def place(*order: Any, of_each: str = "") -> Window:
    """From 1 on, in this order; among the rows that have one value in the column `of_each`."""
    return Window(RowNumber(), partition_by=F(of_each) if of_each else None, order_by=[*order])


def after_place[Rows: QuerySet[Any, Any]](rows: Rows, number: int, *order: Any) -> Rows:
    """These rows in this order, without the first of them."""
    return rows.alias(place=place(*order)).filter(After("place", number)).order_by(*order)


def first_of_each[Rows: QuerySet[Any, Any]](
    rows: Rows, column: str, most: int, *order: Any
) -> Rows:
    """Of the rows with one value in this column, the first `most` in this order."""
    counted = rows.alias(place=place(*order, of_each=column))
    return counted.filter(UpTo("place", most)).order_by(*order)


def few_or_first[Row](
    few: Iterable[Row], at_once: int, first: Callable[[], Iterable[Row]]
) -> list[Row]:
    """`few` where there are no more than so many, of which one more was asked for: else `first`.

    Most lists on a page are short together, and a database answers sooner where it need not count.
    """
    rows = list(few)
    return rows if len(rows) <= at_once else list(first())


class Placed(Lookup):
    """A condition for `filter()` on a place, by a number that may be given later (gate/prepared.py).

    Django asks the inner query for whatever stands beside a window, and a number without a kind is
    nothing that it can ask for.
    """

    prepare_rhs = False
    sign: str

    def __init__(self, name: str, number: int | Given) -> None:
        super().__init__(F(name), Slot(number.index) if isinstance(number, Given) else number)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        counted, params = self.process_lhs(compiler, connection)
        return f"{counted} {self.sign} %s", (*params, self.rhs)


class After(Placed):
    sign = ">"


class UpTo(Placed):
    sign = "<="
