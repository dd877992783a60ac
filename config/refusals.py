"""Turns away what this site cannot serve, in its own words and with all of its headers.

The pages stand on their own: no context, no database, no list of static files. So they hold
whatever else is broken, and say nothing of the reader.
"""

import re
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware
from django.template.loader import get_template
from django.utils.http import parse_header_parameters

from .server.channel import REFUSED

SAFE = ("GET", "HEAD", "OPTIONS")
#: Of a body that is no editor's. A picker with all the films there are fits many times.
MAX_BODY = 256 * 1024
#: An editor's may have files; a larger one would have to lie on the disk while it is read.
EDITORS, MAX_EDITORS_BODY = "/admin/", settings.FILE_UPLOAD_MAX_MEMORY_SIZE
#: Each has a page; any other refusal of the server is one of 400.
STATUSES = (400, 408, 413, 500, 503)
SECONDS_TO_RETRY = 5


def judge_content_type(environ: dict[str, Any], **kwargs: Any) -> None:
    """Before Django makes a request, which fails on some charsets, and reads the address in others.

    Every form of this site is UTF-8. Where no form is read, the header goes: no cache keys on it,
    so no page may depend on it.
    """
    if environ["REQUEST_METHOD"] in SAFE:
        environ.pop("CONTENT_TYPE", None)
        return
    # Django reads it under one of its two names.
    given = re.sub(r"(?i)\bcharset=utf8\b", "charset=utf-8", environ.get("CONTENT_TYPE", ""))
    is_utf_8 = _charset(given) == "utf-8"
    environ |= {"CONTENT_TYPE": given} if is_utf_8 else {"CONTENT_TYPE": "", REFUSED: 400}


def _charset(content_type: str) -> str | None:
    try:
        _, parameters = parse_header_parameters(content_type)
    except ValueError:
        return None
    return parameters.get("charset", "utf-8").lower()


class RefusalMiddleware:
    """Refuses, before anything reads it, a request that would fail somewhere on its way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if status := _reason_to_refuse(request):
            return self.security.process_response(request, refused(status))
        return self.get_response(request)


def _reason_to_refuse(request: HttpRequest) -> int | None:
    """The status of the refusal, if there is to be one."""
    if REFUSED in request.META:
        return request.META[REFUSED]  # before the request was complete
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        request.get_host()
        request.GET  # noqa: B018 - is read here, so that no page is the first to fail on it
    except (SuspiciousOperation, ValueError):
        return 400
    if length > (MAX_EDITORS_BODY if request.path.startswith(EDITORS) else MAX_BODY):
        return 413
    # The databases differ in what they do with a character that no text has.
    return 400 if "%00" in request.META.get("QUERY_STRING", "") else None


def refused(status: int) -> HttpResponse:
    """The page of a status; with the hint to come back where the fault is ours and passes."""
    status = status if status in STATUSES else 400
    response = HttpResponse(get_template(f"{status}.html").render(), status=status)
    response["Cache-Control"] = "private, no-store"
    response["Content-Length"] = str(len(response.content))
    if status == 503:
        response["Retry-After"] = str(SECONDS_TO_RETRY)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400, without the context that made such a request fail twice."""
    too_large = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return refused(413 if too_large else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: says whose fault it was, as far as the exception tells."""
    error = sys.exc_info()[1]
    if type(error).__module__.partition(".")[0] == "redis":
        return refused(503)  # which may not be installed, so its classes have no names here
    match error:
        case OperationalError() | InterfaceError():
            return refused(503)  # the database: gone, locked for too long, or too slow
        case DataError() | OverflowError():
            return refused(400)  # a number or text that no column holds
        case ValueError(args=[str(text)]) if text.startswith("Field '"):
            return refused(400)  # the same, noticed before the database is asked
    return refused(500)
