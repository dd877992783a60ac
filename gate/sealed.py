"""Columns that hold what spoils: text, but also a number or JSON.

An ordinary query never reads such a column: wherever it is named, the SQL says NULL instead,
so the value does not leave the database. What Python sees in its place is a `Sealed`, which
raises on every use that could print it. The roads in are `for_reader()`, `for_editor()` and
`opened_values()` in gate/queryset.py. Who may take which, and who may name `Unsealed`, is said in
tests/test_architecture.py.
"""

from typing import Any, NoReturn

from django.db import models
from django.db.models.expressions import Col, Func
from django.db.models.sql.subqueries import UpdateQuery


class SealedError(Exception):
    """Something tried to read a sealed column without going through the gate."""


class Sealed:
    """Stands where a sealed value would be.

    It holds the value only on the editors' road (and for hand-written SQL); there it can be
    saved again and put into a form, but still not printed, measured or compared.
    """

    __slots__ = ("_value",)

    def __init__(self, value: Any = None) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "<Sealed>"

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise SealedError(
            "This text is sealed. Read it through for_reader(request.reader); see gate/sealed.py."
        )

    __str__ = __format__ = __html__ = __len__ = __bool__ = __iter__ = __contains__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __add__ = __radd__ = __mod__ = __rmod__ = __getitem__ = __reduce_ex__ = _refuse
    __int__ = __float__ = __index__ = __bytes__ = _refuse

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict) -> "Sealed":
        return self


def unseal(value: Any) -> Any:
    """The value inside a `Sealed`, for saving and for the editors' form.

    None if it was never loaded; whatever is no `Sealed` comes back as it is.
    """
    return value._value if isinstance(value, Sealed) else value  # noqa: SLF001 - this is the opener


class SealedCol(Col):
    """A reference to a sealed column: NULL, except in a query that was opened for editors."""

    target: Any  # a SealedField

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        if getattr(compiler.query, "opened_for_editors", False):
            return super().as_sql(compiler, connection)
        if isinstance(compiler.query, UpdateQuery):
            # NULL would leak nothing here, but overwrite a text with what it was not.
            raise SealedError("A sealed column cannot be the source of an update.")
        return f"CAST(NULL AS {self.target.cast_db_type(connection)})", ()

    def get_group_by_cols(self) -> list:
        return []


class OpenedCol(Col):
    """A sealed column of a row that is only there if it is open. For gate/queryset.py alone."""

    def get_db_converters(self, connection: Any) -> list:
        return self.output_field.get_db_converters(connection)


class Unsealed(Func):
    """The real column, for a constraint that the database checks; it is not read."""

    arity = 1

    def _resolve_output_field(self) -> models.Field:
        (source,) = self.get_source_expressions()
        return source.target.plain if isinstance(source, SealedCol) else source.output_field

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple]:
        (source,) = self.get_source_expressions()
        if isinstance(source, SealedCol):
            return Col.as_sql(source, compiler, connection)
        return compiler.compile(source)


class SealedAttribute:
    """`note.sealed_text`: what was assigned on this instance, else a `Sealed`. Never a query.

    An empty `Sealed` is not kept, so Django takes the column for deferred and `save()`
    leaves it alone.
    """

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return instance.__dict__.get(self.field.attname, Sealed())

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, Sealed) and unseal(value) is None:
            instance.__dict__.pop(self.field.attname, None)
        else:
            instance.__dict__[self.field.attname] = value


class NotOpened:
    """`note.text` on a row that did not come through the gate: an error, not an empty string."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        raise SealedError(
            f"{type(instance).__name__}.{self.name} exists only on rows from for_reader(reader)."
        )


class SealedField(models.Field):
    """Seals the column of the field class beside it: `class SealedTextField(SealedField, TextField)`.

    The field's name starts with `sealed_`; what follows is the name under which
    `for_reader()` puts the readable value, or None while it is locked. Raises ValueError for
    another name.
    """

    descriptor_class = SealedAttribute
    prefix = "sealed_"

    @property
    def opens_as(self) -> str:
        return self.name.removeprefix(self.prefix)

    @property
    def plain(self) -> models.Field:
        """A field of the same kind that is not sealed: how an opened value is read."""
        kinds: Any = type(self).__mro__
        kind = next(kind for kind in kinds if not issubclass(kind, SealedField))
        return kind()

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        if not name.startswith(self.prefix):
            raise ValueError(
                f"A {type(self).__name__} is named {self.prefix}<something>, not {name!r}."
            )
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, self.opens_as, NotOpened(self.opens_as))

    def get_col(self, alias: str | None, output_field: models.Field | None = None) -> SealedCol:
        return SealedCol(alias, self, output_field)

    @property
    def cached_col(self) -> SealedCol:
        return SealedCol(self.model._meta.db_table, self)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed:
        inner = getattr(super(), "from_db_value", None)
        return Sealed(inner(value, expression, connection) if inner else value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(unseal(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(unseal(value), connection, prepared)

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise SealedError(f"{self.model.__name__}.{self.name} is sealed: it cannot be searched.")

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise SealedError(f"{self.model.__name__}.{self.name} is sealed: it cannot be searched.")


class SealedTextField(SealedField, models.TextField):
    """A text column that only the gate reads."""
