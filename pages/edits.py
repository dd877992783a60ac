"""The ways from the site's pages into the editors' forms, for who may edit what stands there."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from editing.addresses import address
from films.models import Film, Universe
from gate.publishing import may_change_all
from interviews.models import Interview, Quote
from people.models import Character, Person
from readers.http import Request
from spoilers.models import Echo, Note

#: By the names of their pages, which say them by the one word that these have in their address.
KINDS: dict[str, type[models.Model]] = {
    "universe": Universe,
    "film": Film,
    "person": Person,
    "character": Character,
    "interview": Interview,
    "note": Note,
    "quote": Quote,
    "echo": Echo,
}


@dataclass(frozen=True, slots=True)
class Edits:
    """What of a page somebody may edit; of nobody but editors anything."""

    #: Leads to the form of what the page is about; empty where they may not edit that.
    page: str = ""
    note: bool = False
    quote: bool = False

    def of(self, kind: str) -> bool:
        """Whether items of this kind may be edited; never those that are edited by their page."""
        return {"note": self.note, "quote": self.quote}.get(kind, False)


def edits_of(request: Request) -> Edits:
    """No query for anybody but staff."""
    user = request.user
    if not user.is_staff or not admin.site.has_permission(request):
        return Edits()
    match = request.resolver_match
    name, keys = (match.view_name, list(match.kwargs.values())) if match else ("", [])
    page = reverse("edit", args=[name, keys[0]]) if name in KINDS and _may(user, name) else ""
    return Edits(page, _may(user, "note"), _may(user, "quote"))


def form_of(request: Request, path: str) -> str:
    """Where the form is of what the page at `path` is about; empty where there can be none.

    For who may look at such forms. It depends on the path alone, and not on whether something
    stands there.
    """
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    name = match.view_name
    if name not in KINDS or not _may_look_at(request, name):
        return ""
    return reverse("edit", args=[name, *match.kwargs.values()])


@require_safe
def edit(request: Request, kind: str, key: str) -> HttpResponse:
    """To the form of what has this slug or public id.

    Raises PermissionDenied, before it looks, where an account may not look at such forms.
    """
    if kind not in KINDS:
        raise Http404
    if not _may_look_at(request, kind):
        raise PermissionDenied
    model = KINDS[kind]
    column = "public_id" if kind in ("note", "quote", "echo") else "slug"
    found = model._default_manager.filter(**{column: key}).order_by().values_list("pk", flat=True)
    if not found:
        raise Http404
    return HttpResponseRedirect(address(model._meta, "change", found[0]))


def _may_look_at(request: Request, kind: str) -> bool:
    return admin.site.get_model_admin(KINDS[kind]).has_view_or_change_permission(request)


def _may(user: User | AnonymousUser, kind: str) -> bool:
    """Change what readers meet, which takes the right to publish where there are drafts."""
    return may_change_all(user, KINDS[kind])
