"""What stands in a query that is prepared, for a value that is given each time it is asked."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NoReturn

from django.db.models import Value


@dataclass(frozen=True, slots=True)
class Slot:
    """A place among the parameters of prepared SQL. No database takes one for a value."""

    #: Which of the values given it is for, and what of it: of a reader, only a part.
    index: int
    read: Callable[[Any], Any] | None = None
    is_list: bool = False

    def take(self, given: Sequence[Any]) -> Any:
        """What it stands for, as it was given."""
        value = given[self.index]
        return self.read(value) if self.read else value

    def fill(self, given: Sequence[Any], connection: Any) -> Any:
        """The parameter. Raises TypeError where one value was given for a list, or the reverse."""
        value = self.take(given)
        if self.is_list:
            return as_list(connection, value)
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if isinstance(value, date):
            return connection.ops.adapt_datefield_value(value)
        if isinstance(value, int | str):
            return value
        raise TypeError(f"Values like {type(value).__name__} go into a query by Among.")


class Given:
    """Stands for one value while a query is built: in `filter(film=…)`, and for nothing else.

    For a list there is its slot itself, in `Among(…)`.
    """

    def __init__(self, index: int) -> None:
        self.index = index

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Value:
        return Value(Slot(self.index))

    def __bool__(self) -> NoReturn:
        raise TypeError("A query is prepared for every value: none can be asked what it is.")

    __str__ = __eq__ = __hash__ = __bool__  # type: ignore[assignment]


class Reading(ABC):
    """What a prepared query takes for a reader (gate/reader.py)."""

    @property
    @abstractmethod
    def shape(self) -> Hashable:
        """All of this reader on which the text of SQL depends."""

    @abstractmethod
    def stand_in(self, index: int) -> Any:
        """A reader of the same shape of whom all else is unknown."""


class Keys(frozenset[str]):
    """A reader's, for which nearly every question of a page asks: written down once."""

    @cached_property
    def written(self) -> str:
        return json.dumps(sorted(self))


def as_list(connection: Any, values: Iterable[int | str]) -> Any:
    """As the one parameter of `among()`."""
    if connection.vendor == "postgresql":
        return sorted(values)
    return values.written if isinstance(values, Keys) else json.dumps(sorted(values))
