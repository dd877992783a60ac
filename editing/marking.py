"""Which fields of a form are public: whoever writes in them is told so there."""

from typing import Any

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gate.declassified import public_columns

READ_BY_ALL = "Everybody reads this."


class MarksWhatIsPublic(forms.ModelForm):
    """For the ModelForm of a row. The mark is a part of the help, which screen readers read out."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        model: type[models.Model] = type(self.instance)
        for column in public_columns(model):
            if field := self.fields.get(column.name):
                field.help_text = marked(field.help_text)


def marked(help_text: Any) -> SafeString:
    """The help of a field, with the mark."""
    said = help_text or READ_BY_ALL
    return format_html('<strong class="public">Public</strong> {}', said)
