"""The pages on what editors have done: the history of an item, all changes of late, and one of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from gate.keys import is_key
from gate.keyset import beyond

from . import changes, kept, versions
from .asking import Question
from .differences import Difference, by_name, difference
from .models import Version
from .saying import in_words
from .taking_back import Taking, take_back, taking_back

ON_A_PAGE = 50
#: In the address: the last change of the page before.
BEFORE = "before"
BY_SOMEBODY = (Version.Act.ADDED, Version.Act.CHANGED, Version.Act.DELETED)
TOOK_BACK = "Took back the change of {}, {}."


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Called(forms.ModelChoiceField):
    """Of accounts and of kinds of items, by what editors call them."""

    def label_from_instance(self, one: Any) -> str:
        if isinstance(one, ContentType):
            model = one.model_class()
            return str(capfirst(model._meta.verbose_name_plural)) if model else one.model
        return one.get_username()


class Narrowing(forms.Form):
    """Which changes a list shows: all, until something is chosen."""

    by = Called(None, required=False, label="Who", empty_label="Everybody")
    kind = Called(None, required=False, label="What", empty_label="Everything")
    act = forms.TypedChoiceField(
        choices=[("", "Any change"), *((act.value, capfirst(act.label)) for act in BY_SOMEBODY)],
        coerce=int,
        empty_value=None,
        required=False,
        label="What was done",
    )
    since = forms.DateField(required=False, label="From", widget=DayInput)
    until = forms.DateField(required=False, label="To", widget=DayInput)

    def __init__(self, data: Any, found: models.QuerySet[Version], kinds: list[int]) -> None:
        super().__init__(data)
        theirs = found.filter(by=OuterRef("pk")).order_by()
        fields: Any = self.fields
        editors = get_user_model().objects.filter(Exists(theirs))
        fields["by"].queryset = editors.order_by("username")
        fields["kind"].queryset = ContentType.objects.filter(pk__in=kinds).order_by("model")

    def narrowed(self, found: models.QuerySet[Version]) -> models.QuerySet[Version]:
        """None of them where something is chosen that there is not."""
        if not self.is_valid():
            return found.none()
        columns = {
            "by": "by",
            "kind": "kind",
            "act": "act",
            "since": "at__date__gte",
            "until": "at__date__lte",
        }
        said = self.cleaned_data
        return found.filter(**{columns[name]: said[name] for name in columns if said[name]})


@require_safe
def all_changes(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Of everybody, the latest first; of what this account may look at."""
    kinds = [*changes.kinds(request, site)]
    # What was found is nobody's change: it stands in the history of its item.
    found = Version.objects.filter(kind__in=kinds, act__in=BY_SOMEBODY)
    form = Narrowing(request.GET, found, kinds)
    facts = {
        "title": "Changes",
        "form": form,
        "is_narrowed": form.is_valid() and any(form.cleaned_data.values()),
    }
    return _listed(request, site, "admin/changes.html", form.narrowed(found), **facts)


def history(
    request: HttpRequest, editing: ModelAdmin, item: models.Model, **facts: Any
) -> HttpResponse:
    """Of one item, which the account may look at, the latest first."""
    kind = ContentType.objects.get_for_model(item)
    found = Version.objects.filter(kind=kind, key=item.pk)
    context = {
        "title": f"History: {item}",
        "opts": editing.opts,
        "object": item,
        "may_read": changes.may_read(request.user, type(item), item),
        **facts,
    }
    return _listed(request, editing.admin_site, "admin/history.html", found, **context)


@require_safe
def one_change(request: HttpRequest, version: int, site: AdminSite) -> HttpResponse:
    """What was another afterwards, for who may read it."""
    page = _Page(request, version, site)
    found = page.difference() if page.change.may_read else None
    facts = {
        **page.facts,
        "difference": found,
        "is_first": page.before is None,
        "taking": page.taking(page.stored()) if page.may_take_back else None,
    }
    return TemplateResponse(request, "admin/change.html", facts)


@transaction.atomic
def take_back_change(request: HttpRequest, version: int, site: AdminSite) -> HttpResponse:
    """Asks, with what will be another then, and takes it back."""
    page = _Page(request, version, site)
    if not page.may_take_back:
        raise PermissionDenied
    question = Question(request, lambda: kept.whole([page.item]), site)
    # Once more: before it was locked, somebody else may have published it, or deleted it.
    page = _Page(request, version, site)
    if not page.may_take_back:
        raise PermissionDenied
    taking = page.taking(page.stored())
    if question.is_answered and not taking.obstacles:
        try:
            page.do(taking)
        except versions.NotPossible as error:
            messages.error(request, f"It cannot be taken back. {error}")
            return redirect("admin:one-change", version)
        return redirect(str(page.change.form))
    request.question = question  # type: ignore[attr-defined] # for the page
    facts = {
        **page.facts,
        "title": "Take this change back",
        "object": page.item,
        "protected": taking.obstacles,
        "taking": taking,
        "difference": None if taking.obstacles else page.between(taking.stands, taking.then),
    }
    return TemplateResponse(request, "admin/take_back.html", facts)


class _Page:
    """One change, as this account may know of it. Raises Http404."""

    def __init__(self, request: HttpRequest, version: int, site: AdminSite) -> None:
        editings = changes.kinds(request, site)
        found = Version.objects.filter(kind__in=editings, pk=version).select_related("by", "kind")
        this = found.first()
        if this is None:
            raise Http404
        self.version: Version = this
        self._request, self._site = request, site
        self._editing: Any = editings[self.version.kind_id]
        (self.change,) = changes.told([self.version], request, site)
        self.name = (self._editing.model, self.version.key)
        self.item = self._editing.model._base_manager.filter(pk=self.version.key).first()
        earlier = Version.objects.filter(kind=self.version.kind_id, key=self.version.key)
        is_new = self.version.act == Version.Act.ADDED
        self.before = None if is_new else earlier.filter(pk__lt=version).first()

    @property
    def may_take_back(self) -> bool:
        """Whether this account may: not whether it can be done by now."""
        is_change = self.version.act == Version.Act.CHANGED and self.before and self.item
        may_change = self._editing.has_change_permission(self._request, self.item)
        return bool(is_change and self.change.may_read and may_change)

    @property
    def facts(self) -> dict[str, Any]:
        return {
            **self._site.each_context(self._request),
            "title": f"{self.change.kind}: {self.change.name or 'gone'}",
            "opts": self._editing.opts,
            "change": self.change,
        }

    def difference(self) -> Difference:
        before, after = (by_name(rows) for rows in self._rows())
        if self.version.act == Version.Act.DELETED:
            before, after = after, {}
        return self.between(before, after)

    def between(self, before: dict, after: dict) -> Difference:
        return difference(self.name, before, after, self._request, self._site)

    def stored(self) -> list[models.Model]:
        return kept.stored_whole(self.item)

    def taking(self, stored: list[models.Model]) -> Taking:
        return taking_back(*self._rows(), stored, self._request.user)

    @transaction.atomic
    def do(self, taking: Taking) -> None:
        """Take it back, and keep what came of it. Raises NotPossible, and changes nothing."""
        said = TOOK_BACK.format(self.change.by, in_words(self.change.at))
        self._editing.keep_as_found(self.item)
        changed = self._with_form(taking.rows[name] for name in taking.changed if name != self.name)
        for row in changed:
            versions.keep_as_found(row)
        for name in taking.added:
            self._keep([taking.rows[name]], Version.Act.DELETED, said)
        take_back(taking, self._request.user)
        self._keep(changed, Version.Act.CHANGED, said)
        self._keep(self._with_form(row.object for row in taking.removed), Version.Act.ADDED, said)
        item = self._editing.model._base_manager.get(pk=self.item.pk)
        self._editing.log_change(self._request, item, said)
        messages.success(self._request, f"“{item}”: the change is taken back.")

    def _with_form(self, parts: Iterable[models.Model]) -> list[models.Model]:
        """Those that have a form, and so a history, of their own."""
        return [part for part in parts if self._site.is_registered(type(part))]

    def _keep(self, parts: list[models.Model], act: Version.Act, said: str) -> None:
        for part in parts:
            versions.keep(part, act, self._request.user, said)

    def _rows(self) -> tuple[list[Any], list[Any]]:
        """Of the version before, if there is one, and of this one."""
        rows = kept.rows_of(one.pk for one in (self.before, self.version) if one)
        return rows[self.before.pk] if self.before else [], rows[self.version.pk]


def _listed(
    request: HttpRequest,
    site: AdminSite,
    template: str,
    found: models.QuerySet[Version],
    **facts: Any,
) -> HttpResponse:
    """A page of a list of changes, from where the one before ended."""
    last = request.GET.get(BEFORE, "")
    rows = found.filter(beyond(("-pk", int(last)))) if is_key(last) else found
    shown = list(rows.select_related("by")[: ON_A_PAGE + 1])
    context = {
        **site.each_context(request),
        "changes": changes.told(shown[:ON_A_PAGE], request, site),
        "older": shown[ON_A_PAGE - 1].pk if len(shown) > ON_A_PAGE else None,
        "is_later_page": is_key(last),
        **facts,
    }
    return TemplateResponse(request, template, context)
