"""Forms that refuse to overwrite what somebody else has changed meanwhile.

They are mixed into every form of the editors' pages (editing/admin.py).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    INITIAL_FORM_COUNT,
    TOTAL_FORM_COUNT,
)
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gate.keys import is_key

from .opened import FIELD, REST, UNSAVED, Opened, Prints, plain, print_of, prints_of
from .protecting import IS_LIVE, in_a_sentence, is_published

UNKNOWN = (
    "It cannot be told whether somebody else changed “%(row)s” since you opened it. Nothing is saved "
    "yet: compare what is stored with what you typed, and save again."
)
CHANGED = "“%(row)s” was changed since you opened it. Nothing is saved yet."
GONE = (
    "%(row)s was deleted since you opened it. What you typed there is kept as a new one below: "
    "save again to add it."
)
PROTECTED = "“{}” cannot be deleted while this needs it: {}"
PUBLISHED = f"“%(row)s” cannot be deleted. {IS_LIVE}"
#: Rows without any field, beside those that came with some.
MOST_BLANK = 20
SHORT = (
    "Not all rows of this came with the form, so nothing is saved. Look them over, and save again; if "
    "some are missing, open the page anew."
)
UNTOUCHED = "You had not changed this: the form now holds what is stored."


class Difference(NamedTuple):
    """A field that somebody else changed: what is stored by now, and what was typed."""

    label: str
    stored: str
    #: None where the form has no field for it.
    typed: str | None


class OpenedWith(forms.CharField):
    """Travels with a form, and is no part of what is edited."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class Editing:
    """One request for a form: what the form was opened with, and why it is not saved as it is."""

    def __init__(
        self,
        opened: Opened | None,
        refusal: str,
        lists: bool,
        obstacles: Callable[[models.Model], list[SafeString]],
        may_change: Callable[..., bool],
    ) -> None:
        self.opened = opened
        self.refusal = refusal
        #: Only asked for lists of all that there is to choose (editing/choices.py).
        self.lists = lists
        #: What stands in the way of deleting a row.
        self.obstacles = obstacles
        #: Whether this editor may change rows of a model, or this one of them, and so see what is
        #: sealed in them.
        self.may_change = may_change
        #: What the checks keep for the next row (editing/suspecting.py).
        self.kept: dict[str, Any] = {}
        #: The last position among rows that stand beside each other (editing/positions.py).
        self.positions: dict[tuple, int] = {}


class NeverOverwrites(forms.ModelForm):
    """For the ModelForm of a row. `editing` is set on the class that is made for a request."""

    editing: Editing
    #: A QueryDict, once it is changed here.
    data: Any
    #: The main form carries what all forms of the page were opened with.
    is_main = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands: Prints = prints_of(self)
        self.differences: list[Difference] = []
        #: What it was opened with is not known.
        self.is_unknown = False
        if self.is_main:
            self.fields |= {name: OpenedWith(required=False) for name in (FIELD, UNSAVED)}

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if self.is_main and self.editing.refusal:
            self.add_error(None, ValidationError(self.editing.refusal, code="refused"))
        if self.instance.pk:
            self._compare()
        return facts

    def hand_clean_DELETE(self) -> None:
        """Django calls it for a row of a part, and names what protects it without a way there."""
        if not self.cleaned_data.get(DELETION_FIELD_NAME) or self.instance.pk is None:
            return
        if found := self.editing.obstacles(self.instance):
            message = format_html(PROTECTED, self.instance, in_a_sentence(found))
            raise ValidationError(message, code="deleting_protected")
        if is_published(self.instance):
            row = {"row": str(self.instance)}
            raise ValidationError(PUBLISHED, code="deleting_protected", params=row)

    def _compare(self) -> None:
        opened = self.editing.opened
        then = opened.prints(self) if opened else None
        if then is None:
            self.is_unknown = True
            names = [name for name in self.stands if name in self.fields and self._is_other(name)]
            self._tell(UNKNOWN, "unknown", names, self.stands)
        elif changed := [name for name in self.stands if then[name] != self.stands[name]]:
            self._tell(CHANGED, "changed", changed, then)

    def _tell(self, message: str, code: str, names: list[str], then: Prints) -> None:
        # The row is called as it is stored: what was typed is not in it yet.
        self.instance_name = str(self.instance)
        self.differences = [self._difference(name, then) for name in names]
        row = {"row": self.instance_name}
        self.add_error(None, ValidationError(message, code=code, params=row))

    def _typed(self, name: str) -> Any:
        return self.cleaned_data.get(name, self[name].value())

    def _is_other(self, name: str) -> bool:
        """Than what is stored."""
        return print_of(self._typed(name)) != self.stands[name]

    def _difference(self, name: str, then: Prints) -> Difference:
        if name == REST:
            return Difference("What this form does not show", "It was changed.", None)
        field = self.fields[name]
        stored = self.get_initial_for_field(field, name)
        typed = self._typed(name)
        if print_of(typed) != then[name]:
            return Difference(field.label, in_words(field, stored), in_words(field, typed))
        self._take_over(name, stored)
        return Difference(field.label, in_words(field, stored), UNTOUCHED)

    def _take_over(self, name: str, stored: Any) -> None:
        """Put into the form what is stored, for saving again must not undo it."""
        self.data = self.data.copy()
        widget, key = self.fields[name].widget, self[name].html_name
        if isinstance(widget, forms.MultiWidget):
            for part, value in zip(widget.widgets_names, widget.decompress(stored), strict=True):
                self.data[key + part] = plain(value)
        elif isinstance(plain(stored), list):
            self.data.setlist(key, plain(stored))
        elif isinstance(widget, forms.CheckboxInput) and not stored:
            self.data.pop(key, None)
        else:
            self.data[key] = plain(stored)


class NeverOverwritesRows(forms.BaseInlineFormSet):
    """For the formset of an inline. What was typed into rows that are gone is kept as new rows."""

    editing: Editing
    #: A QueryDict, once it is changed here.
    data: Any

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.gone: list[str] = []
        self.is_short = self.is_bound and self._lacks_rows()
        if self.is_bound and self.instance.pk:
            self._keep_what_is_gone()
        #: The number of a row that was not sent.
        self.blank: int | None = None
        if self.is_bound and self.editing.lists and self.total_form_count() < self.max_num:
            self._add_a_blank_row()

    def _add_a_blank_row(self) -> None:
        self.blank = self.total_form_count()
        self.data = self.data.copy()
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(self.blank + 1)
        del self.management_form

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        if i != self.blank:
            return super()._construct_form(i, **kwargs)
        row = super()._construct_form(i, **kwargs | {"data": None, "files": None})
        row.cleaned_data = {}  # Django asks every row whether it is to be deleted
        return row

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields and form.instance.pk:
            # In a table the box stands alone, below a heading that is far away.
            label = f"Delete {form.instance}"
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = label

    def clean(self) -> None:
        super().clean()
        errors = [ValidationError(GONE, code="gone", params={"row": row}) for row in self.gone]
        errors += [ValidationError(SHORT, code="short")] if self.is_short else []
        errors += [
            ValidationError(CHANGED, code="changed", params={"row": form.instance_name})
            for form in self.initial_forms
            # Django does not look at what is wrong with a row that is to be deleted.
            if form.differences and self._should_delete_form(form)
        ]
        if errors:
            raise ValidationError(errors)

    def _lacks_rows(self) -> bool:
        """It says that it has more rows than came with it; what did not come is not made up.

        A row that a browser sends has fields. Else a number alone would have the site make, and show
        again, thousands of rows.
        """
        start = f"{self.prefix}-"
        names = (name.removeprefix(start) for name in self.data if name.startswith(start))
        sent = {row for name in names if is_key(row := name.partition("-")[0])}
        there, told = len(sent) + MOST_BLANK, self.management_form.cleaned_data
        total, initial = told[TOTAL_FORM_COUNT] or 0, told[INITIAL_FORM_COUNT] or 0
        if total <= there and initial <= total:
            return False
        self.data = self.data.copy()
        self.data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = str(min(total, there))
        self.data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(min(initial, total, there))
        del self.management_form
        return True

    def _keep_what_is_gone(self) -> None:
        there = {str(row.pk) for row in self.get_queryset()}
        initial, total = self.initial_form_count(), self.total_form_count()
        key = self.model._meta.pk.name
        posted = [self.data.get(f"{self.prefix}-{number}-{key}") for number in range(initial)]
        gone = [number for number, pk in enumerate(posted) if pk and pk not in there]
        if not gone:
            return
        stay = [number for number in range(total) if number not in gone]
        rows = [self._row(number) for number in stay] + [
            {name: values for name, values in self._row(number).items() if name != key}
            for number in gone
        ]
        self.gone = [
            f"{self.model._meta.verbose_name} {number + 1}".capitalize() for number in gone
        ]
        self.data = self.data.copy()
        for number in range(total):
            for name in self._row(number):
                del self.data[f"{self.prefix}-{number}-{name}"]
        for number, row in enumerate(rows):
            for name, values in row.items():
                self.data.setlist(f"{self.prefix}-{number}-{name}", values)
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(initial - len(gone))
        del self.management_form

    def _row(self, number: int) -> dict[str, list[str]]:
        start = f"{self.prefix}-{number}-"
        return {
            name.removeprefix(start): values
            for name, values in self.data.lists()
            if name.startswith(start)
        }


def in_words(field: forms.Field, value: Any) -> str:
    """A value of this field as an editor sees it."""
    value = plain(value)
    if isinstance(field, forms.ModelChoiceField):
        keys = value if isinstance(value, list) else [value]
        rows = field.queryset.filter(pk__in=[key for key in keys if is_key(key)])
        return ", ".join(str(row) for row in rows)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return value


def as_new(data: QueryDict, formsets: list[type[forms.BaseInlineFormSet]]) -> QueryDict:
    """What was typed into the form of a row that is gone, for the form that adds one."""
    fresh = data.copy()
    for formset in formsets:
        prefix = formset.get_default_prefix()
        fresh[f"{prefix}-INITIAL_FORMS"] = "0"
        keys = (f"-{formset.model._meta.pk.name}", f"-{formset.fk.name}")
        for name in data:
            if name.startswith(f"{prefix}-") and name.endswith(keys):
                del fresh[name]
    return fresh
