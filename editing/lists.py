"""Lists of the editors' pages, which count no further than somebody would leaf through."""

from typing import cast

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

#: Rows that a list has pages for. Whoever looks for one among more searches, or filters.
MOST = 2_000

TOO_MANY = (
    f"There are more than {MOST:,} of these, and the list shows only so many. Nothing was done: "
    "search or filter first, so that you see what you choose."
)


class BoundedPaginator(Paginator):
    """Counts up to MOST rows, and has pages for these alone."""

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST)

    @property
    def goes_on(self) -> bool:
        """There are more rows than it has pages for."""
        return self._found > MOST

    @cached_property
    def _found(self) -> int:
        return up_to(cast(QuerySet, self.object_list), MOST + 1)


def up_to(rows: QuerySet[Model], most: int) -> int:
    """How many rows there are, or `most`: the database stops there."""
    return rows.order_by()[:most].count()
