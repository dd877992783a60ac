"""What the site's own code reads of a request: each part is a question that the battery must vary.

A page that looks at something new (a header, a cookie, a query string) may answer differently by
it where nobody asks. So the names are noted down with every answer, and a new one fails the
battery until it stands in KNOWN, and asking/ asks with it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import django
import django_htmx
from django import http
from django.conf import settings
from django.core.handlers import wsgi
from django.http import QueryDict, request

#: Each with those who vary it.
KNOWN = {
    "cookie seen": "visitors.py",
    "cookie revealed": "visitors.py",
    "cookie sessionid": "visitors.py",
    "field done": "questions.py: telling",
    "field films": "questions.py: acting",
    "field preset": "questions.py: acting",
    "field upto": "questions.py: acting",
    "header HTTP_HX_REQUEST": "questions.py: HTMX",
    "header HTTP_HX_REQUEST_URI_AUTOENCODED": "goes with it; whether the header is percent-encoded",
    "header HTTP_SEC_FETCH_SITE": "questions.py: OURS; test_other_sites.py",
    "header HTTP_HOST": "questions.py: HEADERS; another name than the site's is refused",
    "header SERVER_NAME": "goes with it; the site's own where no Host is sent",
    "header SERVER_PORT": "goes with it",
    "header HTTP_ORIGIN": "test_other_sites.py",
    "header HTTP_REFERER": "questions.py: acting; test_other_sites.py",
}

DJANGO = Path(django.__file__).parent
#: These read on behalf of whoever calls them.
ON_BEHALF = (
    *(f"{DJANGO}/{folder}/" for folder in ("http", "utils")),
    f"{Path(django_htmx.__file__).parent}/",
    *("<frozen ", __file__),
)
TEMPLATES = f"{DJANGO}/template/"
OURS = f"{settings.BASE_DIR}/"


class _Noting(dict):
    """A mapping of which every look at one of its names is noted down."""

    def __init__(self, kind: str, names: set[str], values: dict) -> None:
        super().__init__(values)
        self._kind, self._names = kind, names

    def __getitem__(self, name: str) -> object:
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self._note(name)
        return super().__contains__(name)

    def get(self, name: str, default: object = None) -> object:
        self._note(name)
        return super().get(name, default)

    def _note(self, name: object) -> None:
        _note(self._names, f"{self._kind} {name}")


@contextmanager
def reading(names: set[str]) -> Iterator[None]:
    """Adds to `names` what our code looks at in requests: "header HTTP_RANGE", "field page"."""

    class Headers(request.HttpHeaders):
        def __getitem__(self, name: str) -> str:
            _note(names, f"header {_in_environ(name)}")
            return super().__getitem__(name)

        def __contains__(self, name: object) -> bool:
            _note(names, f"header {_in_environ(str(name))}")
            return super().__contains__(name)

    class Fields(QueryDict):
        def __getitem__(self, name: str) -> object:
            _note(names, f"field {name}")
            return super().__getitem__(name)

        def __contains__(self, name: object) -> bool:
            _note(names, f"field {name}")
            return super().__contains__(name)

        def getlist(self, name: str, default: object = None) -> list:
            _note(names, f"field {name}")
            return super().getlist(name, default)

    begin, parse = wsgi.WSGIRequest.__init__, wsgi.parse_cookie

    def begin_noting(self: wsgi.WSGIRequest, environ: dict) -> None:
        begin(self, _Noting("header", names, environ))

    with (
        patch.object(wsgi.WSGIRequest, "__init__", begin_noting),
        patch.object(wsgi, "parse_cookie", lambda text: _Noting("cookie", names, parse(text))),
        patch.object(wsgi, "QueryDict", Fields),
        patch.object(request, "QueryDict", Fields),
        patch.object(http, "QueryDict", Fields),  # of forms in several parts
        patch.object(request, "HttpHeaders", Headers),
    ):
        yield


def _note(names: set[str], name: str) -> None:
    if name not in names and _is_read_by_us():
        names.add(name)


def _is_read_by_us() -> bool:
    frame = sys._getframe(1)  # noqa: SLF001 - there is no other way to ask who calls
    while frame.f_code.co_filename.startswith(ON_BEHALF):
        frame = frame.f_back
    reader = frame.f_code.co_filename
    # The packages may lie inside the project's folder, in .venv.
    return reader.startswith(TEMPLATES) or (
        reader.startswith(OURS) and "site-packages" not in reader
    )


def _in_environ(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
