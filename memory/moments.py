"""When something is there for readers though nothing has changed: what was published for later.

A page is kept by its content version, which no clock moves. So it is kept until the next moment at
which an item goes live, as the clock of the database has it (gate/publishing.py).
"""

from math import inf
from typing import TYPE_CHECKING

from gate.rule import gated_models, rule_of

if TYPE_CHECKING:
    from .database import Database


class Moments:
    """Asks once for each content version, and again when the moment has come."""

    def __init__(self) -> None:
        self._known = "", -inf

    def until(self, version: str, now: float, database: "Database") -> float:
        """How long what is asked for from now on is true, unless the version becomes another one.

        Both moments are seconds since the epoch. Raises Unreachable.
        """
        known, moment = self._known
        if version != known or now >= moment:
            moment = database.comes()
            self._known = version, moment
        return moment


def next_moment(now: str, result: str) -> str:
    """SQL that makes `result` of the first `moment` that lies ahead of `now`, or of NULL."""
    ahead = " UNION ALL ".join(
        f"SELECT min({live}) AS moment FROM {model._meta.db_table} WHERE {live} > {now}"
        for model in gated_models()
        if (live := rule_of(model).live)
    )
    return f"SELECT {result} FROM ({ahead}) AS ahead"
