"""What was typed into a form while the session ended: it is there again after signing in.

It is kept for the account to which the form was given, as the form itself says, signed; whoever else
signs in before that, in the same browser or elsewhere, is shown nothing of it. A copy in the sign-in
page or in the browser's own storage could be read by whoever sits there next. Only a form that this
site gave to an editor is kept, never a password, and only so many.
"""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite, site
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.text import capfirst
from django.views import csrf

from gate.sealed import unseal

from .asking import ANSWER
from .further_pages import further_pages
from .limits import parsed
from .models import UnsavedForm
from .opened import FIELD, UNSAVED, Opened

#: Among the fields of a form that was put aside: its address, with its query.
ASIDE = "_aside"
#: In the session: the page for signing in says that something was kept.
KEY = "draft"
#: Of one editor; the oldest make room.
MOST = 20
KEPT_FOR = timedelta(seconds=settings.SESSION_COOKIE_AGE)
#: How the names of fields begin that are left out.
NEVER_KEPT = ("password", "csrfmiddlewaretoken")

SIGNED_OUT = (
    "You were signed out before this was saved. Here is what you typed: look it over, and save."
)
PUT_ASIDE = "Here is what you were writing"
NOT_LEFT = "It could not be put aside. Nothing is saved, and what you typed is still here."
FOR_ANOTHER = (
    "The form that you sent was opened with another account, so it is not saved. What was typed is "
    "kept for that account: it is there again when that account signs in."
)


class Unsaved(NamedTuple):
    """A form with what was typed into it."""

    key: int
    fields: QueryDict
    #: Why it is shown again.
    told: str


class Waiting(NamedTuple):
    """A page on which something that was typed waits for its editor."""

    address: str
    name: str


def keep(request: HttpRequest) -> int | None:
    """Keep the form that was sent; returns the key of its editor. None where it is none of ours.

    The answer to a page that asks is ours, and nobody typed it: it is asked for anew.
    """
    said = request.POST.get(FIELD, "")
    opened = Opened.read(said, settings.SESSION_COOKIE_AGE)
    editors = get_user_model().objects.filter(is_active=True, is_staff=True)
    if opened is None or not editors.filter(pk=opened.editor).exists():
        return None
    if ANSWER not in request.POST and _edited_on(request.path):
        _keep(request, opened.editor, said)
        request.session[KEY] = True
    return opened.editor


@transaction.atomic
def _keep(request: HttpRequest, editor: int, said: str, *, is_put_aside: bool = False) -> int:
    fields = request.POST.copy()
    fields.pop(ASIDE, None)
    if is_put_aside:
        fields[ASIDE] = request.get_full_path()
    # Sent twice, or shown again and changed since: the later one holds all of it.
    form = key_in(fields.pop(UNSAVED, [""])[0]) or _print(said)
    for name in [one for one in fields if one.startswith(NEVER_KEPT)]:
        del fields[name]
    theirs = UnsavedForm.objects.filter(editor=editor)
    theirs.filter(form=form).delete()
    theirs.create(
        editor_id=editor,
        form=form,
        page=_print(request.path),
        sealed_address=request.path,
        sealed_typed=fields.urlencode(),
    )
    theirs.filter(pk__in=list(theirs.values_list("pk", flat=True)[MOST:])).delete()
    UnsavedForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return form


def find(request: HttpRequest) -> Unsaved | None:
    """What this editor has typed on this page and not saved; the latest of several."""
    row = _theirs(request).filter(page=_print(request.path)).first()
    if row is None:
        return None
    fields = parsed(unseal(row.sealed_typed))
    told = PUT_ASIDE if fields.pop(ASIDE, None) else SIGNED_OUT
    return Unsaved(row.form, fields, told)


def put_aside(request: HttpRequest) -> int | None:
    """Keep the form that was sent, for as long as its editor writes something else.

    Returns what `choose()` knows it by; None where it was given to another account.
    """
    said = request.POST.get(FIELD, "")
    opened = Opened.read(said)
    if opened is None or opened.editor != request.user.pk or _edited_on(request.path) is None:
        return None
    return _keep(request, opened.editor, said, is_put_aside=True)


def put_aside_at(request: HttpRequest, form: int) -> str | None:
    """Where such a form of this editor is found; None where it is not there any more."""
    row = _theirs(request).filter(form=form).first()
    return parsed(unseal(row.sealed_typed)).get(ASIDE) if row else None


@transaction.atomic
def choose(request: HttpRequest, form: int, name: str, key: Any) -> str | None:
    """The row with this key is chosen in a field of such a form; returns where it is found."""
    row = _theirs(request).select_for_update().filter(form=form).first()
    if row is None:
        return None
    fields = parsed(unseal(row.sealed_typed))
    fields[name] = str(key)
    row.sealed_address, row.sealed_typed = unseal(row.sealed_address), fields.urlencode()
    row.save()
    return fields.get(ASIDE)


def waiting(request: HttpRequest, site: AdminSite) -> list[Waiting]:
    """Where something that this editor has typed is to be found, the latest first."""
    rows = _theirs(request).defer("sealed_typed")
    pages = dict.fromkeys(unseal(row.sealed_address) for row in rows)
    found = ((address, _edited_on(address)) for address in pages)
    return [
        Waiting(address, _called(*edited))
        for address, edited in found
        if edited and site.get_model_admin(edited[0]).has_view_or_change_permission(request)
    ]


def drop(request: HttpRequest) -> None:
    """Forget what the form that was sent had been filled in with."""
    if form := key_in(request.POST.get(UNSAVED, "")):
        UnsavedForm.objects.filter(editor=request.user.pk, form=form).delete()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before signing in again has an old token: it is shown again, to be looked over.

    Nothing is saved, so nothing can be forged in this way.
    """
    editor = keep(request)
    if editor is None:
        return csrf.csrf_failure(request, reason)
    if request.user.is_authenticated and request.user.pk != editor and ANSWER not in request.POST:
        messages.warning(request, FOR_ANOTHER)
    return HttpResponseRedirect(request.get_full_path())


def _theirs(request: HttpRequest) -> Any:
    since = timezone.now() - KEPT_FOR
    return UnsavedForm.objects.for_editor().filter(editor=request.user.pk, at__gte=since)


def _edited_on(address: str) -> tuple[type[models.Model], str | None] | None:
    """What the page at this address edits: the model, and the key of the row that is there already.

    None where it is no page with an editors' form.
    """
    try:
        found = resolve(address)
    except Resolver404:
        return None
    for model in site._registry if found.app_name == "admin" else ():  # noqa: SLF001 - no other way
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        added_by = {f"{name}_add", *(page.name for page in further_pages if page.form_of is model)}
        if found.url_name in {f"{name}_change", *added_by}:
            return model, found.kwargs.get("object_id")
    return None


def _called(model: type[models.Model], key: str | None) -> str:
    kind = model._meta.verbose_name
    if key is None:
        return f"A new {kind}"
    row = model._base_manager.filter(pk=unquote(key)).first()
    return f"{capfirst(kind)} “{row}”" if row else f"A {kind} that was deleted since"


def _print(text: str) -> int:
    """A number of 63 bits, which is never 0."""
    return int.from_bytes(sha256(text.encode()).digest()[:8]) >> 1 | 1


def key_in(text: str) -> int:
    """Such a number, read; 0 where it is none."""
    number = int(text) if re.fullmatch("[0-9]{1,19}", text) else 0
    return number if number < 2**63 else 0
