"""The list of what was deleted, and the button that brings it back."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from . import versions
from .models import Version

ON_A_PAGE = 50
BROUGHT_BACK = "Brought back."


@require_safe
def deleted_list(request: HttpRequest, site: AdminSite) -> HttpResponse:
    gone = Paginator(versions.deleted(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **site.each_context(request),
        "title": "Deleted",
        "page": gone,
        "deleted": versions.described(list(gone)),
    }
    return TemplateResponse(request, "admin/deleted.html", context)


@require_POST
@transaction.atomic
def bring_back(request: HttpRequest, version: int, site: AdminSite) -> HttpResponse:
    if versions.is_back(version, request.user):
        messages.info(request, "Somebody else has brought that back meanwhile.")
        return redirect("admin:deleted")
    if version not in versions.deleted(request.user):
        raise PermissionDenied
    try:
        item = versions.bring_back(version, request.user)
    except versions.NotPossible as error:
        (name,) = (one.name for one in versions.described([version]))
        messages.error(request, f"“{name}” cannot be brought back. {error}")
    else:
        versions.keep(item, Version.Act.ADDED, request.user, BROUGHT_BACK)
        LogEntry.objects.log_actions(str(request.user.pk), [item], ADDITION, BROUGHT_BACK)
        messages.success(request, f"“{item}” is back, as it was.")
    return redirect("admin:deleted")
