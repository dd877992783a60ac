"""A form is refused once while it holds words that may give something away, until somebody says why not.

What is suspicious is not known here: the packages above say so, by `suspecting.checks`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME

from gate.opening import ASKED, Agreement, AgreementField
from gate.publishing import Publishable, may_change_all, may_publish
from gate.rights import may
from gate.texts import one_line

from .forms import Editing

#: The box, and the line beside it.
FIELD, REASON = "stands", "stands_because"
#: The code of what stands beside the fields.
SUSPECTED = "suspected"
QUESTION = "Somebody may read here what they have not unlocked. Change the words, or keep them and say why."
WHY = "Say in a few words why it gives nothing away, and save again."
LONGEST = 300


class Suspicion(NamedTuple):
    """Words in a form that may give something away."""

    #: Beside which field it stands: that of a column of the row.
    column: str
    sentence: str
    #: What is agreed to by letting it stand.
    print: str
    #: Lets it stand for a reason; takes that, and the editor. Called once the row is saved.
    accept: Callable[[str, Any], None]


#: Takes a row as it is about to be saved, the films that it will need (None for those that it has),
#: and what is known of the request.
type Check = Callable[[models.Model, frozenset[int] | None, Editing], list[Suspicion]]

#: Added to by packages that this one does not know, when the site starts.
checks: list[Check] = []


def may_change(editor: Any, model: type[models.Model], row: models.Model | None = None) -> bool:
    """Such an editor sees what is sealed in rows of this model; if `row` is given, in this one.

    What readers meet is changed by whoever may publish it (editing/publishing.py).
    """
    if not may(editor, "change", model):
        return False
    return not any(whole.is_published for whole in (_for_others(editor, row) if row else ()))


def may_read_all(editor: Any, kinds: Iterable[type[models.Model]]) -> bool:
    """The forms show such an editor what is sealed in every row of these kinds, published or not."""
    return all(may_change_all(editor, kind) for kind in kinds)


def _for_others(editor: Any, row: models.Model) -> Iterator[Publishable]:
    """The row itself, or that of which it is a part, if it is not this editor's to publish.

    A part with a state of its own goes by that: a new quote, say, of an interview that is published.
    """
    if isinstance(row, Publishable):
        yield from () if may_publish(editor, type(row)) else (row,)
        return
    for key in row._meta.concrete_fields:
        if isinstance(key, models.ForeignKey) and key.remote_field.on_delete is models.CASCADE:
            kind: Any = key.related_model
            if issubclass(kind, Publishable) and not may_publish(editor, kind):
                yield getattr(row, key.name)


class Reason(forms.CharField):
    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class AsksWhatIsSuspected(forms.ModelForm):
    """For the ModelForm of a row. `editing` is set on the class that is made for a request."""

    editing: Editing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suspicions: list[Suspicion] = []
        if self.is_bound:
            reason = Reason(
                required=False,
                max_length=LONGEST,
                validators=[one_line],
                widget=forms.HiddenInput,
                label="Because",
            )
            box = AgreementField(required=False, label="Keep it: it gives nothing away")
            self.fields |= {FIELD: box, REASON: reason}

    def _post_clean(self) -> None:
        """Last of all: what is wrong anyway is corrected first."""
        # What is wrong with a reason can be corrected where it is asked for, and nowhere else.
        wrong = self.errors.pop(REASON, None)
        super()._post_clean()  # type: ignore[misc] # its stubs leave it out
        if self.editing.refusal or self._is_wrong() or self.cleaned_data.get(DELETION_FIELD_NAME):
            return
        self.suspicions = [one for check in checks for one in self._found_by(check)]
        if self.suspicions:
            self._ask_to_keep("\n".join(sorted(one.print for one in self.suspicions)))
            if wrong:
                self.errors[REASON] = wrong

    def accept_suspicions(self, editor: Any) -> None:
        """After the row was saved: what was kept is not asked again."""
        for one in self.suspicions:
            one.accept(self.cleaned_data[REASON], editor)

    def _found_by(self, check: Check) -> list[Suspicion]:
        lock_after = getattr(self, "lock_after", None)
        lock = lock_after(self.cleaned_data) if lock_after else None
        return check(self.instance, lock.films if lock else None, self.editing)

    def _ask_to_keep(self, prints: str) -> None:
        agreement = hashlib.blake2s(prints.encode(), digest_size=8).hexdigest()
        self.fields[FIELD].widget = Agreement(agreement)
        line = {"class": "vTextField", "maxlength": LONGEST}
        self.fields[REASON].widget = forms.TextInput(attrs=line)
        is_kept = self.cleaned_data.get(FIELD) == agreement
        if is_kept and self.cleaned_data.get(REASON):
            return
        for one in self.suspicions:
            column = one.column if one.column in self.fields else None
            self.add_error(column, ValidationError(one.sentence, code=SUSPECTED))
        self.add_error(FIELD, ValidationError(WHY if is_kept else QUESTION, code=ASKED))

    def _is_wrong(self) -> bool:
        """But for a question, which can be answered beside this one."""
        errors = [error for found in self.errors.as_data().values() for error in found]
        return any(error.code != ASKED for error in errors)
