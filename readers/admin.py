"""Of readers the editors see nothing: no marks, no addresses, no second factors. Of accounts, those of editors."""

from typing import Any

from allauth.account import admin as registers_addresses  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa import admin as registers_factors  # noqa: F401
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import models
from django.http import HttpRequest

from gate.admin import ContentAdmin

from .models import AuditLine

admin.site.unregister([User, Group, EmailAddress, Authenticator])


#: In place of Django's own words.
HELP = {
    "is_active": "Untick it to close the account: nothing of it is deleted.",
    "is_staff": "May sign in to these pages.",
    "is_superuser": "May do everything here, whatever stands below.",
    "groups": "What they may do here: a group gives its rights to all who are in it.",
    "user_permissions": "Single rights, besides those of the groups.",
}


@admin.register(User)
class EditorAdmin(ContentAdmin, UserAdmin):
    """Fans are made by signing up, and leave by themselves."""

    keeps_versions = False  # who works here is no content
    list_display = ("username", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).filter(is_staff=True)

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type:
        return super().get_form(request, obj, help_texts=HELP, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: object, change: bool) -> None:
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)


@admin.register(Group)
class EditorGroupAdmin(ContentAdmin, GroupAdmin):
    keeps_versions = False


@admin.register(AuditLine)
class AuditLineAdmin(ContentAdmin):
    """For superusers to read; nobody writes it, nor takes a line away."""

    keeps_versions = False
    list_display = ("at", "whom", "act", "about", "by")
    list_filter = ("act",)
    search_fields = ("whom", "by", "about")

    def has_view_permission(self, request: HttpRequest, obj: AuditLine | None = None) -> bool:
        return request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditLine | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditLine | None = None) -> bool:
        return False
