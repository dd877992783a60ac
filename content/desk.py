"""Import and export on the editors' site: content files, all in one ZIP, and tables made of them.

Whoever has such a file has every sealed text. So it is for those alone whom the forms show each of
them, published or not; and to import takes the right to do all that an import can do. Roles that
may do a part of it have the forms. An import is shown first, and done when somebody agrees to just
what was shown: the page carries the files, and a print of what they would do.
"""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from editing.further_pages import FurtherPage
from editing.suspecting import may_read_all
from films.models import Universe
from gate.rights import may
from interviews.models import InterviewFilm
from readers import audit

from . import spreadsheet
from .archive import packed
from .format import ALL
from .forms import MISTAKES, AgreeForm, ExportForm, ImportForm, all_content, told
from .keeping import AsFound, keep
from .loaded import Limits, Loaded
from .loader import load_folders
from .plan import Plan
from .reading import ContentError, Folder
from .spreadsheet import SHEETS
from .suspecting import suspected

SALT = "content.import"
#: How long an import that was shown can be agreed to, in seconds.
SHOWN_FOR = 24 * 60 * 60
LIMITS = Limits(entries=5_000, written=500, mistakes=MISTAKES)
STALE = "The page was opened too long ago, or by somebody else. Choose the files once more."
TICK = "Tick the box if you agree to what this opens."
WHY = "Say in a few words why they give nothing away; or write others, and choose the files anew."


class Shown(NamedTuple):
    """What that page carries: for whom it was made, what was sent, and the print of what it does."""

    editor: int
    folders: list[Folder]
    overwrites: bool
    print: str = ""

    @classmethod
    def read(cls, text: str) -> "Shown | None":
        """None where it is none of ours, or too old."""
        try:
            editor, folders, *others = signing.loads(text, salt=SALT, max_age=SHOWN_FOR)
        except signing.BadSignature:
            return None
        return cls(editor, [Folder(*one) for one in folders], *others)

    def written(self) -> str:
        """Compressed: its length tells of the files, to the one who has just sent them."""
        folders = [(one.name, one.texts, one.rows) for one in self.folders]
        said = (self.editor, folders, self.overwrites, self.print)
        return signing.dumps(said, salt=SALT, compress=True)

    def load(self, by: str, **more: Any) -> list[Loaded]:
        """Raises ContentError. Whether it may open anything is asked once that is known."""
        return load_folders(
            self.folders, may_open=True, by=by, limits=LIMITS, overwrites=self.overwrites, **more
        )


def may_have_all(editor: Any) -> bool:
    """The forms show this editor every sealed text, published or not."""
    return may_read_all(editor, (kind.model for kind in ALL))


def may_import(editor: Any) -> bool:
    """This editor may do in forms all that an import can do."""
    adds = [("add", kind.model) for kind in ALL]
    talks = [(verb, InterviewFilm) for verb in ("add", "change", "delete")]
    return may_have_all(editor) and all(may(editor, *right) for right in (*adds, *talks))


@require_safe
def content_files(request: HttpRequest, site: AdminSite) -> HttpResponse:
    _let_in(may_have_all(request.user))
    return _page(request, site)


@require_POST
def export(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """All content or a kind of it, of all universes or one, as a file that nobody keeps."""
    _let_in(may_have_all(request.user))
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, site, export=form)
    chosen: Universe | None = form.cleaned_data["universe"]
    try:
        folders = [one for one in all_content() if not chosen or one.name == chosen.slug]
    except ContentError as error:
        form.add_error(None, told(error))
        return _page(request, site, export=form)
    audit.write(
        audit.Act.EXPORTED, request.user.get_username(), ", ".join(one.name for one in folders)
    )
    of = chosen.slug if chosen else "content"
    sheet = next((one for one in SHEETS if one.name == form.cleaned_data["what"]), None)
    if sheet:
        return _download(
            spreadsheet.written(sheet, folders), "text/csv; charset=utf-8", f"{of}-{sheet.name}.csv"
        )
    return _download(packed(folders), "application/zip", f"{of}.zip")


@require_POST
def show_import(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """What the uploaded files would do; nothing of it is done."""
    _let_in(may_import(request.user))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, site, upload=form)
    shown = Shown(request.user.pk, form.cleaned_data["files"], form.cleaned_data["overwrites"])
    try:
        with transaction.atomic():
            results = shown.load(request.user.get_username())
            plan = Plan.of(results, suspected(results, request.user))
            transaction.set_rollback(True)
    except ContentError as error:
        form.add_error("files", told(error, shown.folders))
        return _page(request, site, upload=form)
    return _asked(request, site, shown, plan)


@require_POST
def do_import(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Does what was shown, or shows anew what would be done by now."""
    _let_in(may_import(request.user))
    form = AgreeForm(request.POST)
    shown = Shown.read(form["shown"].value() or "")
    if shown is None or shown.editor != request.user.pk:
        messages.error(request, STALE)
        return redirect("admin:content-files")
    try:
        with transaction.atomic():
            results = shown.load(request.user.get_username(), found=AsFound(site))
            found = suspected(results, request.user)
            plan = Plan.of(results, found)
            is_same = plan.print == shown.print
            if is_same and _is_agreed(plan, form):
                keep(results, request, site)
                for _row, one in found or ():
                    one.accept(form.cleaned_data["stands_because"], request.user)
                messages.success(request, f"Imported: {plan.summary}")
                return redirect("admin:content-files")
            transaction.set_rollback(True)
    except ContentError as error:
        form.add_error(None, told(error, shown.folders))
        return _page(request, site, upload=form)
    if not is_same:  # what was ticked was another plan; what was typed is not lost
        form.data = form.data.copy()
        form.data.pop("opening", None)
    return _asked(request, site, shown, plan, form=form, is_asked_anew=not is_same)


def _is_agreed(plan: Plan, form: AgreeForm) -> bool:
    """Tells the form, too, to what of the plan nobody has agreed."""
    said = form.cleaned_data if form.is_valid() else {}
    if plan.opened and not said.get("opening"):
        form.add_error("opening", TICK)
    if plan.warned and not said.get("stands_because") and not form.has_error("stands_because"):
        form.add_error("stands_because", WHY)
    return form.is_valid()


def _let_in(is_allowed: bool) -> None:
    if not is_allowed:
        raise PermissionDenied


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="callback-{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)


def _page(
    request: HttpRequest,
    site: AdminSite,
    export: ExportForm | None = None,
    upload: forms.Form | None = None,
) -> HttpResponse:
    refused = [
        str(one)
        for form in (export, upload)
        if form
        for errors in form.errors.values()
        for one in errors
    ]
    context = {
        **site.each_context(request),
        "title": "Import and export",
        "export": export or ExportForm(),
        "upload": ImportForm() if may_import(request.user) else None,
        "refused": refused,
    }
    return TemplateResponse(request, "admin/content_files.html", context)


def _asked(
    request: HttpRequest,
    site: AdminSite,
    shown: Shown,
    plan: Plan,
    form: AgreeForm | None = None,
    is_asked_anew: bool = False,
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": "Import",
        "plan": plan,
        "shown": shown._replace(print=plan.print).written(),
        "form": form or AgreeForm(),
        "is_asked_anew": is_asked_anew,
    }
    return TemplateResponse(request, "admin/import.html", context)


PAGES = [
    FurtherPage("content/", "content-files", content_files, "Import and export", may_have_all),
    FurtherPage("content/export/", "export-content", export),
    FurtherPage("content/import/", "show-import", show_import),
    FurtherPage("content/import/done/", "do-import", do_import),
]
