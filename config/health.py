"""Two small answers for whoever runs the site: is the process up, and has it all that it needs?"""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from films.models import Universe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    try:
        connection.ensure_connection()
        Universe.objects.exists()
    except DatabaseError:
        return HttpResponse("database unreachable\n", content_type="text/plain", status=503)
    if not getattr(staticfiles_storage, "hashed_files", True):
        return HttpResponse("no static files\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
