"""How the loader knows its own: a print of each field of a row, as it was loaded.

A field whose print still fits was changed by nobody since, and takes on what newer files say.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import Self

from django.db import models

from editing.opened import plain
from gate.models import random_id

from .format import DRAFT, EXISTENCE, LIVE_FROM, STATE, Kind

#: What a row is called stays as it is.
NAMES = {"uid", "public_id"}
REQUIREMENTS = {"spoils", "also_spoils"}
#: Of one fact with others: the existence with the films, a state and its moment with the draft.
BESIDE = {EXISTENCE, STATE, LIVE_FROM}
SALT_LENGTH = 12

#: What can be said of a row, by the names that its fields have in files.
Facts = dict[str, str]


def facts(
    kind: Kind, row: models.Model, required: Collection[int], films: Iterable[int] = ()
) -> Facts:
    """All that an entry could say of the row, each in one form that can be compared and hashed.

    `required` are the keys of the films that it spoils, `films` of those that an interview is
    about. A stamp and its films are one fact: half of the one does not fit half of the other.
    """
    found: Facts = {}
    for name in kind.fields.keys() - NAMES - BESIDE:
        if name in REQUIREMENTS:
            found[name] = f"{plain(row.stamp)} {sorted(required)}"
        elif name == "films":
            found[name] = f"{sorted(films)}"
        elif name == DRAFT:
            found[name] = plain(row.live_from or row.state)
        else:
            found[name] = plain(getattr(row, kind.column(name).attname))
    return found


def facts_of(kind: Kind, row: models.Model, films: Iterable[int] | None = None) -> Facts:
    """What the row says of itself; `films` of an interview are looked up where they are not given."""
    if films is None:
        films = row.films.values_list("pk", flat=True) if "films" in kind.fields else ()
    return facts(kind, row, row.required if kind.stamps else (), films)


class Prints:
    """Of the fields of one row, salted: equal texts of two rows do not look alike."""

    def __init__(self, salt: str, known: Mapping[str, str] | None = None) -> None:
        #: The row was never compared with what was loaded.
        self.is_new = known is None
        self._salt = salt
        self._known = dict(known or {})

    @classmethod
    def read(cls, text: str) -> Self:
        return cls(*json.loads(text)) if text else cls(random_id(SALT_LENGTH))

    def written(self) -> str:
        """Never empty: nothing is written of what was never compared."""
        return json.dumps([self._salt, self._known], sort_keys=True)

    def fit(self, name: str, value: str) -> bool:
        """Whether the field still holds what was loaded into it."""
        return self._known.get(name) == self._print(name, value)

    def take(self, name: str, value: str) -> None:
        """From now on this is what was loaded."""
        self._known[name] = self._print(name, value)

    def drop(self, name: str) -> None:
        """From now on the field is an editor's."""
        self._known.pop(name, None)

    def _print(self, name: str, value: str) -> str:
        said = f"{name}={value}".encode()
        return blake2b(said, key=self._salt.encode(), digest_size=9).hexdigest()
