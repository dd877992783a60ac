"""A bare Django view, of as many bytes as SIZE says, on the site's own server: the measure.

python -m bench.bare PORT SIZE
"""

import os
import socket
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.server.worker import work

BODY = b"x" * int(sys.argv[2])


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})


urlpatterns = [path("", view)]

if __name__ == "__main__":
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY="x")
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    work(listener, get_wsgi_application(), os.getppid())
