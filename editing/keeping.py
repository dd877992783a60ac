"""What a save and a deletion leave behind: a version of every item, and the way to have it again."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html

from . import protecting, versions
from .asking import Question
from .models import Version


class KeepsVersions(admin.ModelAdmin):
    """Asks before it deletes, and keeps what was saved and deleted, where the admin of a model says
    `keeps_versions`: not accounts, nor what readers have marked. What is deleted of them is gone.
    """

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        question = Question(request, lambda: versions.whole(objs), self.admin_site)
        question.comes_back = self._comes_back(request)
        request.question = question  # type: ignore[attr-defined] # for its page
        found, count, perms_needed, protected = super().get_deleted_objects(objs, request)
        obstacles = protecting.obstacles(objs, request, self.admin_site) if protected else []
        obstacles += [
            protecting.published(row, request, self.admin_site)
            for row in question.rows
            if protecting.is_published(row)
        ]
        if not question.is_answered:
            # Django asks where nothing was sent.
            request.POST = QueryDict()
        return found, count, perms_needed, obstacles

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        self._keep([obj], Version.Act.ADDED, request)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        self._keep([obj], Version.Act.CHANGED, request)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        self._keep(queryset, Version.Act.DELETED, request)
        return super().log_deletions(request, queryset)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: Any, change: bool
    ) -> None:
        # They are not logged one by one.
        gone = [row.instance for row in formset.deleted_forms if row.instance.pk]
        self._keep(gone, Version.Act.DELETED, request)
        super().save_formset(request, form, formset, change)

    def _keep(self, items: Any, act: Version.Act, request: HttpRequest) -> None:
        if not getattr(self, "keeps_versions", False):
            return
        for item in items:
            version = versions.keep(item, act, request.user)
            if act == Version.Act.DELETED and versions.may_bring_back(request.user, type(item)):
                vars(request).setdefault("deleted", []).append(version.pk)

    def _comes_back(self, request: HttpRequest) -> bool:
        keeps = getattr(self, "keeps_versions", False)
        return keeps and versions.may_bring_back(request.user, self.model)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Where something was deleted, with the way to have it again."""
        if deleted := vars(request).pop("deleted", []):
            them = "it" if len(deleted) == 1 else "them"
            place = f"{reverse('admin:deleted')}#version-{deleted[-1]}"
            message = format_html('{} <a href="{}">Bring {} back</a>', message, place, them)
        super().message_user(request, message, *args, **kwargs)
