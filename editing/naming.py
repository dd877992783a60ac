"""The name in the address of a new row: left empty, it is made of what the row is called."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

NO_ADDRESS = "No address can be made of this {}: say what its page is called there."
ADDRESS_TAKEN = (
    "Another one has this address already: add a year or a number, or choose other words."
)


class NamedInAddress(forms.ModelForm):
    """Scripts fill the name in as one types; without them nobody has to type it either."""

    #: The field that says what the row is called.
    called = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever may only look is shown no field.
        if slug := self.fields.get("slug"):
            slug.error_messages["unique"] = ADDRESS_TAKEN
            if self.instance.pk is None:
                may_be_empty(self, "slug", f"made of the {self.called}")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("slug") == "":
            field: Any = self.fields["slug"]
            facts["slug"] = slugify(facts.get(self.called, ""))[: field.max_length]
            if facts.get(self.called) and not facts["slug"]:
                message = NO_ADDRESS.format(self.called)
                self.add_error("slug", ValidationError(message, code="required"))
        return facts


def may_be_empty(form: forms.BaseForm, name: str, otherwise: str) -> None:
    """Asks for no value of this field, and says what is taken instead."""
    field = form.fields[name]
    field.required = False
    field.help_text = f"{field.help_text} Left empty: {otherwise}.".strip()
