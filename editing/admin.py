"""What every editors' page does, whatever it edits: nothing that anybody wrote is overwritten.

The site of the editors' pages (editing/site.py) mixes this into each ModelAdmin that is registered.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gate.keys import is_key

from . import choices, history, lists, protecting, unsaved_forms
from .about import TellsWhatIsAbout
from .alike import AsksWhetherItIsAnother, OffersWhatIsThere
from .chronicle import HasHistory
from .forms import Editing, NeverOverwrites, NeverOverwritesRows, as_new
from .further_pages import ways_in
from .keeping import KeepsVersions
from .locking import lock
from .marking import MarksWhatIsPublic
from .on_the_way import BUTTON, WritesOnTheWay
from .opened import FIELD, NO_EDIT, UNSAVED, Opened
from .positions import NumbersNewRows, TakesNextPosition
from .previews import preview_of
from .reasons import WHY, SaysWhy
from .refusals import LISTED, MORE_ROWS, listed, refusal
from .searching import Searches
from .suspecting import AsksWhatIsSuspected, may_change
from .unfinished import TellsWhatIsLacking

DELETED = "This was deleted since you opened it. What you typed is kept: save it to add it anew."

#: What every form of a row does, in the order in which they come.
KINDS = (
    *(AsksWhatIsSuspected, AsksWhetherItIsAnother),
    *(MarksWhatIsPublic, SaysWhy, NeverOverwrites, TakesNextPosition),
)

#: The name of the button that has what was typed forgotten.
DISCARD = "_discard"


class Editor(
    KeepsVersions,
    HasHistory,
    TellsWhatIsLacking,
    TellsWhatIsAbout,
    OffersWhatIsThere,
    Searches,
    WritesOnTheWay,
):
    """A form is refused when what it shows was changed since; a row is locked while it is saved.

    A list counts no further than it has pages for.
    """

    paginator = lists.BoundedPaginator
    show_full_result_count = False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            if DISCARD in request.POST:
                unsaved_forms.drop(request)
                return HttpResponseRedirect(request.get_full_path())
            refusal = LISTED if choices.BUTTON in request.POST else ""
            try:
                with transaction.atomic():
                    return self._edited(request, refusal, object_id, form_url, extra_context)
            except IntegrityError:
                # Sent twice at one moment. What the other one has made is there by now, and the
                # form says so.
                with transaction.atomic():
                    return self._edited(request, refusal, object_id, form_url, extra_context)
        if kept := unsaved_forms.find(request):
            return self._shown_again(request, kept, object_id, form_url)
        return self._edited(request, "", object_id, form_url, extra_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ways = {"ways_in": ways_in(request, self.model)}
        return super().changelist_view(request, ways | (extra_context or {}))

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        written = {field.name for field in self.opts.concrete_fields} & NO_EDIT
        return (*super().get_readonly_fields(request, obj), *written)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Without what leads to no row: Django takes any word of the address for a key."""
        initial = super().get_changeform_initial_data(request)
        keys = {key.name: key for key in self.opts.fields if isinstance(key, models.ForeignKey)}
        fields = {name: key.formfield(required=False) for name, key in keys.items()}
        for name, field in self.form.declared_fields.items():
            if isinstance(field, ModelChoiceField) and isinstance(initial.get(name), str):
                fields[name] = forms.IntegerField(max_value=models.BigIntegerField.MAX_BIGINT)
        return {
            name: value
            for name, value in initial.items()
            if name not in fields or _is_taken_by(fields[name], value)
        }

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        facts = {"editing": request.editing, "is_main": True, "keeps_versions": self.keeps}
        if obj is None and (same := getattr(self, "same", None)):
            facts |= {"same": same, "finds": staticmethod(partial(self.found_alike, request))}
        return type(form.__name__, (*KINDS, form), facts)

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> Iterator[tuple[type, admin.options.InlineModelAdmin]]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            facts: dict[str, Any] = {"editing": request.editing}
            form = type(formset.form.__name__, (*KINDS, formset.form), facts)
            kinds = (NeverOverwritesRows, NumbersNewRows, formset)
            # To add a row takes scripts, too.
            blank = {"extra": 1} if choices.are_asked_for(request) else {}
            yield type(formset.__name__, kinds, facts | {"form": form} | blank), inline

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> models.Model | None:
        row = super().get_object(request, *args, **kwargs)
        # Django's own pages for a password and for the history are no transactions, and lock nothing.
        is_atomic = transaction.get_connection().in_atomic_block
        if row is None or request.method != "POST" or not is_atomic:
            return row
        self._lock(row)
        # Once more: before it was locked, somebody else may have saved it.
        return super().get_object(request, *args, **kwargs)

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, **kwargs: Any
    ) -> HttpResponse | None:
        all_chosen = request.POST.get("select_across") == "1"
        if all_chosen and lists.up_to(queryset, lists.MOST + 1) > lists.MOST:
            self.message_user(request, lists.TOO_MANY, messages.ERROR)
            return None
        with transaction.atomic():
            chosen = request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME)
            keys = [key for key in chosen if is_key(key)]
            lock(self.model._base_manager.filter(pk__in=keys))
            return super().response_action(request, queryset, **kwargs)

    def response_add(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unsaved_forms.drop(request)
        return super().response_add(request, *args, **kwargs)

    def response_change(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unsaved_forms.drop(request)
        return super().response_change(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, formsets = context["adminform"].form, context["inline_admin_formsets"]
        rows = [form, *(row for inline in formsets for row in inline.formset.initial_forms)]
        changed = [row for row in rows if row.differences]
        gone = any(inline.formset.gone for inline in formsets if inline.formset.is_bound)
        unknown = any(row.is_unknown for row in rows)
        if changed or gone or unknown:
            context["is_unknown"] = unknown
            context["is_changed"] = True
            context["changed"] = changed
            stored = [row.instance for row in rows if row.instance.pk]
            context["changes"] = history.since(request.editing.opened, stored, self.admin_site)
        if not form.fields.keys() - {FIELD, UNSAVED, WHY}:
            form.fields.clear()  # whoever may only look saves nothing
        elif not form.is_bound:
            form.initial[FIELD] = Opened.by(request.user, rows).written()
        elif changed or gone or unknown or request.editing.refusal:
            # From now on the form knows what it was told.
            form.data = form.data.copy()
            form.data[FIELD] = Opened.by(request.user, rows).written()
        context["unsaved"] = form.is_bound and form.data.get(UNSAVED)
        # Django's own headline counts mistakes, and calls a question one.
        context.pop("errors", None)
        parts = [inline.formset for inline in formsets]
        if headline := "" if changed or gone or unknown else self._unchecked(request):
            context["refused"] = listed(form, parts, headline)
        elif form.is_bound:
            context["refused"] = refusal(form, parts, request.POST, request.editing.refusal)
        context["searches"] = self._offer_choices(request, form, formsets)
        item = kwargs.get("obj")
        context["preview"] = preview_of(item) if item else None
        return super().render_change_form(request, context, *args, **kwargs)

    def _unchecked(self, request: HttpRequest) -> str:
        """Why the form that was sent is shown and not looked at; empty where it is."""
        if request.editing.lists:
            return MORE_ROWS if request.POST[choices.BUTTON] == choices.ROWS else LISTED
        is_put_aside = request.editing.refusal == unsaved_forms.PUT_ASIDE
        return unsaved_forms.PUT_ASIDE if is_put_aside else ""

    def _offer_choices(self, request: HttpRequest, form: ModelForm, inlines: list[Any]) -> bool:
        """Whether there are fields that need scripts, and no lists in their place."""
        formsets = [inline.formset for inline in inlines]
        shown = [form, *(row for formset in formsets for row in formset.forms)]
        choices.hide_names(shown, request, self.admin_site)
        for one in shown:
            choices.show_keys_alone(one)
        if not choices.are_asked_for(request):
            forms = [form, *(formset.empty_form for formset in formsets)]
            return any(any(choices.searching(one)) for one in forms)
        few = [one for one in formsets if one.initial_form_count() <= choices.MOST_ROWS]
        rows = [row for formset in formsets for row in formset.extra_forms]
        rows += [row for formset in few for row in formset.initial_forms]
        choices.list_all([form, *rows], request, self.admin_site)
        return False

    def _shown_again(
        self,
        request: HttpRequest,
        kept: unsaved_forms.Unsaved,
        object_id: str | None,
        form_url: str,
    ) -> HttpResponse:
        """The form with what was typed into it; as if it had been sent, and refused."""
        sent = kept.fields
        for button in ("_saveasnew", BUTTON):
            sent.pop(button, None)
        sent["_save"] = "1"
        sent[UNSAVED] = str(kept.key)
        _ = request.FILES  # read at first sight, and what was sent with it: nothing, by a GET
        request.method, request.POST = "POST", sent
        try:
            return self._edited(request, kept.told, object_id, form_url)
        finally:
            request.method = "GET"

    def _edited(
        self,
        request: HttpRequest,
        refusal: str,
        object_id: str | None,
        form_url: str,
        extra_context: dict | None = None,
    ) -> HttpResponse:
        said = request.POST.get(FIELD, "") if request.method == "POST" else ""
        lists = refusal == LISTED
        request.editing = Editing(
            Opened.read(said),
            refusal,
            lists,
            lambda row: protecting.obstacles([row], request, self.admin_site),
            partial(may_change, request.user),
        )
        if request.method == "POST" and (there := self.taken(request)):
            return self.response_add(request, there)
        if object_id and self._is_gone(request, object_id):
            formsets = [formset for formset, _ in self.get_formsets_with_inlines(request)]
            request.POST = as_new(request.POST, formsets)
            request.editing.refusal = DELETED
            object_id, form_url = None, reverse(f"admin:{self._name}_add")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        for row in (form, *(row for formset in formsets for row in formset.forms)):
            row.accept_suspicions(request.user)

    def _parts(self, row: models.Model) -> Iterator[models.QuerySet]:
        """The rows of each inline."""
        for part, link in self.links():
            yield part._base_manager.filter(**{link: row})

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _is_gone(self, request: HttpRequest, object_id: str) -> bool:
        opened = request.editing.opened
        if request.method != "POST" or not opened or not self.has_add_permission(request):
            return False
        # It is locked: it may not go between this look and the next.
        return self.get_object(request, unquote(object_id)) is None

    def _lock(self, row: models.Model) -> None:
        """The row and those of its inlines, until the end of the transaction."""
        lock(self.model._base_manager.filter(pk=row.pk))
        for rows in self._parts(row):
            lock(rows)


def _is_taken_by(field: forms.Field, value: Any) -> bool:
    try:
        return bool(field.clean(value))
    except ValidationError:
        return False
