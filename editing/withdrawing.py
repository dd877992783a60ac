"""The way of an item back from readers, and what else that touches: what goes out of sight, what stays.

It asks first where there is any such thing, and does it at once where there is none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from gate.publishing import Publishable, State, may_publish

from .addresses import address
from .asking import Question, ask
from .kept import whole
from .protecting import may_look_at, obstacle
from .versions import counted, keep_as_found

#: Of each kind that goes out of sight, so many are named.
NAMED = 10
#: The boxes by which something goes along.
ALONG = "along"
NOT_PUBLISHED = "Not published."

type Standing = dict[Publishable, set[Publishable]]


class Kind(NamedTuple):
    """Of one kind: how many, and the first of them by name, each with the way there."""

    how_many: str
    named: list[SafeString]
    more: int


class Choice(NamedTuple):
    """What may be withdrawn, too: the value of its box, and what it is."""

    value: str
    kind: str
    item: Publishable


class Touched(NamedTuple):
    """What the withdrawal of some items touches, as far as an account may look at it."""

    #: Published, and standing on one of them: out of sight with them, in whole or in part.
    hidden: list[Publishable]
    #: Published, and what they stand on: nothing else stands on it, and the account may withdraw it.
    alone: list[Publishable]
    #: What they stand on, too, and what stays.
    kept: list[Publishable]
    #: What else stands on that.
    others: list[Publishable]

    @classmethod
    def by(cls, items: list[Publishable], request: HttpRequest, site: AdminSite) -> "Touched":
        own = {*items}
        beneath = dict.fromkeys(
            one
            for item in items
            for one in item.all_beneath()
            if one.is_published and one not in own and may_look_at(type(one), request, site)
        )
        standing = standing_on([*items, *beneath], request, site)
        hidden = {other for item in items for other in standing[item]} - own - {*beneath}
        apart = own | {*beneath}
        alone = [
            one
            for one in beneath
            if standing[one] <= apart and may_publish(request.user, type(one))
        ]
        kept = [one for one in beneath if one not in alone]
        others = {other for one in kept for other in standing[one]} - apart
        return cls(sorted(hidden, key=_in_order), alone, kept, [*others])

    @property
    def rows(self) -> list[Publishable]:
        return [*self.hidden, *self.alone, *self.kept, *self.others]


class Withdraws(admin.ModelAdmin):
    """For the admin of a Publishable: what is taken back from readers, and what else that touches."""

    #: By the model on whose rows these stand: the columns, or paths to them, that say so.
    rests_on: Mapping[type[models.Model], tuple[str, ...]] = {}
    has_publish_permission: Callable[[HttpRequest], bool]
    tell: Callable[..., None]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<path:object_id>/withdraw/", view, name=name), *super().get_urls()]

    @transaction.atomic
    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks, and withdraws what was saved in the form of an item; then back to the form."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        item: Any = self.get_object(request, unquote(object_id))
        if item is None:
            raise Http404
        back = HttpResponseRedirect(address(self.opts, "change", item.pk))
        if not item.is_published:
            self.message_user(request, NOT_PUBLISHED, messages.WARNING)
            return back
        return self._asked_back(request, [item], item) or back

    @admin.action(description="Withdraw: take these back from readers", permissions=["publish"])
    def withdraw(self, request: HttpRequest, chosen: Iterable[Publishable]) -> HttpResponse | None:
        published = [item for item in chosen if item.is_published]
        if not published:
            self.message_user(request, "None of these is published.", messages.WARNING)
            return None
        return self._asked_back(request, published)

    def touches_others(self, request: HttpRequest, item: Publishable) -> bool:
        return bool(Touched.by([item], request, self.admin_site).rows)

    def _asked_back(
        self, request: HttpRequest, chosen: list[Publishable], item: Publishable | None = None
    ) -> HttpResponse | None:
        """The page that asks, until it is answered with yes; None once they are withdrawn."""
        items = self.model._default_manager.filter(pk__in=[one.pk for one in chosen])
        question = Question(request, lambda: self._shown_with(request, items), self.admin_site)
        touched = Touched.by(list(items.all()), request, self.admin_site)
        needs_no_asking = item is None and not question.was_answered and not touched.rows
        if question.is_answered or needs_no_asking:
            asked_for = request.POST.getlist(ALONG)
            along = [one for one in touched.alone if _value(one) in asked_for]
            for one in (*items.all(), *along):
                self._withdraw(request, one)
            return None
        facts = {
            "title": f"Withdraw {self.opts.verbose_name if item else self.opts.verbose_name_plural}",
            "object": item,
            "queryset": items,
            "hidden": list(self._kinds(request, touched.hidden)),
            "alone": [
                Choice(_value(one), str(capfirst(one._meta.verbose_name)), one)
                for one in touched.alone
            ],
            "kept": [self._named(request, one) for one in touched.kept],
            "along": ALONG,
        }
        return ask(request, self, question, "admin/withdraw.html", **facts)

    def _withdraw(self, request: HttpRequest, item: Publishable) -> None:
        keep_as_found(item)
        item.withdraw(by=request.user.get_username())
        editing: Any = self.admin_site.get_model_admin(type(item))
        editing.tell(request, item, "Withdrawn.")

    def _shown_with(self, request: HttpRequest, items: models.QuerySet) -> list[models.Model]:
        """All that the page tells of."""
        rows = {*whole(items.all())}
        rows |= {*Touched.by(list(items.all()), request, self.admin_site).rows}
        return sorted(rows, key=_in_order)

    def _kinds(self, request: HttpRequest, rows: Iterable[Publishable]) -> Iterator[Kind]:
        for _kind, found in groupby(rows, type):
            ones = list(found)
            named = [self._named(request, one) for one in ones[:NAMED]]
            yield Kind(counted(ones[0]._meta, len(ones)), named, len(ones) - len(named))

    def _named(self, request: HttpRequest, row: models.Model) -> SafeString:
        return obstacle(row, request, self.admin_site)


def standing_on(items: Iterable[Publishable], request: HttpRequest, site: AdminSite) -> Standing:
    """By item, what is published and stands on it, as far as this account may look at it."""
    kinds: dict[type[models.Model], dict[Any, Publishable]] = defaultdict(dict)
    for item in items:
        kinds[type(item)][item.pk] = item
    found: Standing = defaultdict(set)
    for editing in site._registry.values():  # noqa: SLF001 - as the desk does
        columns = getattr(editing, "rests_on", {})
        ways = [(kind, way) for kind in kinds for way in columns.get(kind, ())]
        if not ways or not editing.has_view_or_change_permission(request):
            continue
        published = editing.model._default_manager.filter(state=State.PUBLISHED).order_by()
        pairs = {
            (kinds[kind][key], resting)
            for kind, way in ways
            for key, resting in published.filter(**{f"{way}__in": [*kinds[kind]]}).values_list(
                way, "pk"
            )
        }
        rows = editing.get_queryset(request).in_bulk({resting for _item, resting in pairs})
        for item, resting in pairs:
            if resting in rows:
                found[item].add(rows[resting])
    return found


def _in_order(row: models.Model) -> tuple[str, Any]:
    return row._meta.label, row.pk


def _value(row: models.Model) -> str:
    return f"{row._meta.model_name}-{row.pk}"
