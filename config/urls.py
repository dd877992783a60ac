from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from . import health

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("films.urls")),
    path("", include("people.urls")),
    path("", include("interviews.urls")),
    path("", include("spoilers.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
