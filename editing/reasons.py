"""Why a form is saved: one line that its editor may write, for the history of what it edits."""

from typing import Any

from django import forms
from django.forms import ModelForm

from gate.texts import one_line

from .models import LONGEST_REASON

WHY = "why"


class Reason(forms.CharField):
    """No part of what is edited: a form in which nothing else was typed has not changed."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST_REASON,
            validators=[one_line],
            widget=forms.TextInput(attrs={"class": "vTextField"}),
            label="Why",
            help_text="For the history, which only editors see. You may leave it empty.",
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SaysWhy(ModelForm):
    """For the ModelForm of a row. Only the main form asks, where versions are kept of what it edits."""

    is_main = False
    keeps_versions = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_main and self.keeps_versions:
            self.fields[WHY] = Reason()
