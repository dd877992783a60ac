"""The same rows again: what was written once is written again without models and factories."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connection

from .numbering import Counters, begin_again, counters

WRITES = ("INSERT", "UPDATE", "DELETE")


class Recording[Made]:
    """Makes something that writes rows, and from then on repeats the statements.

    Keys are counted per table, so the rows get the keys that they had, as long as the counters
    stand where they stood; otherwise it is made anew.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self.counters: Counters | None = None
        self.statements: list[tuple] = []
        self.made: Made

    def again(self) -> Made:
        begin_again()
        if self.counters is None:
            self._record()
        elif self.counters != counters():
            return self.make()
        else:
            with connection.cursor() as cursor:
                for statement, parameters, many in self.statements:
                    (cursor.executemany if many else cursor.execute)(statement, parameters)
        return deepcopy(self.made)

    def _record(self) -> None:
        self.counters = counters()
        with connection.execute_wrapper(self._note_down):
            self.made = self.make()

    def _note_down(self, execute, statement, parameters, many, context):
        if statement.startswith(WRITES):
            self.statements.append((statement, parameters, many))
        return execute(statement, parameters, many, context)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that write meanwhile, each by its first word."""
    found: list[str] = []

    def note_down(execute, statement, parameters, many, context):
        if statement.startswith(WRITES):
            found.append(statement.split()[0])
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note_down):
        yield found
