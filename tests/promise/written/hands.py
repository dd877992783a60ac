"""The hands that write: each fills every sealed column in its own way, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import RegexValidator, URLValidator
from django.db import models

from gate.queryset import sealed_fields
from gate.sealed import SealedField
from gate.texts import one_line
from tests.promise.portions import DEEP


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
        if any(isinstance(validator, RegexValidator) for validator in field.validators):
            return f"0:01:{len(self.words) % 60:02}"  # a timecode
        words = " ".join(self.words.split()) if one_line in field.validators else self.words
        return words[: field.max_length]

    def texts(self, model: type[models.Model]) -> dict[str, Any]:
        """For a factory of this model."""
        return {field.name: self.text(field) for field in sealed_fields(model)}


BRIEF = Hand("a brief hand", "[Zugzwang].")
LENGTHY = "\n\n".join(["It [all] ends; he never came home."] * 40)
#: Two that differ in all there is to differ in; one by one in the long run.
HANDS = (
    (
        BRIEF,
        Hand("a hand at length", LENGTHY, 1),
        Hand("a hand that leaves out", "Quite another [ending].", 2, leaves_out=True),
    )
    if DEEP
    else (
        Hand("a hand at length", LENGTHY, 1),
        Hand("a brief hand that leaves out", "[Zugzwang].", 2, leaves_out=True),
    )
)
#: What stood there before, where a hand writes over something.
BEFORE = Hand("before", "As it was at first.", -1)
