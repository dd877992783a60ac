"""What a save and a deletion leave behind: a version of every item, and the way to have it again."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html

from . import kept, protecting, versions
from .asking import Question
from .models import Version
from .reasons import WHY


class KeepsVersions(admin.ModelAdmin):
    """Asks before it deletes, and keeps what was saved and deleted, where the admin of a model says
    `keeps_versions`: not accounts, nor what readers have marked. What is deleted of them is gone.
    """

    @property
    def keeps(self) -> bool:
        return getattr(self, "keeps_versions", False)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        question = Question(request, lambda: kept.whole(objs), self.admin_site)
        question.comes_back = self._comes_back(request)
        question.stays = protecting.left_behind(question.rows, request, self.admin_site)
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
        self.keep_parts(request)
        self.keep_each([obj], Version.Act.ADDED, request, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        self.keep_parts(request)
        self.keep_each([obj], Version.Act.CHANGED, request, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        self.keep_each(queryset, Version.Act.DELETED, request)
        return super().log_deletions(request, queryset)

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool
    ) -> None:
        # The versions of its parts, too, say why.
        vars(request)["why"] = form.cleaned_data.get(WHY, "")
        if change:
            self.keep_as_found(obj)
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: Any, change: bool
    ) -> None:
        # They are not logged one by one.
        gone = [row.instance for row in formset.deleted_forms if row.instance.pk]
        self.keep_each(gone, Version.Act.DELETED, request)
        # Parts with a form of their own have a history of their own.
        editing: Any = self.admin_site._registry.get(formset.model)  # noqa: SLF001 - it may be none
        if editing is None or not isinstance(formset, BaseInlineFormSet):
            super().save_formset(request, form, formset, change)
            return
        for row in formset.initial_forms:
            if row.has_changed() and row not in formset.deleted_forms:
                editing.keep_as_found(row.instance)
        super().save_formset(request, form, formset, change)
        changed = [row for row, _names in formset.changed_objects]
        parts = vars(request).setdefault("parts", [])
        parts.append((editing, formset.new_objects, Version.Act.ADDED))
        parts.append((editing, changed, Version.Act.CHANGED))

    def keep_parts(self, request: HttpRequest) -> None:
        """Once all of the form is saved: what is part of a part may come last."""
        for editing, rows, act in vars(request).pop("parts", []):
            editing.keep_each(rows, act, request)

    def keep_as_found(self, item: models.Model) -> None:
        """Before it is changed: what nobody has kept of it so far."""
        if self.keeps:
            versions.keep_as_found(item)

    def keep_each(self, items: Any, act: Version.Act, request: HttpRequest, said: Any = "") -> None:
        """A version of each. `said` is what the log says: in words, where no form was saved."""
        if not self.keeps:
            return
        reason = vars(request).get("why") or (said if isinstance(said, str) else "")
        for item in items:
            version = versions.keep(item, act, request.user, reason)
            if act == Version.Act.DELETED and versions.may_bring_back(request.user, type(item)):
                vars(request).setdefault("deleted", []).append(version.pk)

    def _comes_back(self, request: HttpRequest) -> bool:
        return self.keeps and versions.may_bring_back(request.user, self.model)

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Where something was deleted, with the way to have it again."""
        if deleted := vars(request).pop("deleted", []):
            them = "it" if len(deleted) == 1 else "them"
            place = f"{reverse('admin:deleted')}#version-{deleted[-1]}"
            message = format_html('{} <a href="{}">Bring {} back</a>', message, place, them)
        super().message_user(request, message, *args, **kwargs)
