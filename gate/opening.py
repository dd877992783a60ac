"""A save that opens a sealed item to more readers asks first, and says to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from operator import eq
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .models import Gated, Requirement, Stamp
from .texts import listing

FIELD = "opening"
#: The code of the error by which the form asks.
ASKED = "opens"
FROM_THE_WEAKEST = [Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE]


@dataclass(frozen=True)
class Lock:
    """What keeps an item closed: its stamp, and the keys of the films that it spoils."""

    stamp: Stamp
    films: frozenset[int]

    @classmethod
    def of(cls, item: Gated) -> "Lock | None":
        """What keeps this item closed; None where nothing does."""
        return cls(Stamp(item.stamp), item.required) if item.required else None

    def opens_as(self, other: "Lock") -> bool:
        """With `other` in its place, somebody can read, or know of, what they could not before."""
        was, comes = (FROM_THE_WEAKEST.index(lock.stamp) for lock in (self, other))
        return comes < was or (comes > 0 and not self.films <= other.films)

    def __str__(self) -> str:
        return f"{self.stamp}:{'.'.join(map(str, sorted(self.films)))}"


def who_gets_in(before: Lock, after: Lock) -> str:
    """Who will read what `after` keeps, as a sentence for editors; and who will know of it."""
    if after.stamp == Stamp.NOTHING:
        return "Everyone will be able to read it."
    sentence = f"Whoever has seen {names_of(after.films)} will be able to read it."
    if (before.stamp, after.stamp) == (Stamp.EXISTENCE, Stamp.TEXT):
        return f"Everyone will be able to know that it is there. {sentence}"
    return sentence


def names_of(films: Collection[int]) -> str:
    """Films, which are given by their keys, as words in a sentence: “A, B and C”."""
    model = Requirement._meta.get_field("films").related_model
    return listing([str(film) for film in model._default_manager.filter(pk__in=films)])


class Agreement(forms.CheckboxInput):
    """A box whose value says to what somebody agrees by ticking it.

    It is shown as ticked only where it was ticked for just that: who changes what they had agreed
    to is asked anew.
    """

    def __init__(self, agreement: str) -> None:
        super().__init__({"value": agreement}, check_test=partial(eq, agreement))

    def format_value(self, value: Any) -> None:
        """What was sent does not stand in the box, which sends its own value and no other."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, "")


class AgreementField(forms.CharField):
    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class AsksBeforeOpening(forms.ModelForm):
    """A form whose save is refused while it opens something to which nobody has agreed."""

    opening = AgreementField(required=False, label="Yes, open it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lock: Lock | None = self.lock_of(self.instance) if self.instance.pk else None

    def lock_of(self, item: models.Model) -> Lock | None:
        """What keeps the stored item closed; None where it is closed to all, or to nobody."""
        raise NotImplementedError

    def lock_after(self, facts: dict[str, Any]) -> Lock | None:
        """The same once these facts are saved; None where they are wrong anyway."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        """Last of all: what is wrong anyway is not asked for."""
        super()._post_clean()  # type: ignore[misc] # its stubs leave it out
        if self.lock is None or self.errors:
            return
        after = self.lock_after(self.cleaned_data)
        if after and self.lock.opens_as(after):
            self._ask(f"{self.lock} > {after}", who_gets_in(self.lock, after))

    def _ask(self, agreement: str, whom: str) -> None:
        self.fields[FIELD].widget = Agreement(agreement)
        if self.cleaned_data.get(FIELD) != agreement:
            message = f"This opens what is sealed. {whom} Tick the box and save again."
            self.add_error(FIELD, ValidationError(message, code=ASKED))
