"""Names of any script in one order, and found whether or not somebody types their accents.

A database sorts by rules of its own: SQLite by code points, PostgreSQL by those of its place. So a
key of plain small letters stands beside a name, by which both sort and search alike.

The letters are AnyAscii's. Folding by Unicode alone (NFKD without its marks) leaves ø, ł and đ
behind z, and every other script as it is; a collation sorts, but does not search, and PyICU needs a
C library. Unidecode's licence is not ours.
"""

from collections.abc import Callable
from typing import Any

from anyascii import anyascii
from django.db import models
from django.db.models import Q
from django.db.models.lookups import Contains

#: Between two names; it sorts before everything else.
BETWEEN = "\t"
#: Of a folded name. One sign may stand for many letters, and PostgreSQL's indexes hold no long texts.
LONGEST = 200
APART = str.maketrans("-/_", "   ")


def folded(text: str) -> str:
    """“Éowyn’s Żółw: 2” is “eowyns zolw 2”; empty where there is no letter and no digit."""
    plain = anyascii(text).lower().translate(APART)
    return " ".join("".join(sign for sign in plain if sign.isalnum() or sign == " ").split())


def sort_key(*names: str) -> str:
    """The names folded, and then as they are: for ties, and to find what has no letters."""
    return BETWEEN.join([*(folded(name)[:LONGEST] for name in names), *names])


def words_of(name: str) -> str:
    """The same for two names of one: “Scott, Winston” and “Wínston SCOTT” are “scott winston”.

    Of a name without letters, it is the name.
    """
    return " ".join(sorted(folded(name).split()))[:LONGEST] or name


def written_alike(name: str, column: str) -> Q:
    """The rows of which the first name differs from this one in no letter, by their sort keys.

    Of a name without letters, those with the same in this column.
    """
    plain = folded(name)[:LONGEST]
    begins = Q(sort_key__startswith=f"{plain}{BETWEEN}")
    return begins if plain else begins & Q(**{column: name})


class KeyField(models.TextField):
    """Worked out from the columns named; kept by `save()`, not by `update()`."""

    #: Of a subclass: takes the values of these columns.
    made_of: Callable[..., str]

    def __init__(self, *names: str, **kwargs: Any) -> None:
        self.names = names
        super().__init__(**kwargs | {"default": "", "editable": False})

    def deconstruct(self) -> tuple:
        name, path, _args, kwargs = super().deconstruct()
        return name, path, self.names, kwargs

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"  # by code points, as SQLite does
        return parameters

    def pre_save(self, instance: models.Model, add: bool) -> str:
        names = [getattr(instance, name) for name in self.names]
        if all(isinstance(name, str) for name in names):  # and no expression of SQL
            setattr(instance, self.attname, self.made_of(*names))
        return getattr(instance, self.attname)


class SortKeyField(KeyField):
    """The sort key. Its `icontains` folds what is looked for, so an admin can search it."""

    def made_of(self, *names: str) -> str:
        return sort_key(*names)


class WordsKeyField(KeyField):
    """By which those of the same name are found, however it is written."""

    def made_of(self, *names: str) -> str:
        return words_of(*names)


@SortKeyField.register_lookup
class FoldedContains(Contains):
    lookup_name = "icontains"

    def get_prep_lookup(self) -> str:
        return folded(str(self.rhs)) or str(self.rhs)
