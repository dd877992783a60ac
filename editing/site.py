"""The site of the editors' pages."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from django.contrib.admin import AdminSite, ModelAdmin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse

from . import change_pages, desk, guide, second_factor, unsaved_forms, views
from .admin import Editor
from .alike import Autocomplete
from .further_pages import further_pages, linked, ways_in


class EditorsSite(AdminSite):
    """Whatever is registered edits as `Editor` says, also what comes with other packages."""

    index_title = "Desk"

    def register(
        self,
        model_or_iterable: type[models.Model] | Iterable[type[models.Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        admin_class = admin_class or ModelAdmin
        whole = type(
            admin_class.__name__, (Editor, admin_class), {"__module__": admin_class.__module__}
        )
        super().register(model_or_iterable, whole, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Asked before every page of the site, whatever it is: no page can forget the factor."""
        return super().has_permission(request) and second_factor.was_given(request, request.user)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Of somebody who works here and is signed in; all others sign in by the site's own page.

        Never Django's own form, which knows neither limits on attempts nor a second step.
        """
        if not self.has_permission(request):
            return second_factor.ask(request)
        return HttpResponseRedirect(get_next_redirect_url(request) or reverse("admin:index"))

    def admin_view[View: Callable[..., HttpResponseBase]](
        self, view: View, cacheable: bool = False
    ) -> View:
        protected = super().admin_view(view, cacheable)

        @wraps(protected)
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not self.has_permission(request):
                unsaved_forms.keep(request)
            return protected(request, *args, **kwargs)

        return cast(View, keeping)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        apps = self.get_app_list(request)
        edited = [app for app in apps if self._has_content(app)]
        facts = {
            "waiting": unsaved_forms.waiting(request, self),
            "ways_in": ways_in(request),
            "sections": desk.on_the_desk(request, self),
            "edited": edited,
            "others": [app for app in apps if app not in edited],
        }
        return super().index(request, facts | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, Autocomplete.as_view(admin_site=self)(request))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        return context | {"links": linked(request) if context["has_permission"] else []}

    def _has_content(self, app: dict[str, Any]) -> bool:
        return any(desk.is_content(self.get_model_admin(one["model"])) for one in app["models"])

    def get_urls(self) -> list[URLPattern | URLResolver]:
        here = {"site": self}
        return [
            path("guide/", self.admin_view(guide.guide), here, name="guide"),
            path("changes/", self.admin_view(change_pages.all_changes), here, name="changes"),
            path(
                "changes/<int:version>/",
                self.admin_view(change_pages.one_change),
                here,
                name="one-change",
            ),
            path(
                "changes/<int:version>/take-back/",
                self.admin_view(change_pages.take_back_change),
                here,
                name="take-back",
            ),
            path("deleted/", self.admin_view(views.deleted_list), here, name="deleted"),
            path(
                "deleted/<int:version>/bring-back/",
                self.admin_view(views.bring_back),
                here,
                name="bring-back",
            ),
            *(
                path(page.route, self.admin_view(page.view), here, name=page.name)
                for page in further_pages
            ),
            *super().get_urls(),
        ]
