"""When an item begins to be there for readers: decided in every query, by the database's clock.

A draft, something that waits for a review and what was withdrawn have no such moment; what is
published has one, which may lie ahead. So nothing has to run at that moment, and whatever asks the
gate (gate/rule.py) finds the item from then on and not before.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Func, Q
from django.db.models.expressions import Combinable
from django.db.models.lookups import Lookup
from django.utils import timezone

from .rights import may

NAME_LENGTH = 150  # of an account, as Django has it


class State(models.TextChoices):
    """How far an item has come on its way to readers, as an editor says."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "Ready for review"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Now(Func):
    """The moment at which the database answers; SQLite knows whole seconds of it.

    Not django.db.models.functions.Now, whose SQL is five times as long on SQLite, and stands once
    for each kind of item in a query.
    """

    template = "DATETIME()"  # which is CURRENT_TIMESTAMP
    arity = 0
    output_field = models.DateTimeField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        # There, CURRENT_TIMESTAMP is when the transaction began.
        return self.as_sql(compiler, connection, template="STATEMENT_TIMESTAMP()", **context)


class Live(Lookup):
    """A condition for `filter()`: the moment in this column has come."""

    def __init__(self, column: Combinable) -> None:
        super().__init__(column, Now())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        column, params = self.process_lhs(compiler, connection)
        now, _none = compiler.compile(self.rhs)
        return f"{column} <= {now}", tuple(params)


class LiveFromField(models.DateTimeField):
    """From this moment on the row is there for readers; never while it is NULL."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"null": True, "blank": True, "editable": False}
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        """In whole seconds, like the clock with which it is compared."""
        value = super().get_prep_value(value)
        return value.replace(microsecond=0) if isinstance(value, datetime) else value


class Publishable(models.Model):
    """An item that readers do not meet before an editor has published it.

    A subclass declares `Rule(…, live="live_from")` and lists publishing_constraints() among its
    constraints.
    """

    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    live_from = LiveFromField(verbose_name="readers meet it from")
    state_set_by = models.CharField(
        "by", max_length=NAME_LENGTH, blank=True, default="", editable=False
    )
    state_set_at = models.DateTimeField("at", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """Published, if perhaps for a moment that lies ahead."""
        return self.state == State.PUBLISHED

    @property
    def is_live(self) -> bool:
        """Readers may meet it by now, as far as their films open it."""
        return self.live_from is not None and self.live_from <= timezone.now()

    def stands_on(self) -> "Sequence[Publishable]":
        """Items without which readers would not meet this one, or not as it is: by itself, none."""
        return ()

    def all_beneath(self) -> "list[Publishable]":
        """All of these, with what they stand on themselves: each behind what it stands on."""
        beneath = ((*item.all_beneath(), item) for item in self.stands_on())
        return list(dict.fromkeys(one for items in beneath for one in items))

    def waits_for(self) -> "list[Publishable]":
        """Those of them that are not published: they come before it, or with it."""
        return [item for item in self.all_beneath() if not item.is_published]

    def brings_along(self) -> "Sequence[Publishable]":
        """Items that are its parts and wait with it: published after it, by whoever may. None by itself."""
        return ()

    def publish(self, *, at: datetime | None = None, by: str = "") -> None:
        """Let readers meet this item from `at` on, or from now; saves it.

        `by` is the name of who decides. Raises ValidationError with all that is missing. What
        readers meet already keeps its moment, unless another one is given.
        """
        if waits_for := self.waits_for():
            raise ValidationError(
                [
                    ValidationError(
                        f"“{item}” is not published: publish it first, or both.", code="unpublished"
                    )
                    for item in waits_for
                ]
            )
        kept = self.live_from if self.is_live else None
        self._become(State.PUBLISHED, by, at or kept or timezone.now())

    def withdraw(self, *, by: str = "") -> None:
        """Take this item back from readers; its content stays. Saves it."""
        self._become(State.WITHDRAWN, by)

    def submit(self, *, by: str = "") -> None:
        """Ask others to look at what readers do not meet yet, and saves it.

        Raises ValidationError for what is published.
        """
        if self.is_published:
            raise ValidationError("It is published already.", code="published")
        self._become(State.REVIEW, by)

    def restore(self, state: State, live_from: datetime | None, *, by: str = "") -> None:
        """Be what a content file says that it was; saves it. It is not asked what is missing."""
        self._become(state, by, live_from)

    def hold_back(self) -> None:
        """Make a draft of it, whatever it was. Does not save."""
        self._be(State.DRAFT)

    def _become(self, state: State, by: str, at: datetime | None = None) -> None:
        self._be(state, at)
        self.state_set_by, self.state_set_at = by, timezone.now().replace(microsecond=0)
        with transaction.atomic():
            self.save(update_fields=self._decided())

    def _be(self, state: State, at: datetime | None = None) -> None:
        self.state = state
        self.live_from = at and at.replace(microsecond=0)  # type: ignore[assignment] # NULL, too

    def _decided(self) -> list[str]:
        """The columns that change together with the state."""
        return ["state", "live_from", "state_set_by", "state_set_at"]


#: What an account may do with such items; to publish and to withdraw is a right of its own.
PERMISSIONS = ("add", "change", "delete", "view", "publish")
#: Of what was there before items had a state.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def publishing_constraints() -> list[models.BaseConstraint]:
    """A moment exactly where the state is that of something published."""
    return [
        models.CheckConstraint(
            condition=Q(state=State.PUBLISHED, live_from__isnull=False)
            | (Q(state__in=[State.DRAFT, State.REVIEW, State.WITHDRAWN]) & Q(live_from=None)),
            name="%(app_label)s_%(class)s_published_from",
            violation_error_message="What is published has a moment, and nothing else has.",
        ),
    ]


def may_publish(user: Any, model: type[models.Model]) -> bool:
    """Whether this account may let readers meet such items, and take them back."""
    return may(user, "publish", model)


def may_change_all(user: Any, model: type[models.Model]) -> bool:
    """Whether this account may change such items wherever they are, also what readers meet."""
    return may(user, "change", model) and (
        not issubclass(model, Publishable) or may_publish(user, model)
    )
