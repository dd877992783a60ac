"""The hands that write: each fills every sealed column in its own way, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import URLValidator
from django.db import models

from gate.queryset import sealed_fields
from gate.sealed import SealedField


@dataclass(frozen=True)
class Hand:
    name: str
    words: str
    #: Which of the choices, where there are any.
    choice: int = 0
    leaves_out: bool = False

    def text(self, field: SealedField) -> str:
        if field.choices:
            return field.choices[self.choice][0]
        if self.leaves_out and field.blank:
            return ""
        if any(isinstance(validator, URLValidator) for validator in field.validators):
            return f"https://example.org/{len(self.words)}"
        return self.words

    def texts(self, model: type[models.Model]) -> dict[str, Any]:
        """For a factory of this model."""
        return {field.name: self.text(field) for field in sealed_fields(model)}


BRIEF = Hand("a brief hand", "[Zugzwang].")
HANDS = (
    BRIEF,
    Hand("a hand at length", "\n\n".join(["It [all] ends; he never came home."] * 40), 1),
    Hand("a hand that leaves out", "Quite another [ending].", 2, leaves_out=True),
)
#: What stood there before, where a hand writes over something.
BEFORE = Hand("before", "As it was at first.", -1)
