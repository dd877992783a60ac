"""Before a second one of the same is made, what is there is offered; and two of one name are told apart.

The admin of a model says in `same` which rows are alike.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.http import HttpRequest

from gate.opening import ASKED, Agreement, AgreementField
from gate.sorting import WordsKeyField

from .addresses import address
from .finding import COLUMNS
from .forms import Editing
from .opened import FOLLOWS

#: The box in the form.
FIELD = "another"
#: The button that takes what is there, where the form stands in a window of its own; its value is
#: the key.
TAKE = "_take"
QUESTION = "This may be there already. Look at it, or tick the box to save this as another one."
QUESTION_TO_TAKE = (
    "This may be there already. Take it, or tick the box to save this as another one."
)
#: So many are named.
MOST = 10


class Same(NamedTuple):
    """Which rows are alike, and by what of a new one."""

    #: The fields that must be right before it can be told.
    columns: tuple[str, ...]
    #: Takes a row that is not saved, and the films that it will need; None for none.
    find: Callable[[Any, frozenset[int] | None], Iterable[models.Model]]
    #: Told to those alone who may change it, since it is told by what is sealed.
    is_sealed: bool = False


class Alike(NamedTuple):
    """A row that is there, as the question names it; without an address where it can be taken."""

    key: int
    name: str
    address: str = ""


class AsksWhetherItIsAnother(forms.ModelForm):
    """For the ModelForm of a row. `editing` and `finds` are set on the class made for a request."""

    editing: Editing
    finds: Callable[[models.Model, frozenset[int] | None], list[Alike]] | None = None
    same: Same | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike: list[Alike] = []
        if self.is_bound and self.finds and self.instance.pk is None:
            box = AgreementField(required=False, label="Save this as another one")
            self.fields |= {FIELD: box}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # its stubs leave it out
        is_wrong = self.same is not None and self.errors.keys() & {*self.same.columns}
        if FIELD not in self.fields or self.editing.refusal or is_wrong:
            return
        lock_after = getattr(self, "lock_after", None)
        lock = lock_after(self.cleaned_data) if lock_after else None
        assert self.finds is not None
        self.alike = self.finds(self.instance, lock.films if lock else None)
        if self.alike:
            self._ask_whether_it_is_another()

    def _ask_whether_it_is_another(self) -> None:
        """What is agreed to is this name, beside these rows."""
        said = repr((str(self.instance), sorted(one.key for one in self.alike)))
        agreement = hashlib.blake2s(said.encode(), digest_size=8).hexdigest()
        self.fields[FIELD].widget = Agreement(agreement)
        if self.cleaned_data.get(FIELD) != agreement:
            question = QUESTION if self.alike[0].address else QUESTION_TO_TAKE
            self.add_error(FIELD, ValidationError(question, code=ASKED))


class OffersWhatIsThere(ModelAdmin):
    """Mixed into each ModelAdmin of the editors' site; does nothing where nothing says `same`."""

    def found_alike(
        self, request: HttpRequest, row: models.Model, films: frozenset[int] | None
    ) -> list[Alike]:
        """What is there and alike, as far as this account may look at it."""
        same: Same = getattr(self, "same")  # noqa: B009 - of the admin into which it is mixed
        shown = self.has_change_permission if same.is_sealed else self.has_view_permission
        rows = [one for one in alike(same, row, films) if shown(request, one)][:MOST]
        is_popup = IS_POPUP_VAR in request.POST
        return [
            Alike(
                one.pk, called_apart(one), "" if is_popup else address(self.opts, "change", one.pk)
            )
            for one in rows
        ]

    def taken(self, request: HttpRequest) -> models.Model | None:
        """What the editor takes instead of what they were about to add, if they may look at it."""
        key = request.POST.get(TAKE, "")
        if not (key.isdecimal() and IS_POPUP_VAR in request.POST and hasattr(self, "same")):
            return None
        row = self.get_object(request, key)
        return row if row is not None and self.has_view_permission(request, row) else None


def alike(same: Same, row: models.Model, films: frozenset[int] | None) -> list[models.Model]:
    """Of very many, one more than are named: the row itself may be among them."""
    found = same.find(row, films)
    return [*(found[: MOST + 1] if isinstance(found, models.QuerySet) else found)]


class Autocomplete(AutocompleteJsonView):
    """Two rows of one name are told apart by what addresses call them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        self.names = told_apart(context["object_list"])
        return context

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": self.names[obj.pk]}


def told_apart(rows: Iterable[models.Model]) -> dict[Any, str]:
    """The names of these rows of one model, by their keys: with more where another has the same."""
    rows = list(rows)
    fields = type(rows[0])._meta.concrete_fields if rows else ()
    field = next((one.name for one in fields if isinstance(one, WordsKeyField)), None)
    if field is None:
        return {row.pk: str(row) for row in rows}
    alike = {f"{field}__in": {getattr(row, field) for row in rows}}
    counted = type(rows[0])._base_manager.filter(**alike).order_by().values_list(field)
    many = {words for words, number in counted.annotate(Count("pk")) if number > 1}
    return {row.pk: called_apart(row) if getattr(row, field) in many else str(row) for row in rows}


def called_apart(row: models.Model) -> str:
    """“Winston Scott (winston-scott)”: with what addresses call it, where its name says no more."""
    fields = {field.name for field in row._meta.concrete_fields}
    says_more = bool(fields & FOLLOWS) and str(row).endswith(")")
    if COLUMNS[0] not in fields or says_more:
        return str(row)
    return f"{row} ({getattr(row, COLUMNS[0])})"
