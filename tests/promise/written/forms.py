"""An editor's form as a browser would send it, with the sealed texts of a hand in it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse

from gate.sealed import SealedField

from .hands import Hand

type Data = dict[str, Any]


def filled(page: HttpResponse, hand: Hand) -> Data:
    """For the row that the page shows."""
    data: Data = {}
    for form in _forms(page):
        for bound in form:
            field = _sealed(form, bound.name)
            value = hand.text(field) if field else _shown(bound)
            if value is not None:
                data[bound.html_name] = value
    return data


def anew(page: HttpResponse, hand: Hand) -> Data:
    """The same, for a row that is not there yet, with parts that are not."""
    data = filled(page, hand)
    for formset in _formsets(page):
        data[f"{formset.prefix}-INITIAL_FORMS"] = "0"
        for form in formset.forms:
            for name in (form._meta.model._meta.pk.name, formset.fk.name):
                data.pop(form.add_prefix(name), None)
    return data


def _forms(page: HttpResponse) -> Iterator[forms.BaseForm]:
    yield page.context["adminform"].form
    for formset in _formsets(page):
        yield formset.management_form
        yield from formset.forms


def _formsets(page: HttpResponse) -> list[Any]:
    return [inline.formset for inline in page.context["inline_admin_formsets"]]


def _sealed(form: forms.BaseForm, name: str) -> SealedField | None:
    if not isinstance(form, forms.ModelForm):
        return None
    try:
        field = form._meta.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, SealedField) else None


def _shown(bound: forms.BoundField) -> Any:
    """What stands in the field; None where nothing does, as with a box that is not ticked."""
    value = bound.field.widget.format_value(bound.value())
    return value if value not in ([], False, "") else None
