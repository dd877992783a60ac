"""The picker's forms: which films somebody says they have seen."""

from typing import Any

from django import forms
from django.http import QueryDict

from films.models import Film
from gate.reader import Reader

UNKNOWN = "One of these films is unknown or not out yet. Nothing was changed."
NO_PRESET = "That preset is not one of those offered. Nothing was changed."
NO_LAST = "Choose the last film that you have seen. Nothing was changed."


class PickerForm(forms.Form):
    """Offers the films that are out today.

    What was sent is looked for among these: a number that no database takes is just unknown.
    """

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.released = Film.objects.released()

    def read_by(self, reader: Reader) -> Reader:
        """`reader` after saving this form, which is valid."""
        raise NotImplementedError


class TickedForm(PickerForm):
    """The films ticked one by one: just these are seen."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["films"] = forms.MultipleChoiceField(
            choices=[(film.pk, film.name) for film in self.released],
            required=False,
            error_messages={"invalid_choice": UNKNOWN},
        )

    def read_by(self, reader: Reader) -> Reader:
        return reader.having_seen_just(self.released.filter(pk__in=self.cleaned_data["films"]))


class PresetForm(PickerForm):
    """All that is out, nothing, or one universe up to a film; other universes stay as they are."""

    preset = forms.ChoiceField(
        choices=[(name, name) for name in ("all", "none", "upto")],
        error_messages={"invalid_choice": NO_PRESET, "required": NO_PRESET},
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["upto"] = forms.ChoiceField(
            choices=[(film.slug, film.name) for film in self.released],
            required=False,
            error_messages={"invalid_choice": NO_LAST},
        )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("preset") == "upto" and facts.get("upto") == "":
            self.add_error("upto", NO_LAST)
        return facts

    def read_by(self, reader: Reader) -> Reader:
        match self.cleaned_data["preset"]:
            case "all":
                return reader.having_seen_just(self.released)
            case "none":
                return reader.having_seen_just([])
        last = self.released.get(slug=self.cleaned_data["upto"])
        universe = self.released.filter(universe=last.universe_id)
        up_to = universe.filter(released__lte=last.released)
        return reader.not_having_seen(universe).having_seen(up_to)


def picker_form(data: QueryDict) -> PickerForm:
    """The form that was sent: a preset where one was pressed, else the ticks."""
    return PresetForm(data) if "preset" in data else TickedForm(data)
