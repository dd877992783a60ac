"""The first page of the editors' site: what waits, what is unfinished, what was changed of late.

Each list shows rows of those kinds that this account may look at, by the names that they have in
lists, and ends; so do the counts. What packages above know, they add to `sections`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from gate.publishing import Publishable, State

from . import unfinished
from .addresses import address
from .history import wholes_of
from .lists import up_to
from .saying import in_words
from .versions import called

#: Rows of a list, and of one of several lists of a section.
SHOWN, SHOWN_OF_EACH = 10, 5
#: Counts end here.
COUNTED = 100
#: The latest entries of the log, or of one account's, among which items are looked for.
LOOKED_BACK = 200
NOTHING = "Nothing waits for a review."
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Row(NamedTuple):
    """An item; `address` is None where it is gone. What was done, by whom and when, if it is said."""

    kind: str
    name: str
    address: str | None
    done: str = ""
    by: str = ""
    at: datetime | None = None


class Group(NamedTuple):
    """Items that have one thing in common: the first of them, how many, and where all are."""

    heading: str
    number: str
    address: str
    rows: list[Row]


class Link(NamedTuple):
    address: str
    words: str


class Section(NamedTuple):
    """A part of the page: items, or groups of them; links to whole lists; or what is said instead."""

    name: str
    heading: str
    rows: list[Row] = []
    groups: list[Group] = []
    whole: list[Link] = []
    nothing: str = ""
    #: To ask for more than is shown.
    link: Link | None = None


class Waiting(NamedTuple):
    """An item that waits, for a review or its moment, and is listed; with the admin of its kind."""

    editing: ModelAdmin
    item: Any


type Sections = Callable[[HttpRequest, AdminSite, list[Waiting]], Iterable[Section]]

#: Added to by packages that this one does not know, when the site starts.
sections: list[Sections] = []


def on_the_desk(request: HttpRequest, site: AdminSite) -> list[Section]:
    """What this account finds on the first page; what concerns it most comes first."""
    waiting, whole = _waiting(request, site)
    found = [*_drafts(request, site)]
    if _publishing(request, site):
        rows = [_submitted(one) for one in waiting]
        found.append(Section("waiting", "Waiting for review", rows, whole=whole, nothing=NOTHING))
    found += [section for one in sections for section in one(request, site, waiting)]
    for more in (_to_come, _unfinished, _changed):
        found += more(request, site)
    return found


def content(request: HttpRequest, site: AdminSite) -> list[ModelAdmin]:
    """The admins of what readers read, by name, as far as this account may look at it."""
    registered = site._registry.values()  # noqa: SLF001 - there is no other way to ask for all
    return sorted(
        (
            editing
            for editing in registered
            if is_content(editing) and editing.has_view_or_change_permission(request)
        ),
        key=lambda editing: str(editing.opts.verbose_name_plural),
    )


def is_content(editing: ModelAdmin) -> bool:
    """Not accounts, nor what readers have marked."""
    return getattr(editing, "keeps_versions", False)


def row_of(editing: ModelAdmin, item: models.Model, **facts: Any) -> Row:
    """An item of this kind, with the way to its form."""
    return Row(_kind(editing), str(item), address(editing.opts, "change", item.pk), **facts)


def way_to_add(editing: ModelAdmin, query: dict[str, str] | None = None) -> Link:
    """To the form for another item of this kind, filled in with what the query says."""
    return Link(address(editing.opts, "add", query=query), f"Add {editing.opts.verbose_name}")


def _drafts(request: HttpRequest, site: AdminSite) -> Iterator[Section]:
    """Those that this account has saved, or of which it has saved the whole, the latest first."""
    editings = _publishing(request, site)
    kinds = ContentType.objects.get_for_models(*(one.model for one in content(request, site)))
    models_by = {kind.pk: model for model, kind in kinds.items()}
    entries = LogEntry.objects.filter(user=request.user.pk).order_by("-pk")
    latest: Any = entries.values_list("content_type", "object_id")[:LOOKED_BACK]
    saved: dict[type[models.Model], set[str]] = {}
    place: dict[tuple[type[models.Model], str], int] = {}
    for number, (kind, key) in enumerate(latest if editings else ()):
        if model := models_by.get(kind):
            saved.setdefault(model, set()).add(key)
            place.setdefault((model, key), number)
    found: list[tuple[int, int, Row]] = []
    for editing in editings:
        ways = [("pk", editing.model), *wholes_of(editing.model, site)]
        theirs = Q(pk__in=[])
        for column, model in ways:
            theirs |= Q(**{f"{column}__in": saved.get(model, ())})
        drafts = _named(editing, request).filter(theirs, state=State.DRAFT)
        for item in drafts.order_by("-pk")[:SHOWN] if saved else ():
            keys = ((model, str(getattr(item, column))) for column, model in ways)
            number = min(place[one] for one in keys if one in place)
            found.append((number, -item.pk, row_of(editing, item)))
    if found:
        rows = [row for _number, _key, row in sorted(found)]
        yield Section("drafts", "Your drafts", rows[:SHOWN])


def _waiting(request: HttpRequest, site: AdminSite) -> tuple[list[Waiting], list[Link]]:
    """What has waited longest for a review, and the way to all of each kind."""
    found: list[Waiting] = []
    whole = []
    for editing in _publishing(request, site):
        # What waits has no moment, and moments have an index.
        items = _named(editing, request).filter(live_from=None, state=State.REVIEW)
        if number := up_to(items, COUNTED + 1):
            all_of_it = address(editing.opts, "changelist", query={"state__exact": State.REVIEW})
            whole.append(Link(all_of_it, f"{counted(number)} {called(editing.opts, number)}"))
            longest = items.order_by(F("state_set_at").asc(nulls_first=True), "pk")[:SHOWN]
            found += [Waiting(editing, item) for item in longest]
    found.sort(key=lambda one: one.item.state_set_at or LONG_AGO)
    return found[:SHOWN], whole


def _submitted(one: Waiting) -> Row:
    item = one.item
    return row_of(one.editing, item, done="submitted", by=item.state_set_by, at=item.state_set_at)


def _to_come(request: HttpRequest, site: AdminSite) -> Iterator[Section]:
    """What is published for later, the next first."""
    found: list[Waiting] = []
    for editing in _publishing(request, site):
        items = _named(editing, request).filter(live_from__gt=timezone.now())
        found += [Waiting(editing, one) for one in items.order_by("live_from", "pk")[:SHOWN]]
    found.sort(key=lambda one: one.item.live_from)
    if found:
        rows = [
            row_of(*one, done=f"from {in_words(one.item.live_from)} on") for one in found[:SHOWN]
        ]
        yield Section("to-come", "To come", rows)


def _unfinished(request: HttpRequest, site: AdminSite) -> Iterator[Section]:
    """What items lack, for who may supply it: the newest first."""
    groups = []
    for editing in content(request, site):
        for lack in unfinished.told_to(request, editing):
            lacking = lack.of(_named(editing, request))
            if number := up_to(lacking, COUNTED + 1):
                rows = [row_of(editing, item) for item in lacking.order_by("-pk")[:SHOWN_OF_EACH]]
                query = {unfinished.ASKED: lack.name}
                all_of_it = address(editing.opts, "changelist", query=query)
                groups.append(Group(lack.heading, counted(number), all_of_it, rows))
    if groups:
        yield Section("unfinished", "Unfinished", groups=groups)


def _changed(request: HttpRequest, site: AdminSite) -> Iterator[Section]:
    """What anybody has changed of late, each item once."""
    editings = {one.model: one for one in content(request, site)}
    kinds = ContentType.objects.get_for_models(*editings)
    by_kind = {kind.pk: editings[model] for model, kind in kinds.items()}
    # Sorting all that there is of some kinds would take long.
    latest = LogEntry.objects.order_by("-pk").values("pk")[:LOOKED_BACK]
    entries = LogEntry.objects.filter(pk__in=latest, content_type__in=by_kind)
    rows: dict[tuple[ModelAdmin, str | None], Row] = {}
    for entry in entries.select_related("user").order_by("-pk") if by_kind else ():
        editing = by_kind[entry.content_type_id or 0]
        rows.setdefault((editing, entry.object_id), _entry(entry, editing))
    if rows:
        link = Link(reverse("admin:changes"), "All changes")
        yield Section("changed", "Recently changed", [*rows.values()][:SHOWN], link=link)


def _entry(entry: LogEntry, editing: ModelAdmin) -> Row:
    """What somebody did; not the words that the log has for it, which name parts of the item."""
    is_gone = entry.action_flag == DELETION
    done = {ADDITION: "added", DELETION: "deleted"}.get(entry.action_flag, "changed")
    place = None if is_gone else address(editing.opts, "change", entry.object_id)
    by = entry.user.get_username()
    return Row(_kind(editing), entry.object_repr, place, done, by, entry.action_time)


def _publishing(request: HttpRequest, site: AdminSite) -> list[ModelAdmin]:
    return [one for one in content(request, site) if issubclass(one.model, Publishable)]


def _named(editing: ModelAdmin, request: HttpRequest) -> models.QuerySet:
    """The rows of its list, with what their names say and no more."""
    return editing.get_queryset(request).prefetch_related(None)


def counted(number: int) -> str:
    return f"more than {COUNTED}" if number > COUNTED else str(number)


def _kind(editing: ModelAdmin) -> str:
    return capfirst(str(editing.opts.verbose_name))
