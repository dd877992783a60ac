from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from . import health


def not_found(request: HttpRequest, row: str) -> HttpResponse:
    raise Http404


admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("pages.urls")),
    path("accounts/", include("allauth.account.urls")),
    # Django's detour to a row's page tells staff without any right which rows exist.
    path("admin/r/<path:row>", not_found, name="admin-detour"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
