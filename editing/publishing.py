"""The way of an item to readers, and back, in its form and in lists of such items."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from gate.models import Stamp
from gate.opening import Lock, who_gets_in
from gate.publishing import Publishable, State, may_publish
from gate.texts import listing

from .addresses import address
from .asking import Question, ask
from .kept import whole
from .protecting import obstacle
from .saying import ends_of, held_back, said_of
from .versions import keep_as_found
from .withdrawing import Withdraws

#: The buttons beside those that save, by their names.
PUBLISH, SUBMIT, WITHDRAW = "_publish", "_submit", "_withdraw"
WAYS = {
    PUBLISH: "Save and publish…",
    SUBMIT: "Save as ready for review",
    WITHDRAW: "Save and withdraw",
}
PUBLISHED = "Published already."
WITHDRAWN = "It was taken back from readers before."
PASSED = "This moment has passed. Leave it empty to publish at once."


class WhenForm(forms.Form):
    """From when on readers meet what is published; `at` is None for at once."""

    at = forms.DateTimeField(
        label="For readers from",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Empty: at once. Otherwise a day and a time that lie ahead, in UTC.",
    )

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError(PASSED)
        return at


class Meeting(NamedTuple):
    """An item that is to be published: where it is edited, who will meet it, what comes with it.

    `whom` says from when on, too, where something else on which it stands is set for later.
    """

    item: Publishable
    address: str
    whom: str
    along: "list[Meeting]"


class Publishes(Withdraws):
    """For the admin of a Publishable: publishing asks first, and takes a right of its own."""

    actions = ("publish", "submit", "withdraw")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user, self.model)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What readers meet is changed by whoever may publish, or a draft would be a detour."""
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def who_meets(self, item: Any) -> str:
        """Who will read an item, and know of it, once it is published: sentences for editors."""
        lock = Lock.of(item)
        if lock is None:
            return "Everyone will be able to read it."
        known = "Everyone will know that it is there. " if lock.stamp == Stamp.TEXT else ""
        return f"{known}{who_gets_in(lock, lock)}"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_publish"
        view = self.admin_site.admin_view(self.publish_view)
        return [path("<path:object_id>/publish/", view, name=name), *super().get_urls()]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """No address that is not there: readers do not meet a draft, and nor do editors."""
        is_there = obj and obj.is_live and all(end.is_live for end in ends_of(obj))
        return super().get_view_on_site_url(obj) if is_there else None

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        names = super().get_fields(request, obj)
        return [*(name for name in names if name != "readers"), "readers"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "readers")

    @admin.display(description="readers")
    def readers(self, item: Publishable) -> str:
        beneath = item.all_beneath() if item.is_live else ()  # a new one has no ends yet
        missing = [f"“{other}”" for other in beneath if not other.is_live]
        lacking = f" It stands on what readers do not meet: {listing(missing)}." if missing else ""
        return said_of(item) + lacking

    @admin.display(description="state", ordering="state")
    def how_far(self, item: Publishable) -> str:
        """For lists: what is published for later is told from what readers meet."""
        return said_of(item, short=True)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        item = kwargs.get("obj")
        may_save = (
            self.has_change_permission(request, item) if item else self.has_add_permission(request)
        )
        if may_save and not context["is_popup"]:
            context["ways"] = [(name, WAYS[name]) for name in self._ways(request, item)]
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._on_its_way(request, obj, super().response_add(request, obj, *args, **kwargs))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._on_its_way(request, obj, super().response_change(request, obj))

    @transaction.atomic
    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks, and publishes what was saved in the form of an item; then back to the form."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        item = self.get_object(request, unquote(object_id))
        if item is None:
            raise Http404
        asked = self._asked(request, [item], item)
        return asked or HttpResponseRedirect(address(self.opts, "change", item.pk))

    @admin.action(description="Publish: let readers meet these", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: Iterable[Publishable]) -> HttpResponse | None:
        return self._asked(request, chosen)

    @admin.action(description="Mark as ready for review", permissions=["change"])
    def submit(self, request: HttpRequest, chosen: QuerySet) -> None:
        waiting = [item for item in chosen if not item.is_published]
        if not waiting:
            self.message_user(request, PUBLISHED, messages.WARNING)
        for item in waiting:
            self._submit(request, item)

    def _asked(
        self, request: HttpRequest, chosen: Iterable[Publishable], item: Publishable | None = None
    ) -> HttpResponse | None:
        """The page that asks, until it is answered with yes; None once they are published.

        What readers meet already is left as it is. `item` is the one in whose form somebody asked
        for it, if any.
        """
        waiting = [one.pk for one in chosen if not one.is_live]
        if not waiting:
            self.message_user(request, PUBLISHED, messages.WARNING)
            return None
        items = self.model._default_manager.filter(pk__in=waiting)
        question = Question(request, lambda: published_with(items.all()), self.admin_site)
        begins = item.live_from if item else None  # set already, if it lies ahead
        when = WhenForm(request.POST if question.was_answered else None, initial={"at": begins})
        lacking = [
            obstacle(other, request, self.admin_site)
            for one in items.all()
            for other in one.waits_for()
            if not may_publish(request.user, type(other))
        ]
        if not lacking and question.is_answered and when.is_valid():
            for one in items.all():
                self._publish(request, one, when.cleaned_data["at"])
            return None
        kind = self.opts.verbose_name if item else self.opts.verbose_name_plural
        facts = {
            "title": f"Publish {kind}",
            "queryset": items,
            "meeting": [
                self.meeting(one, [*one.waits_for(), *self._brought(request, one)])
                for one in items.all()
            ],
            "object": item,
            "when": when,
            "protected": lacking,
        }
        return ask(request, self, question, "admin/publish.html", **facts)

    def meeting(self, item: Publishable, along: Iterable[Publishable] = ()) -> Meeting:
        """What is to be said of an item before it is published, and of what comes `along`."""
        with_it = [self._of(other).meeting(other) for other in along]
        told = [WITHDRAWN] if item.state == State.WITHDRAWN else []
        told += [self.who_meets(item), *held_back(item)]
        return Meeting(item, address(self.opts, "change", item.pk), " ".join(told), with_it)

    def _brought(self, request: HttpRequest, item: Publishable) -> list[Publishable]:
        """Those that it brings along, as far as this account may publish them."""
        return [one for one in item.brings_along() if may_publish(request.user, type(one))]

    def _publish(self, request: HttpRequest, item: Publishable, at: datetime | None) -> None:
        """With what it stands on before it, and its parts after: all of it or nothing."""
        try:
            with transaction.atomic():
                for one in (*item.waits_for(), item, *self._brought(request, item)):
                    keep_as_found(one)
                    one.publish(at=at, by=request.user.get_username())
                    self._of(one).tell(request, one, f"{said_of(one, short=True)}.")
        except ValidationError as error:
            self.message_user(request, f"“{item}”: {error.messages[0]}", messages.ERROR)

    def _submit(self, request: HttpRequest, item: Publishable) -> None:
        keep_as_found(item)
        item.submit(by=request.user.get_username())
        self.tell(request, item, "Ready for review.")

    def tell(self, request: HttpRequest, item: Publishable, what: str) -> None:
        """Say to whoever decided it, and to the history, what has become of an item."""
        self.log_change(request, item, what)
        self.message_user(request, f"“{item}”: {what}", messages.SUCCESS)

    def _ways(self, request: HttpRequest, item: Publishable | None) -> Iterable[str]:
        """The names of the buttons that this item has beside those that save."""
        may = self.has_publish_permission(request)
        if may and not (item and item.is_live):
            yield PUBLISH
        if may and item and item.is_published:
            yield WITHDRAW
        if not item or item.state in (State.DRAFT, State.WITHDRAWN):
            yield SUBMIT

    def _on_its_way(
        self, request: HttpRequest, item: Publishable, saved: HttpResponse
    ) -> HttpResponse:
        """After a save by one of these buttons; `saved` is the answer to every other one."""
        pressed = next((name for name in WAYS if name in request.POST), None)
        if pressed is None or pressed not in self._ways(request, item):
            return saved
        if pressed == PUBLISH:
            return HttpResponseRedirect(address(self.opts, "publish", item.pk))
        if pressed == WITHDRAW and self.touches_others(request, item):
            return HttpResponseRedirect(address(self.opts, "withdraw", item.pk))
        (self._submit if pressed == SUBMIT else self._withdraw)(request, item)
        return HttpResponseRedirect(address(self.opts, "change", item.pk))

    def _may_touch(self, request: HttpRequest, item: Any) -> bool:
        return item is None or not item.is_published or self.has_publish_permission(request)

    def _of(self, item: Publishable) -> "Publishes":
        return cast(Publishes, self.admin_site.get_model_admin(type(item)))


def published_with(items: Iterable[Publishable]) -> list[models.Model]:
    """All that makes out what readers meet: the items, their parts, and what they stand on."""
    items = list(items)
    beside = {other for item in items for other in item.all_beneath()}
    return [*whole(items), *sorted(beside, key=lambda row: (row._meta.label, row.pk))]
