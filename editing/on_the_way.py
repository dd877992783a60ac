"""A row that a form points at and that is not there yet is written on the way, without scripts too.

With scripts Django opens a window of its own. Without them a button puts the form aside, as one is
that could not be saved (editing/unsaved_forms.py), and leads to the form for the new row; saving that
leads back, with what was typed and the new row chosen.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from . import choices, unsaved_forms
from .addresses import address
from .refusals import SAVE

#: The name of the button; its value is the name of the field.
BUTTON = "_write"
#: In the address of the form for the new row: the form that was put aside, and its field.
RETURNS = "for"
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*(-[0-9]{1,4}-[a-z][a-z0-9_]*)?")
CHOSEN = "It is chosen in what you were writing."


class Writes(RelatedFieldWidgetWrapper):
    """With a button for who has no scripts."""

    @classmethod
    def around(cls, widget: RelatedFieldWidgetWrapper) -> "Writes":
        written = cls.__new__(cls)
        vars(written).update(vars(widget))
        return written

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, value, attrs, renderer)
        return format_html(
            '{}<noscript><button class="button write" name="{}" value="{}">Write a new {}</button>'
            "</noscript>",
            shown,
            BUTTON,
            name,
            self.rel.model._meta.verbose_name,
        )


class WritesOnTheWay(admin.ModelAdmin):
    #: The model of each inline, and its column that points at the row (editing/searching.py).
    links: Callable[[], list[tuple[type[models.Model], str]]]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if BUTTON in request.POST:
            kind = self._kind_of(request.POST[BUTTON])
            kept = unsaved_forms.put_aside(request) if kind else None
            if kind and kept:
                # Who has no scripts chooses from lists there, too.
                query = {RETURNS: f"{kept}.{request.POST[BUTTON]}", choices.ASKED: "all"}
                return HttpResponseRedirect(address(kind._meta, "add", query=query))
            # Nobody has asked to save it.
            request.editing.refusal = unsaved_forms.NOT_LEFT  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: models.Model, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return self._back(request, obj, super().response_add(request, obj, *args, **kwargs))

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        return self._back(request, obj, super().response_change(request, obj))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not context["is_popup"]:
            parts = [one.formset for one in context["inline_admin_formsets"]]
            shown = [context["adminform"].form, *(row for part in parts for row in part.forms)]
            context["writes"] = sum(map(_offer, shown)) > 0
            form, _name = _asked_for(request)
            context["returns"] = unsaved_forms.put_aside_at(request, form) if form else None
        return super().render_change_form(request, context, *args, **kwargs)

    def _back(self, request: HttpRequest, row: models.Model, answer: HttpResponse) -> HttpResponse:
        """To the form that was put aside, with this row chosen; `answer` where there is none.

        Another button than “Save” leads where it says, and the way back is told.
        """
        form, name = _asked_for(request)
        back = unsaved_forms.choose(request, form, name, row.pk) if form else None
        if back and not any(button in request.POST for button in SAVE if button != "_save"):
            return HttpResponseRedirect(back)
        if back:
            told = format_html('{} <a href="{}">Go on there</a>', CHOSEN, back)
            self.message_user(request, told, messages.INFO)
        return answer

    def _kind_of(self, name: str) -> type[models.Model] | None:
        """The model of the rows that may be chosen in a field, which has a form for new ones."""
        if not FIELD_NAME.fullmatch(name):
            return None
        row, _dash, column = name.rpartition("-")
        part = row.rpartition("-")[0]
        of_part = {_prefix(one, link): one for one, link in self.links()}
        model = of_part.get(part) if part else self.model
        keys = {key.name: key for key in model._meta.fields} if model else {}
        kind = getattr(keys.get(column), "related_model", None)
        return kind if kind and self.admin_site.is_registered(kind) else None


def _prefix(part: Any, link: str) -> str:
    """How the names of an inline’s fields begin."""
    return part._meta.get_field(link).remote_field.get_accessor_name()


def _asked_for(request: HttpRequest) -> tuple[int, str]:
    """The form to which the address says that it returns, and its field; 0 for none."""
    form, _dot, name = request.GET.get(RETURNS, "").partition(".")
    is_one = FIELD_NAME.fullmatch(name) and IS_POPUP_VAR not in request.POST
    return (unsaved_forms.key_in(form), name) if is_one else (0, "")


def _offer(form: BaseForm) -> bool:
    """Buttons at the fields for which this account may add rows; whether the form has any."""
    found = False
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, RelatedFieldWidgetWrapper) and widget.can_add_related:
            field.widget = Writes.around(widget)
            found = True
    return found
