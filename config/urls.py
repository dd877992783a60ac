from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from pages import edits, mailed_links, preview, second_factor
from pages.accounts import editors_only

from . import health


def not_found(request: HttpRequest, row: str) -> HttpResponse:
    raise Http404


admin.autodiscover()
admin.site.login = editors_only(secure_admin_login(admin.site.login))  # type: ignore[method-assign] # as allauth says

handler400 = "config.refusals.bad_request"
handler500 = "config.refusals.server_error"

urlpatterns = [
    path("", include("pages.urls")),
    path("accounts/", include(mailed_links.urlpatterns)),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/", include(second_factor.urlpatterns)),
    path("accounts/", include(mailed_links.cut_off)),
    # Django's detour to a row's page tells staff without any right which rows exist.
    path("admin/r/<path:row>", not_found, name="admin-detour"),
    path("admin/edit/<str:kind>/<str:key>/", admin.site.admin_view(edits.edit), name="edit"),
    path("admin/preview/", admin.site.admin_view(preview.choose), name="preview-choose"),
    path("admin/preview/<eyes:eyes>/", admin.site.admin_view(preview.page), name="preview"),
    path(
        "admin/preview/<eyes:eyes>/<path:path>",
        admin.site.admin_view(preview.page),
        name="preview-page",
    ),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
