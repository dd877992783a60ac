"""The roads through the gate: for a reader, for editors, and for comparing."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models
from django.db.models import Value
from django.db.models.expressions import Col, Expression
from django.db.models.lookups import IsNull

from .reader import Reader
from .rule import is_end, is_stamped, known, known_is_open, opens, rule_of
from .sealed import OpenedCol, SealedField, unseal
from .unlocking import is_there, join_second_row, unlocked

TRUE = Value(True, models.BooleanField())


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


class GatedQuerySet[Item: models.Model](models.QuerySet[Item]):
    """The querysets of every model with something to hide: its class declares a `gate`."""

    def for_reader(self, reader: Reader, *values: str) -> Self:
        """What this reader may know of, with what they may read on each row.

        Rows of which the reader may not know are left out. `is_open` says whether a row is
        open. Each sealed column `sealed_<name>` gives an attribute `<name>`: the value, or
        None while it is locked; a locked value does not leave the database.

        `values` names what is wanted, instead of all: sealed columns of the model (“text”), and
        of rows that it points at, each by its own rule (“source__title”, “later__is_open”);
        these are read as `source_title`, `later_is_open`.
        """
        wanted = values or [field.opens_as for field in sealed_fields(self.model)]
        # All that is known is live, and so these rows.
        is_live = not known_is_open(self.model)
        opened = {name.replace("__", "_"): Opened(reader, name, is_live) for name in wanted}
        if known_is_open(self.model) and sealed_fields(self.model):
            # The condition stands in the join already, for the values.
            rows = self.filter(Opened(reader, "is_open")).annotate(is_open=TRUE)
        elif known_is_open(self.model):
            rows = self.filter(known(self.model, reader)).annotate(is_open=TRUE)
        else:
            rows = self.filter(known(self.model, reader))
            rows = rows.annotate(is_open=Opened(reader, "is_open", is_live))
        return rows.annotate(**opened)

    def opened(self) -> Self:
        """Only what is open; after `for_reader()`."""
        return self.filter(is_open=True)

    def unlocked_by(self, reader: Reader) -> Self:
        """Narrowed to what is unlocked by its own requirement, reveal or stamp, which indexes find.

        It narrows what `for_reader()` then decides on, and gives no value. Raises TypeError for a
        model without a stamp.
        """
        return self.filter(unlocked(self.model, reader))

    def for_editor(self) -> Self:
        """Rows whose sealed columns can be saved, kept, and shown in the editors' form.

        The attributes stay `Sealed`, so they cannot slip into a list, a message or a page;
        `unseal()` takes the values out.
        """
        queryset = self.all()
        queryset.query.opened_for_editors = True  # type: ignore[attr-defined] # gate/sealed.py asks
        return queryset

    def opened_values(self, *columns: str) -> Iterator[tuple[Item, tuple[Any, ...]]]:
        """Every row with the values of these sealed columns: to compare with, not to show."""
        for row in self.for_editor():
            yield row, tuple(unseal(getattr(row, column)) for column in columns)


class Opened(Expression):
    """The value of a sealed column as far as it is open; or, as `is_open`, whether it is.

    `name` is that of a column without “sealed_”, perhaps behind a relation. `is_live` as in
    `opens()` (gate/rule.py). Raises FieldDoesNotExist for what is neither.
    """

    conditional = True  # only `is_open` is ever a filter

    def __init__(self, reader: Reader, name: str, is_live: bool = False) -> None:
        super().__init__()
        path, between, self.name = name.rpartition("__")
        self.reader, self.path = reader, path + between
        self.is_live = is_live

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> IsNull | Col:
        model = query.model
        for relation in filter(None, self.path.split("__")):
            model = model._meta.get_field(relation).related_model
        rule, condition = rule_of(model), None
        is_live = self.is_live and (not self.path or is_end(query.model, self.path))
        is_asked_beside = rule.known_with and not is_live
        has_more = rule.open_with or is_asked_beside or self.reader.meets_waiting
        if has_more or not is_stamped(model):
            is_open = opens(model, self.reader, self.path, is_live=is_live)
            condition = is_open.resolve_expression(query)
        key = join_second_row(query, self.reader, self.path, condition, is_live)
        if self.name == "is_open":
            return is_there(key)
        field = model._meta.get_field(f"{SealedField.prefix}{self.name}")
        return OpenedCol(key.alias, field, field.plain)
