"""“Merge into another one…”: which one stays, what will become of all that there is, and the deed."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.utils import display_for_field, unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from gate.keys import is_key
from gate.queryset import sealed_fields
from gate.sealed import SealedField
from gate.texts import listing

from . import choices
from .addresses import address
from .alike import MOST, Same, alike, called_apart
from .asking import Question, ask
from .history import wholes
from .kept import as_stored
from .locking import lock
from .merging import Plan
from .models import Version
from .pointing import may_merge, pointing_at
from .versions import counted, keep

#: Of the query string: the key of the one that stays.
INTO = "into"
ITSELF = "This is the one that is to go: choose another one."
NOT_POSSIBLE = "Something stands in the way that this page does not know: nothing was done."
GONE = "It is not there any more: somebody has merged it, or deleted it."
#: Of each kind, so many are named.
NAMED = 20


LEFT_OUT = (models.AutoField, models.SlugField, SealedField)


class IntoForm(forms.Form):
    """Which one stays."""

    into: Any = forms.ModelChoiceField(None, label="The one that stays")

    def __init__(self, data: Any, goes: models.Model, site: AdminSite) -> None:
        super().__init__(data)
        self._goes = goes
        field: Any = self.fields[INTO]
        field.queryset = type(goes)._default_manager.all()
        field.widget = AutocompleteSelect(pointing_at(type(goes))[0], site)
        field.widget.choices = field.choices

    def clean_into(self) -> models.Model:
        stays = self.cleaned_data[INTO]
        if stays == self._goes:
            raise ValidationError(ITSELF)
        return stays


class Group(NamedTuple):
    """Rows of one kind, as the page names them: so many, and the first."""

    heading: str
    names: list[str]
    more: int


class Differs(NamedTuple):
    """What is written of both otherwise: that of the one that stays is kept."""

    label: str
    kept: str
    lost: str


class Merges(admin.ModelAdmin):
    """For the admin of a model of which one row may be made twice."""

    #: Columns in which both must be alike.
    merges_within: tuple[str, ...] = ()

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Of all such rows or of none: a merge changes rows of many kinds."""
        return may_merge(request.user, self.model)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = kwargs.get("obj")
        if item and not context["is_popup"] and self.has_merge_permission(request):
            context["merge"] = address(self.opts, "merge", item.pk)
        return super().render_change_form(request, context, *args, **kwargs)

    @transaction.atomic
    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            # Before the rows that point at them: nothing can come to do so any more.
            keys = [key for key in (object_id, request.GET.get(INTO, "")) if is_key(key)]
            lock(self.model._base_manager.filter(pk__in=keys))
        goes = self.get_object(request, unquote(object_id))
        if goes is None:
            self.message_user(request, GONE, messages.WARNING)
            return HttpResponseRedirect(address(self.opts, "changelist"))
        form = IntoForm(request.GET if INTO in request.GET else None, goes, self.admin_site)
        if form.is_valid():
            return self._merged(request, goes.pk, form.cleaned_data[INTO].pk)
        return self._chosen(request, goes, form)

    def _chosen(self, request: HttpRequest, goes: models.Model, form: IntoForm) -> HttpResponse:
        """The page on which the one that stays is chosen."""
        choices.show_keys_alone(form)
        if choices.are_asked_for(request):
            choices.list_all([form], request, self.admin_site)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {self.opts.verbose_name}",
            "opts": self.opts,
            "object": goes,
            "form": form,
            "media": self.media + form.media,
            "searches": any(choices.searching(form)),
            "alike": [(one.pk, called_apart(one)) for one in self._alike(goes)],
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _alike(self, goes: Any) -> list[models.Model]:
        same: Same | None = getattr(self, "same", None)
        if same is None:
            return []
        (row,) = as_stored([goes])
        found = alike(same, row, getattr(row, "required", None))
        return [one for one in found if one != goes][:MOST]

    def _merged(self, request: HttpRequest, goes: Any, stays: Any) -> HttpResponse:
        """Asks, and merges what the page has shown."""
        plans: list[Plan] = []

        def find() -> list[models.Model]:
            both = self.model._default_manager.in_bulk([goes, stays])
            plans.append(Plan(both[goes], both[stays], self.merges_within))
            return plans[-1].rows

        question = Question(request, find, self.admin_site)
        question.comes_back = self._comes_back(request)  # type: ignore[attr-defined] # of Editor
        plan = plans[-1]
        name = str(plan.goes)
        if question.is_answered and not plan.reasons:
            try:
                with transaction.atomic():
                    self._carry_out(request, plan)
            except (DatabaseError, ProtectedError, RestrictedError):
                find()
                plan = plans[-1]
                plan.reasons.append(NOT_POSSIBLE)
            else:
                told = f"“{name}” is merged into “{plan.stays}”: {_counts(plan)}."
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(address(self.opts, "change", stays))
        facts = {
            "title": f"{'Cannot merge' if plan.reasons else 'Merge'} {self.opts.verbose_name}",
            "object": plan.goes,
            "names": [called_apart(one) for one in (plan.goes, plan.stays)],
            "stays_at": address(self.opts, "change", stays),
            "protected": plan.reasons,
            "moved": _groups([one.row for one in plan.moved]),
            "dropped": _groups(plan.dropped),
            "sentences": plan.sentences,
            "differs": self._differs(plan),
            "is_sealed": any(sealed_fields(self.model)),
        }
        return ask(request, self, question, "admin/merge_into.html", **facts)

    def _carry_out(self, request: HttpRequest, plan: Plan) -> None:
        """With versions of all that changes, and of what is deleted, and a line in the log of each."""
        goes, stays, site = str(plan.goes), plan.stays, self.admin_site
        counts = _counts(plan)

        def keep_first(row: models.Model) -> None:
            if site.is_registered(type(row)):
                alone = type(row)._default_manager.filter(pk=row.pk)
                site.get_model_admin(type(row)).log_deletions(request, alone)
            else:
                keep(row, Version.Act.DELETED, request.user)

        touched = [*(one.row for one in plan.moved), *plan.dropped]
        for item in {stays, *_items(touched, site)}:
            editing: Any = site.get_model_admin(type(item))
            editing.keep_as_found(item)
        plan.carry_out(keep_first)
        said = f"Merged “{goes}” into “{stays}”."
        for item in _items(touched, site):
            if item != stays:
                site.get_model_admin(type(item)).log_change(request, item, said)
        self.log_change(request, stays, f"Merged “{goes}” into this: {counts}.")

    def _differs(self, plan: Plan) -> list[Differs]:
        """Not its address, of which a sentence tells, nor what is sealed."""
        found = []
        for column in self.opts.concrete_fields:
            is_told = column.editable and not isinstance(column, LEFT_OUT)
            kept, lost = (getattr(row, column.name) for row in (plan.stays, plan.goes))
            if is_told and kept != lost:
                said = [str(display_for_field(one, column, "")) for one in (kept, lost)]
                found.append(Differs(str(column.verbose_name), *said))
        return found


def _items(rows: list[models.Model], site: AdminSite) -> Iterator[models.Model]:
    """What has a form of its own: the rows, or what they are parts of; as far as it is there."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for row in rows:
        if site.is_registered(type(row)):
            keys[type(row)].add(row.pk)
        else:
            for model, key in wholes(row, site):
                keys[model].add(key)
    for model, found in keys.items():
        yield from model._base_manager.filter(pk__in=found).order_by("pk")


def _groups(rows: list[models.Model]) -> list[Group]:
    kinds: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        kinds[type(row)].append(row)
    return [
        Group(counted(model._meta, len(of_it)), [*map(str, of_it[:NAMED])], len(of_it[NAMED:]))
        for model, of_it in kinds.items()
    ]


def _counts(plan: Plan) -> str:
    """“2 credits and 1 quote moved, 1 credit dropped”."""
    told = [
        f"{listing([group.heading for group in _groups(rows)])} {done}"
        for rows, done in (([one.row for one in plan.moved], "moved"), (plan.dropped, "dropped"))
        if rows
    ]
    return ", ".join(told) or "nothing had to be moved"
