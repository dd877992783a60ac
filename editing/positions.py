"""A new row comes last among those beside which it stands, until an editor says otherwise."""

from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.db.models import Max

from .forms import Editing
from .locking import lock
from .opened import plain

FIELD = "position"
HELP = "Leave it empty for the next one."


def beside(model: type[models.Model]) -> tuple[str, ...] | None:
    """The columns by which rows are ordered before their position; None where they have none.

    Rows that are alike in these stand beside each other: the quotes of an interview.
    """
    order = [str(name) for name in model._meta.ordering or ()]
    return tuple(order[: order.index(FIELD)]) if FIELD in order else None


def next_position(model: type[models.Model], among: dict[str, Any]) -> int:
    """After the last of the rows with these values. Content files count from 1, too."""
    if any(isinstance(value, models.Model) and value.pk is None for value in among.values()):
        return 1  # what they hang on is new as well
    last = model._base_manager.filter(**among).aggregate(last=Max(FIELD))["last"]
    return 1 if last is None else last + 1


def _lock_to_add(among: dict[str, Any]) -> None:
    """So that whoever adds a row beside these at the same moment counts the one that is first."""
    for whole in among.values():
        if isinstance(whole, models.Model) and whole.pk:
            lock(type(whole)._base_manager.filter(pk=whole.pk), to_add=True)


class TakesNextPosition(forms.ModelForm):
    """For the ModelForm of a row. `editing` is set on the class that is made for a request."""

    editing: Editing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(self.instance)
        self._beside = beside(model) if FIELD in self.fields else None
        if self._beside is not None and self.instance.pk is None:
            field = self.fields[FIELD]
            field.required, field.initial = False, None
            field.help_text = f"{field.help_text} {HELP}".strip()

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        among = {name: facts.get(name) for name in self._beside or ()}
        if self._beside is None or FIELD in self.errors or None in among.values():
            return facts
        if self.instance.pk is None:
            _lock_to_add(among)
        # Several rows of one form may be new.
        given = self.editing.positions
        key = (type(self.instance), *map(plain, among.values()))
        if facts.get(FIELD) is None:
            stored = next_position(type(self.instance), among)
            facts[FIELD] = max(stored, given.get(key, 0) + 1)
        given[key] = max(facts[FIELD], given.get(key, 0))
        return facts

    def has_changed(self) -> bool:
        """A new row in which nothing stands but its position is none."""
        # Django's own answer is no where an account may only look at the row.
        changed = set(self.changed_data) - ({FIELD} if self.instance.pk is None else set())
        return bool(changed) and super().has_changed()


class NumbersNewRows(forms.BaseInlineFormSet):
    """For the formset of an inline: its new rows show the positions that come next."""

    model: type[models.Model]

    @cached_property
    def _next(self) -> int:
        return next_position(self.model, {self.fk.name: self.instance})

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if beside(self.model) == (self.fk.name,) and form.instance.pk is None:
            ahead = self.total_form_count() if index is None else index
            form.initial[FIELD] = self._next + ahead - self.initial_form_count()
