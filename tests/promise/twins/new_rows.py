"""Rows of whose existence a reader may not know: as many as a test asks for, of every model.

Each is a copy of a row that is there, so that the database takes it, with words of its own. It
hangs on what shows as well as on what is new. What readers meet only once it is published is now
hidden by its stamp, now by its state alone (a draft, what waits for review, what was withdrawn, what
is to come), so that it would be open but for that. The oracle is asked of each whether the reader
would know of it; if so, it becomes a draft, or is not made.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, zip_longest
from typing import Any

from django.db import models

from gate.models import Stamp, StampField
from gate.publishing import State
from gate.reader import Reader

from .knowledge import Knowledge
from .moments import ahead
from .requirements import require
from .rows import Key, Row, content_models, fields, gated, is_publishable, keys_to_content, read
from .texts import holds_words, new_text
from .writing import insert

#: Requirements that nothing has: perhaps an item had them once.
UNUSED = 20
ATTEMPTS = 4  # for each row
#: Of what exists for no reader; what is published is to come.
NOT_LIVE = (State.DRAFT, State.REVIEW, State.WITHDRAWN, State.PUBLISHED)


def add(count: int, knowledge: Knowledge) -> None:
    """`count` rows of each model, or as many as can be hidden from this reader."""
    adding = Adding(knowledge)
    for model in _after_what_they_point_at():
        adding.add(model, count)


class Adding:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.rows = read()
        knowledge.rows.tables |= {name: self.rows[name] for name in ("Requirement", "RequiredFilm")}
        films = sorted(self.rows["Film"])
        # At least one film that neither was seen nor was given away.
        secret = [film for film in films if film not in knowledge.spoiled]
        spoiled = chain.from_iterable(
            [[one], [one, two]] for one, two in zip(secret, films, strict=False)
        )
        self.requirements = require(spoiled, self.rows)
        require(islice(combinations(films, 2), UNUSED), self.rows)
        self.new: dict[str, list[Key]] = {}

    def add(self, model: str, count: int) -> None:
        taken = Taken(model, self.rows[model].values())
        made = dict(islice(self._made(model, count, taken), count))
        insert(model, made.values())
        self.knowledge.rows[model].update(made)
        self.new[model] = list(made)

    def _made(self, model: str, count: int, taken: "Taken") -> Iterator[tuple[Key, Row]]:
        originals = list(self.knowledge.rows[model].values())
        self.pools = {key.column: self._pool(key) for key in keys_to_content(model)}
        self.last = {
            field.column: max((row[field.column] for row in self.rows[model].values()), default=0)
            for field in fields(model)
            if isinstance(field, models.IntegerField)
        }
        last = max(*self.rows[model], *self.knowledge.rows[model], 0)
        for number in range(max(ATTEMPTS * count, len(originals)) if originals else 0):
            pk = last + 1 + number
            row = self._copy(model, originals[number % len(originals)], pk, number)
            if row and self._is_hidden(model, pk, row) and taken.takes(row):
                yield pk, row

    def _copy(self, model: str, original: Row, pk: Key, number: int) -> Row | None:
        """None where there is nothing to hang it on, or nothing left that it could spoil."""
        row = original | {content_models()[model]._meta.pk.column: pk}
        by_stamp = not is_publishable(model) or number % (len(NOT_LIVE) + 1) == 0
        row |= {} if by_stamp else not_live(number, self.knowledge.reader)
        for field in fields(model):
            if isinstance(field, StampField) and Stamp.EXISTENCE in field.stamps and by_stamp:
                if not self.requirements:
                    return None
                requirement = self.requirements[number % len(self.requirements)]
                row |= {"stamp": Stamp.EXISTENCE.value, "requirement_id": requirement}
            elif isinstance(field, models.IntegerField) and not field.primary_key:
                # Some stand before all others, most behind them.
                behind = self.last[field.column] + 1 + number
                row[field.column] = behind if number % 3 else number
            elif holds_words(field):
                row[field.column] = new_text(field, number, row[field.column])
        for place, key in enumerate(keys_to_content(model)):
            if row[key.column] is not None:
                pool = self.pools[key.column]
                # One step further for each column, so that two never lead to the same row.
                at = number + place * (1 + number % 3)
                row[key.column] = pool[at % len(pool)] if pool else None
                if row[key.column] is None and not key.null:
                    return None
        return row

    def _pool(self, key: models.ForeignKey) -> Sequence[Key]:
        """What shows and what is new in turn; of what comes later in the order, nothing."""
        model = key.related_model.__name__
        if model not in gated():
            return sorted(self.rows[model])
        known = sorted(pk for name, pk in self.knowledge.known if name == model)
        pairs = zip_longest(known, self.new[model]) if model in self.new else ()
        return [pk for pair in pairs for pk in pair if pk is not None]

    def _is_hidden(self, model: str, pk: Key, row: Row) -> bool:
        if self.knowledge.would_know(model, pk, row) and is_publishable(model):
            row |= not_live(pk, self.knowledge.reader)
        return not self.knowledge.would_know(model, pk, row)


def not_live(number: int, reader: Reader) -> dict[str, Any]:
    """The columns that keep a row from every reader, from this one too."""
    states = (State.WITHDRAWN,) if reader.meets_drafts else NOT_LIVE
    states = (State.WITHDRAWN, State.PUBLISHED) if reader.meets_waiting else states
    state = states[number % len(states)]
    return {
        "state": state.value,
        "live_from": ahead(number) if state == State.PUBLISHED else None,
    }


class Taken:
    """What may stand in a model but once."""

    def __init__(self, model: str, rows: Iterable[Row]) -> None:
        constraints = content_models()[model]._meta.constraints
        unique = [one for one in constraints if isinstance(one, models.UniqueConstraint)]
        self.columns = {one.name: _columns(model, one) for one in unique}
        # An echo must not run between two notes twice, either way.
        self.either_way = {one.name for one in unique if one.expressions}
        self.found = {key for row in rows for key in self._keys(row)}

    def takes(self, row: Row) -> bool:
        """And it is taken from now on."""
        keys = set(self._keys(row))
        is_free = keys.isdisjoint(self.found)
        self.found |= keys if is_free else set()
        return is_free

    def _keys(self, row: Row) -> Iterator[tuple]:
        for name, columns in self.columns.items():
            values = tuple(row[column] for column in columns)
            yield name, frozenset(values) if name in self.either_way else values


def _columns(model: str, constraint: models.UniqueConstraint) -> tuple[str, ...]:
    names = constraint.fields or [
        part.name
        for expression in constraint.expressions
        for part in expression.flatten()
        if isinstance(part, models.F)
    ]
    meta = content_models()[model]._meta
    return tuple(dict.fromkeys(meta.get_field(name).column for name in names))


def _after_what_they_point_at() -> list[str]:
    """All models to hide something in. A key that may be empty may also point at a later one."""
    order: list[str] = []
    waiting = list(gated())
    while waiting:
        ready = [model for model in waiting if not _targets(model, waiting) - {model}]
        order += ready
        waiting = [model for model in waiting if model not in ready]
    return order


def _targets(model: str, among: Iterable[str]) -> set[str]:
    return {
        key.related_model.__name__
        for key in keys_to_content(model)
        if key.related_model.__name__ in among
        # An echo and its proof point at one another.
        and not (key.null and model in _targets(key.related_model.__name__, [model]))
    }
