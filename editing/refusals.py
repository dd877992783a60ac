"""What stands at the top of a form that was not saved: why, where, and what it asks."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, BoundField, Field, ModelForm, MultiWidget
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.text import capfirst

from gate.opening import ASKED, AgreementField

from .alike import FIELD as ANOTHER
from .alike import Alike
from .choices import inner
from .publishing import WAYS
from .suspecting import FIELD as STANDS
from .suspecting import REASON, SUSPECTED

#: The buttons that save, by their names.
SAVE = {
    "_save": "Save",
    "_addanother": "Save and add another",
    "_continue": "Save and continue editing",
    **WAYS,
}

LISTED = "All that there is to choose is listed now"
MORE_ROWS = "There is room for more now"
STILL_HERE = "What you typed is still here, and not saved yet."

#: What an editor calls it, its id in the page, and its form.
type Row = tuple[str, str, BaseForm]
type Kind = Callable[[ValidationError], bool]


class Reason(NamedTuple):
    """Why it was not saved."""

    sentences: list[str]
    #: Of what it is said, and the id of the element in the page; empty for the whole form.
    of: str = ""
    anchor: str = ""


class Question(NamedTuple):
    """A box that is to be ticked first; `of` is empty for that of the whole form."""

    of: str
    box: BoundField
    #: What it is about, in sentences, each with the field beside which it stands.
    about: list[Reason]
    #: The line in which the answer is to say why, where it is.
    why: BoundField | None = None
    #: What is there already, and may be the same.
    others: list[Alike] = []


class Refusal(NamedTuple):
    headline: str
    reasons: list[Reason]
    questions: list[Question]
    #: What was agreed to already, of what is refused for another reason.
    agreed: list[BoundField]
    #: The button that was pressed: its name, and what stands on it.
    button: tuple[str, str]
    #: Whether the first thing to correct is a field, which has the focus then.
    begins_in_field: bool = False
    #: Nothing is wrong with it.
    is_calm: bool = False


def refusal(
    form: ModelForm, formsets: list[Any], sent: QueryDict, told: str = ""
) -> Refusal | None:
    """Of the form that was sent with its parts; None where nothing is wrong.

    What is `told` of the form that is shown again is no mistake in it.
    """
    rows = _rows(form, formsets)
    reasons = [reason for row in rows for reason in _reasons(*row, _is_mistake)]
    reasons += [
        Reason(
            wrong, str(capfirst(formset.model._meta.verbose_name_plural)), f"{formset.prefix}-group"
        )
        for formset in formsets
        if (wrong := [*map(str, formset.non_form_errors())])
    ]
    asked = [one for row in rows for one in _questions(*row)]
    if not reasons and not asked:
        return None
    pressed = next((one for one in SAVE.items() if one[0] in sent), ("_save", "Save"))
    agreed = _agreed(rows)
    first = reasons[0] if reasons and not asked else None
    focused = first is not None and any(_focus(row, first.anchor) for _of, _anchor, row in rows)
    headline = _headline(reasons, asked)
    is_calm = all(reason.sentences == [told] for reason in reasons)
    return Refusal(headline, reasons, asked, agreed, pressed, focused, is_calm)


def listed(form: ModelForm, formsets: list[Any], headline: str = LISTED) -> Refusal:
    """For a form that was sent to have all choices listed: not checked yet, and so without mistakes."""
    for row in (form, *(row for formset in formsets for row in formset.forms)):
        row._errors = ErrorDict()  # noqa: SLF001 - Django's own way to add one, too
    for formset in formsets:
        formset._non_form_errors = ErrorList()  # noqa: SLF001
    agreed = _agreed(_rows(form, formsets))
    return Refusal(headline, [Reason([STILL_HERE])], [], agreed, ("_save", "Save"), is_calm=True)


def _is_asked(box: BoundField) -> bool:
    """The form was refused, until this box is ticked."""
    return any(error.code == ASKED for error in box.errors.as_data())


def _boxes(row: BaseForm) -> list[BoundField]:
    """Those by which something is agreed to."""
    fields = row.fields.items()
    return [row[name] for name, field in fields if isinstance(field, AgreementField)]


def _questions(of: str, anchor: str, row: BaseForm) -> Iterator[Question]:
    for box in _boxes(row):
        if _is_asked(box) and box.name == STANDS:
            yield Question(of, box, [*_reasons(of, anchor, row, _is_suspicion)], row[REASON])
        elif _is_asked(box) and box.name == ANOTHER:
            yield Question(of, box, [], others=row.alike)  # type: ignore[attr-defined]
        elif _is_asked(box):
            yield Question(of, box, [])


def _agreed(rows: list[Row]) -> list[BoundField]:
    """The boxes that are ticked, with the reasons that stand beside them."""
    ticked = [
        (row, box)
        for _of, _anchor, row in rows
        for box in _boxes(row)
        if box.value() and not _is_asked(box)
    ]
    return [
        field
        for row, box in ticked
        for field in ([box, row[REASON]] if box.name == STANDS else [box])
    ]


def _rows(form: ModelForm, formsets: list[Any]) -> list[Row]:
    return [("", "", form), *_parts(formsets)]


def _parts(formsets: list[Any]) -> Iterator[Row]:
    for formset in formsets:
        kind = capfirst(formset.model._meta.verbose_name)
        for number, row in enumerate(formset.forms):
            yield f"{kind} {number + 1}", row.prefix, row


def _reasons(of: str, anchor: str, row: BaseForm, kind: Kind) -> Iterator[Reason]:
    """Its errors of this kind, each with the field beside which it stands."""
    for name, errors in row.errors.as_data().items():
        told = [str(message) for error in errors if kind(error) for message in error]
        if told and name == NON_FIELD_ERRORS:
            yield Reason(told, of, anchor)
        elif told:
            label = ": ".join(filter(None, [of, str(capfirst(row[name].label))]))
            yield Reason(told, label, row[name].id_for_label)


def _is_mistake(error: ValidationError) -> bool:
    return error.code not in (ASKED, SUSPECTED)


def _is_suspicion(error: ValidationError) -> bool:
    return error.code == SUSPECTED


def _headline(reasons: list[Reason], asked: list[Question]) -> str:
    if not reasons:
        many = f"{len(asked)} questions" if len(asked) > 1 else "One question"
        return f"{many} before this is saved"
    fields = [one for one in reasons if one.of]
    if asked or len(fields) < len(reasons):
        return "Not saved yet"
    return (
        "Not saved yet: one thing to correct"
        if len(fields) == 1
        else (f"Not saved yet: {len(fields)} things to correct")
    )


def _focus(form: BaseForm, anchor: str) -> bool:
    for name, field in form.fields.items():
        if form[name].id_for_label == anchor and not form[name].is_hidden:
            _first_input(field).attrs["autofocus"] = True
            return True
    return False


def _first_input(field: Field) -> Any:
    widget = inner(field.widget)
    return widget.widgets[0] if isinstance(widget, MultiWidget) else widget
