"""Where the next page of a list begins: by the values of the row that was the last one.

An OFFSET counts its way through all rows before, and through hidden ones as well where somebody
forgets the gate. Values are compared alone, so no row is looked up: what a position says of itself
is all that there is to it, whether or not it was ever a row.
"""

from typing import Any

from django.db.models import Q


def beyond(*position: tuple[str, Any]) -> Q:
    """The rows that come after this position: a column and its value each, in the list's order.

    “-date” goes downwards. The last column has to tell rows apart that are equal in the others.
    The first one bounds the condition as a whole, so that a database begins there in its index.
    """
    (column, value), *further = position
    name, way = column.removeprefix("-"), "lt" if column.startswith("-") else "gt"
    after = Q(**{f"{name}__{way}": value})
    return Q(**{f"{name}__{way}e": value}) & (after | beyond(*further)) if further else after
