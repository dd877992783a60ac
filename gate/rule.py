"""The rule: each model declares what opens its rows, what makes them known, and what is live.

An item is *open* to a reader when every film of its requirement is seen, when the item itself
was revealed, or when an editor stamped it harmless. What has no requirement of its own (an echo,
its beats, a citation) is open when all that it hangs on is open.

An item is *known* when the reader may learn that it is there. What is open is known; what is
stamped TEXT is known to everybody, and shows as locked.

What is not *live* is neither, to any visitor: a draft, what was withdrawn, what is to come.

`opens()` and `known()` compose the declarations along relations; every road to a row goes
through one of them, so nothing about spoilers is written anywhere else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import class_prepared

from .models import Stamp, StampField
from .publishing import LiveFromField
from .reader import Reader
from .sealed import SealedField
from .unlocking import LiveBeside, Unlocked, is_live_for, unlocked, waits

NEVER = Q(pk__in=[])

Condition = Callable[[type[models.Model], Reader, str], Q]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A model's declaration, as its attribute `gate`. Relations are foreign keys of the model.

    A model with a stamp and a requirement (gate.models.Gated) needs to say nothing more. Raises
    ImproperlyConfigured while the class is made, where a name is not what it should be.
    """

    #: Open when all of these are open.
    open_with: tuple[str, ...] = ()
    #: Known as soon as any of `open_with` is open, unless the existence of another one spoils.
    known_by_any: bool = False
    #: Not known (and not open) unless all of these that are set are known.
    known_with: tuple[str, ...] = ()
    #: Rows of other models that whoever knows this row knows as well.
    makes_known: tuple[str, ...] = ()
    #: Known by no stamp, but only by rows of other models that name it in `makes_known`.
    known_by_others: bool = False
    #: All of it is harmless: known and open to everybody, while it is live. It has no sealed column.
    is_public: bool = False
    #: The column with the moment from which on the row is there (gate/publishing.py): before it, and
    #: while there is none, the row exists for no reader.
    live: str = ""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        setattr(model, name, self)

        def check(sender: type[models.Model], **kwargs: object) -> None:
            if sender is model:
                class_prepared.disconnect(check)
                self._check(model)

        class_prepared.connect(check, weak=False)

    def _check(self, model: type[models.Model]) -> None:
        for name in (*self.open_with, *self.known_with, *self.makes_known):
            if not isinstance(_field(model, name), models.ForeignKey):
                raise ImproperlyConfigured(f"{_rule(model)}: {name!r} is no foreign key.")
        if self.live and not isinstance(_field(model, self.live), LiveFromField):
            raise ImproperlyConfigured(
                f"{_rule(model)}: {self.live!r} is no moment to be live from."
            )
        moments = [
            one.name for one in model._meta.concrete_fields if isinstance(one, LiveFromField)
        ]
        if moments != [self.live] * bool(self.live):
            raise ImproperlyConfigured(f"{_rule(model)}: live={moments[0]!r} is not declared.")
        if self.known_by_any and not self.open_with:
            raise ImproperlyConfigured(f"{_rule(model)}: known by any of no relations.")
        ways = [bool(self.open_with), is_stamped(model), self.known_by_others, self.is_public]
        if not any(ways) or (self.open_with and is_stamped(model)):
            raise ImproperlyConfigured(
                f"{_rule(model)}: a stamp, or open_with, or known_by_others says what opens it."
            )
        if self.is_public and (any(ways[:3]) or _is_sealed(model)):
            raise ImproperlyConfigured(
                f"{_rule(model)}: what is public is neither locked nor sealed."
            )


def rule_of(model: type[models.Model]) -> Rule:
    """The model's own declaration. Raises ImproperlyConfigured where it has none."""
    rule = vars(model).get("gate")
    if not isinstance(rule, Rule):
        raise ImproperlyConfigured(f"{model.__name__} declares no rule: gate = Rule(…).")
    return rule


def gated_models() -> list[type[models.Model]]:
    """Every model that declares a rule, in the order of the apps."""
    return [model for model in apps.get_models() if isinstance(vars(model).get("gate"), Rule)]


def opens(model: type[models.Model], reader: Reader, path: str = "", *, is_live: bool = False) -> Q:
    """The condition "open to this reader" for `model`, reached from the query by `path`.

    `path` is empty or ends in two underscores, like the start of any lookup. With `is_live` the
    query takes only rows that are live, and known with what they must be known with: neither need
    be asked again.
    """
    rule = rule_of(model)
    if not rule.open_with and not is_stamped(model):
        return known(model, reader, path)
    if reader.meets_waiting:
        visitor = reader.as_visitor
        is_there = known(model, visitor, path) & opens(model, visitor, path)
        return _or_waits(is_there, model, path, lambda: _opens(model, reader, path))
    return _opens(model, reader, path, is_live=is_live)


def _opens(model: type[models.Model], reader: Reader, path: str, *, is_live: bool = False) -> Q:
    rule = rule_of(model)
    if not rule.open_with:
        return reduce(and_, _opens_itself(model, reader, path, is_live))
    beside = () if is_live else _known_beside(model, reader, path)
    # Where a row is known, so are these, and both are live.
    are_live = is_live and rule.known_by_any
    hangs_on = _through(partial(opens, is_live=are_live), model, rule.open_with, reader, path)
    live = () if is_live else _live(rule, reader, path)
    return reduce(and_, [*hangs_on, *live, *beside])


def _opens_itself(
    model: type[models.Model], reader: Reader, path: str, is_live: bool
) -> Iterator[Q]:
    if path or _is_sealed(model):
        yield Q(Unlocked(reader, path, is_live))
    else:
        # There is nothing that a second row would give or keep back.
        yield unlocked(model, reader)
    for name in () if is_live else rule_of(model).known_with:
        if path and _is_only_live(model, name):
            yield Q(LiveBeside(reader, path, is_live, name))
        else:
            yield from _known_by_name(model, name, reader, path)


def _is_only_live(model: type[models.Model], name: str) -> bool:
    """Every row of this one names such a one, which is known while it is live."""
    rule = rule_of(_related(model, name))
    return rule.is_public and bool(rule.live) and not (rule.known_with or _field(model, name).null)


def known(model: type[models.Model], reader: Reader, path: str = "", *, is_end: bool = False) -> Q:
    """The condition "this reader may know that it is there"; otherwise as `opens()`.

    `is_end`: the query's own rows are known by this one (`Rule.known_by_any`).
    """
    if reader.meets_waiting and not rule_of(model).known_by_others:
        is_there = known(model, reader.as_visitor, path)
        return _or_waits(is_there, model, path, lambda: _known(model, reader, path, is_end=is_end))
    return _known(model, reader, path, is_end=is_end)


def _known(model: type[models.Model], reader: Reader, path: str, *, is_end: bool) -> Q:
    rule = rule_of(model)
    # Of these the query asks here whether they are live; one join serves all that asks for more.
    is_asked_here = is_end or not path
    if rule.known_by_others:
        ways = [_known_by(other, name, reader, path) for other, name in known_through(model)]
        condition = reduce(or_, ways, NEVER)
    elif rule.known_by_any:
        open_end = partial(opens, is_live=is_asked_here)
        any_open = reduce(or_, _through(open_end, model, rule.open_with, reader, path))
        # An end whose existence spoils would be known by its echo.
        known_end = partial(known, is_end=is_asked_here)
        all_known = reduce(and_, _through(known_end, model, rule.open_with, reader, path))
        condition = any_open & all_known
    elif rule.is_public:
        condition = Q()
    elif known_is_open(model):
        return opens(model, reader, path)
    elif Stamp.EXISTENCE in stamps_of(model):
        is_unlocked = Unlocked(reader, path, is_live=is_asked_here)
        condition = Q(**{f"{path}stamp": Stamp.TEXT}) | Q(is_unlocked)
    else:
        condition = Q()
    live = _live(rule, reader, path)
    return reduce(and_, [condition, *live, *_known_beside(model, reader, path)])


def _or_waits(is_there: Q, model: type[models.Model], path: str, otherwise: Callable[[], Q]) -> Q:
    """For who meets what waits: what is there for visitors, and else drafts and their parts alone.

    So what is published shows nothing for a draft on which it stands, and what drafts alone name, a
    source say, is known and stays locked. Forms keep that from who does not publish.
    """
    is_waiting = _is_waiting(model, path)
    return is_there if is_waiting is NEVER else is_there | (is_waiting & otherwise())


def _is_waiting(model: type[models.Model], path: str) -> Q:
    """A draft, or a part of one; NEVER where no row of this model is."""
    rule = rule_of(model)
    if rule.live:
        return waits(path)
    wholes = (_is_waiting(_related(model, name), f"{path}{name}__") for name in rule.open_with)
    return reduce(and_, wholes) if rule.open_with else NEVER


def known_is_open(model: type[models.Model]) -> bool:
    """No row of this model is ever shown as locked."""
    rule = rule_of(model)
    return not rule.known_by_any and Stamp.TEXT not in stamps_of(model)


def is_end(model: type[models.Model], path: str) -> bool:
    """Rows of `model` are known only where the one reached by `path` is known, too."""
    rule = rule_of(model)
    return rule.known_by_any and path.removesuffix("__") in rule.open_with


def known_through(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """The models whose rows make those of this one known, each with the name of its relation."""
    return [
        (other, name)
        for other in gated_models()
        for name in rule_of(other).makes_known
        if _related(other, name) is model
    ]


def is_stamped(model: type[models.Model]) -> bool:
    return bool(stamps_of(model))


def stamps_of(model: type[models.Model]) -> tuple[Stamp, ...]:
    """The stamps that an editor may choose among; none where the model has no stamp."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, StampField))
    return next((field.stamps for field in fields), ())


def _live(rule: Rule, reader: Reader, path: str) -> Iterator[Q]:
    if rule.live:
        yield is_live_for(reader, rule.live, path)


def _known_beside(model: type[models.Model], reader: Reader, path: str) -> Iterator[Q]:
    for name in rule_of(model).known_with:
        yield from _known_by_name(model, name, reader, path)


def _known_by_name(model: type[models.Model], name: str, reader: Reader, path: str) -> Iterator[Q]:
    if condition := known(_related(model, name), reader, f"{path}{name}__"):
        may_be_unset = _field(model, name).null
        yield Q(**{f"{path}{name}__isnull": True}) | condition if may_be_unset else condition


def _through(
    condition: Condition,
    model: type[models.Model],
    relations: tuple[str, ...],
    reader: Reader,
    path: str,
) -> list[Q]:
    return [condition(_related(model, name), reader, f"{path}{name}__") for name in relations]


def _known_by(other: type[models.Model], name: str, reader: Reader, path: str) -> Q:
    rows = other._default_manager.filter(known(other, reader), **{name: OuterRef(f"{path}pk")})
    return Q(AskedForEach(rows))


class AskedForEach(Exists):
    """Whether there is such a row, asked of one row after the other.

    PostgreSQL would find all rows of which it is true beforehand, however few a page shows; it does
    so for EXISTS, and not for a value.
    """

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, "((%(subquery)s) IS NOT NULL)", **context)


def _related(model: type[models.Model], name: str) -> type[models.Model]:
    key: Any = model._meta.get_field(name)
    return key.related_model


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _is_sealed(model: type[models.Model]) -> bool:
    return any(isinstance(field, SealedField) for field in model._meta.concrete_fields)


def _rule(model: type[models.Model]) -> str:
    return f"The rule of {model.__name__}"
