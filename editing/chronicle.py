"""The history of an item, at the address at which Django's admin has its own."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from . import change_pages


class HasHistory(admin.ModelAdmin):
    """For what versions are kept of; Django's page tells what became of everything else."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not getattr(self, "keeps_versions", False):
            return super().history_view(request, object_id, extra_context)
        item = self.get_object(request, unquote(object_id))
        if item is None:
            # Django's own says that it is not there.
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_or_change_permission(request, item):
            raise PermissionDenied
        return change_pages.history(request, self, item, **(extra_context or {}))
