"""What there is about an item, on the page where it is edited: how much of each kind, and where.

The admin of a kind says in `about` what its rows are about. Its list can be narrowed to what is
about one item; and who adds a row from there finds the item filled in.
"""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin import AdminSite, ModelAdmin, SimpleListFilter
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import capfirst

from gate.among import AmongFound
from gate.keys import is_key
from gate.publishing import Publishable, State

from . import desk
from .addresses import address
from .further_pages import ways_in
from .lists import up_to

#: Of the query string of a list: “film-3”.
ASKED = "about"
#: Of that of a form: in it Django keeps how the list is narrowed to which one comes back.
LIST = "_changelist_filters"


class Kind(NamedTuple):
    """Rows of one kind that are about an item, as far as an account may look at and add them."""

    heading: str
    #: How many there are, and where: both empty for whoever may not look at them.
    number: str = ""
    address: str = ""
    #: The ways to those that are not published, by how far they have come: “Draft: 2”.
    unpublished: list[desk.Link] = []
    #: To what adds more of them.
    ways: list[desk.Link] = []


class TellsWhatIsAbout(admin.ModelAdmin):
    """Mixed into each ModelAdmin of the editors' site; does nothing where nothing says `about`."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        return [AboutFilter, *filters] if _about(self) else filters

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = kwargs.get("obj")
        if item and not context["is_popup"]:
            context["about"] = kinds_about(item, request, self.admin_site)
        return super().render_change_form(request, context, *args, **kwargs)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Filled in with what the list is narrowed to from which somebody comes, time and again."""
        narrowed = QueryDict(request.GET.get(LIST, ""))
        if item := _asked_for(narrowed.get(ASKED), self, request):
            filled = request.GET.copy()
            filled.setdefault(_about(self)[type(item)][0], str(item.pk))
            request.GET = filled  # type: ignore[assignment] # its stubs want one that never changes
        return super().add_view(request, *args, **kwargs)


class AboutFilter(SimpleListFilter):
    """For a list: only what is about one item. It is left out where nobody has asked for one."""

    title = "what it is about"
    parameter_name = ASKED

    def lookups(self, request: HttpRequest, editing: Any) -> list[tuple[str, str]]:
        self._editing, self._item = editing, _asked_for(self.value(), editing, request)
        return [(named(self._item), str(self._item))] if self._item else []

    def queryset(self, request: HttpRequest, items: models.QuerySet) -> models.QuerySet:
        return items.filter(_is_about(self._item, self._editing)) if self._item else items


def named(item: models.Model) -> str:
    """An item in the address of a list that is narrowed to what is about it."""
    return f"{item._meta.model_name}-{item.pk}"


def kinds_about(item: models.Model, request: HttpRequest, site: AdminSite) -> list[Kind]:
    """All kinds of what may be about an item, by name; those of which this account may see any."""
    registered = site._registry.values()  # noqa: SLF001 - there is no other way to ask for all
    editings = [one for one in registered if type(item) in _about(one)]
    found = (_kind(item, one, request) for one in editings)
    return sorted(kind for kind in found if kind.address or kind.ways)


def _about(editing: ModelAdmin) -> Mapping[type[models.Model], tuple[str, ...]]:
    """By the model of what rows of this kind may be about: the columns, or paths to them, that say so.

    The first of them is filled in where it is a column.
    """
    return getattr(editing, "about", {})


def _asked_for(said: str | None, editing: ModelAdmin, request: HttpRequest) -> models.Model | None:
    """The item that is `named` so, if rows of this kind may be about it and the account may know."""
    name, _dash, key = (said or "").partition("-")
    for model in _about(editing):
        editing_it = editing.admin_site.get_model_admin(model)
        if model._meta.model_name == name and is_key(key):
            may_know = editing_it.has_view_or_change_permission(request)
            return model._base_manager.filter(pk=key).first() if may_know else None
    return None


def _kind(item: models.Model, editing: ModelAdmin, request: HttpRequest) -> Kind:
    kind = Kind(capfirst(str(editing.opts.verbose_name_plural)))
    narrowed = {ASKED: named(item)}
    query = {LIST: urlencode(narrowed)}
    ways = [desk.way_to_add(editing, query)] if editing.has_add_permission(request) else []
    for way in ways_in(request, editing.model):
        if type(item) in way.begins_at:
            ways.append(desk.Link(way.filled_in(query), way.words))
    kind = kind._replace(ways=ways)
    if editing.has_view_or_change_permission(request):
        rows = editing.model._base_manager.filter(_is_about(item, editing))
        kind = kind._replace(
            number=desk.counted(up_to(rows, desk.COUNTED + 1)),
            address=address(editing.opts, "changelist", query=narrowed),
            unpublished=_unpublished(item, editing, rows),
        )
    return kind


def _unpublished(item: models.Model, editing: ModelAdmin, rows: models.QuerySet) -> list[desk.Link]:
    if not issubclass(editing.model, Publishable):
        return []
    # What is not published has no moment, and moments have an index.
    unpublished, found = rows.filter(live_from=None), []
    for state in (State.DRAFT, State.REVIEW, State.WITHDRAWN):
        if number := up_to(unpublished.filter(state=state), desk.COUNTED + 1):
            query = {ASKED: named(item), "state__exact": state.value}
            all_of_it = address(editing.opts, "changelist", query=query)
            found.append(desk.Link(all_of_it, f"{state.label}: {desk.counted(number)}"))
    return found


def _is_about(item: models.Model, editing: ModelAdmin) -> Q:
    """A condition on rows of this kind; asked of keys, so that an OR does not read a whole table."""
    rows = editing.model._base_manager.order_by()
    found = (rows.filter(**{path: item}) for path in _about(editing)[type(item)])
    return reduce(or_, (Q(AmongFound("pk", keys)) for keys in found))
