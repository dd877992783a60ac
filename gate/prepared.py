"""Queries that are built and compiled once per process, and asked with each reader's values.

Nearly all that Django's ORM does for a page is the same for every reader: the SQL is, and only its
parameters differ (gate/unlocking.py). So a function that builds a queryset from a reader and from
values is called once, with stand-ins that know nothing, and compiled; later only the parameters
are filled in. What is kept is SQL with empty slots: no row, no value, no reader. The function can
look at nothing of a stand-in, so it cannot build one query for one reader and another for the next.

It may ask for nothing but its arguments, no clock and no database: what it finds would be kept.
"""

from collections.abc import Callable, Iterator, Set
from contextlib import closing
from datetime import date
from itertools import count
from typing import Any, NoReturn, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import CURSOR

from .given import Given, Reading, Slot
from .rows import Rows, Sparing, constants_of

#: By the function, those that its arguments come from, and the kinds of all values.
type Shape = tuple[Any, ...]


def prepared[**P, Q: QuerySet[Any, Any]](build: Callable[P, Q]) -> Callable[P, Q]:
    """Makes a function that builds a queryset into one whose querysets are compiled once.

    Iterate over what it returns, or give it to another prepared function; for all else it is an
    ordinary queryset. Arguments go by position: readers, integers, strings, days, collections of
    integers or strings (for `Among`), and what other prepared functions return. With an ordinary
    queryset among them it is ordinary itself. Raises TypeError for anything else, and for rows
    that gate/rows.py does not make: those with others that are fetched beforehand, for one.

    `[:60]` asks for the first 60 rows alone. That number stands in the SQL, and so is one of the
    few that the code names: never what a visitor sends.
    """

    def ask(*args: Any) -> Any:
        if any(isinstance(arg, QuerySet) for arg in args):
            return build(*map(_plain, args))  # type: ignore[call-arg]
        return Asked(build, args)

    return cast(Callable[P, Q], ask)


class Asked:
    """A question: a function that builds the queryset, and this reader's values for it."""

    def __init__(
        self, build: Callable[..., QuerySet], args: tuple[Any, ...], most: int | None = None
    ) -> None:
        self.build, self.args, self.most = build, args, most
        self.shape: Shape = (build, most, *map(_shape, args))
        #: Those of nested questions too, in the order in which stand_in() counts them.
        self.values: tuple[Any, ...] = tuple(
            value for arg in args for value in (arg.values if isinstance(arg, Asked) else (arg,))
        )

    def __iter__(self) -> Iterator[Any]:
        kept = KEPT.get(self.shape)
        if kept is None:
            kept = KEPT[self.shape] = Kept(self)
        return kept.ask(self)

    def __getattr__(self, name: str) -> Any:
        """Whatever else is done with a queryset is done with the ordinary one."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.plain(), name)

    def __getitem__(self, part: slice) -> "Asked":
        """The first rows. Raises TypeError for a part that begins elsewhere: pages go by keyset."""
        if not isinstance(part, slice) or part.start or part.step:
            raise TypeError("Of a prepared query there are only the first rows: [:60].")
        return Asked(self.build, self.args, part.stop)

    def __bool__(self) -> NoReturn:
        raise TypeError("Whether there are rows is known of a list of them.")

    def plain(self) -> QuerySet:
        """The same question as an ordinary queryset, that nothing is kept of."""
        return self.build(*map(_plain, self.args))[: self.most]

    def stand_in(self, numbers: Iterator[int]) -> QuerySet:
        """The queryset with stand-ins for all values."""
        rows = self.build(
            *(
                arg.stand_in(numbers) if isinstance(arg, Asked) else _stand_in(arg, next(numbers))
                for arg in self.args
            )
        )
        return rows[: self.most]


class Kept:
    """The SQL of a question, for all who will ask it."""

    def __init__(self, asked: Asked) -> None:
        self.queryset = asked.stand_in(count())
        #: Attributes that are the same on every row: the database is not asked for them.
        self.constants = constants_of(self.queryset)
        #: Each is for something; what a reader is asked for is the rule's own matter.
        self._needed = {
            index for index, value in enumerate(asked.values) if _shape(value) in ("one", "some")
        }
        self._compilers: dict[tuple[str, str], Filled] = {}

    def ask(self, asked: Asked) -> Iterator[Any]:
        """The rows; what asks for nothing is not asked at all."""
        alias = self.queryset.db
        connection = connections[alias]
        filled = _like(self.compiler(connection, alias), connection=connection, asked=asked)
        return filled.rows.of(filled.sent(), asked.values, connection) if filled.rows else iter(())

    def compiler(self, connection: Any, alias: str) -> "Filled":
        """For this database: without values and connection yet."""
        key = alias, connection.vendor
        compiler = self._compilers.get(key)
        if compiler is None:
            compiler = self._compilers[key] = self._compiled(connection, alias)
        return compiler

    def _compiled(self, connection: Any, alias: str) -> "Filled":
        compiler: Any = Sparing(self.queryset.query, connection, None)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        filled = {param.index for param in params if isinstance(param, Slot)}
        if sql and not self._needed <= filled:
            raise TypeError(f"{self.queryset.model.__name__}: a value is given, and not asked for.")
        compiler.using = alias
        rows = Rows(self.queryset, compiler, self.constants) if sql else None
        return Filled.of(compiler, sql, params, rows)


class Filled(SQLCompiler):
    """A compiler that has compiled already, and fills in the values of one question."""

    asked: Asked
    sql: str
    params: tuple[Any, ...]
    #: Each once, and at which places among the parameters it stands.
    slots: dict[Slot, list[int]]
    #: Nothing where the question can have none.
    rows: Rows | None

    @classmethod
    def of(
        cls, compiler: SQLCompiler, sql: str, params: tuple[Any, ...], rows: Rows | None
    ) -> "Filled":
        """Connections belong to threads: each question brings its own."""
        filled, slots = cls.__new__(cls), dict[Slot, list[int]]()
        for place, param in enumerate(params):
            if isinstance(param, Slot):
                slots.setdefault(param, []).append(place)
        own = {"sql": sql, "params": params, "slots": slots, "rows": rows, "connection": None}
        vars(filled).update(vars(compiler) | own)
        return filled

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        params = list(self.params)
        for slot, places in self.slots.items():
            value = slot.fill(self.asked.values, self.connection)
            for place in places:
                params[place] = value
        return self.sql, tuple(params)

    def sent(self) -> list[Any]:
        """All rows, as the database sends them."""
        with closing(self.execute_sql(CURSOR)) as answer:
            return answer.fetchall()


KEPT: dict[Shape, Kept] = {}


def _plain(arg: Any) -> Any:
    return arg.plain() if isinstance(arg, Asked) else arg


def _shape(arg: Any) -> Any:
    if isinstance(arg, (int, str, date)):
        return "one"
    if isinstance(arg, (Asked, Reading)):
        return arg.shape
    if isinstance(arg, (Set, list, tuple)):
        return "some" if arg else "none"
    raise TypeError(f"A prepared query takes no {type(arg).__name__}.")


def _stand_in(arg: Any, index: int) -> Any:
    if isinstance(arg, Reading):
        return arg.stand_in(index)
    if isinstance(arg, (int, str, date)):
        return Given(index)
    return Slot(index, is_list=True) if arg else []


def _like[Thing](thing: Thing, **changes: Any) -> Thing:
    """A shallow copy: nothing that is kept is ever changed, for threads share it."""
    twin = object.__new__(type(thing))
    vars(twin).update(vars(thing) | changes)
    return twin
