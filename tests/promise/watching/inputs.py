"""What the site's own code reads of a request: each part is a question that the battery must vary.

A page that looks at something new (a header, a cookie, a query string) may answer differently by
it where nobody asks. So the names are noted down with every answer, and a new one fails the
battery until it stands in KNOWN, and asking/ asks with it.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    "cookie known": "stories/accounts.py: whoever signs in has it from then on",
    "field done": "questions.py: telling",
    "field email": "stories/accounts.py: joining",
    "field films": "questions.py: acting",
    "field agreed": "questions.py: acting",
    "field at": "questions.py: acting",
    "field back": "questions.py: acting",
    "field after": "questions.py: leafing",
    "field onward": "questions.py: acting; which page of public films comes next",
    "field preset": "questions.py: QUERIES; it ticks boxes of public films",
    "field shown": "questions.py: acting",
    "field undo": "questions.py: acting, telling",
    "field refused": "tests/test_accounts.py; on a page of accounts, it says a password was wrong",
    "field opened_with": "test_reached_editors.py; tests/editing/test_two_editors.py",
    "field post": "tests/editing/test_asking.py; the answer to a page that only editors see",
    "field choices": "tests/editing/test_choices.py; of a form that only editors see",
    "field _changelist_filters": "test_reached_ways.py; tests/editing/test_about.py",
    "field look": "tests/pages/test_preview.py; of a form that only editors see",
    "field drafts": "tests/pages/test_preview.py; of a form that only editors see",
    "field _use": "tests/interviews/test_articles.py; of a form that only editors see",
    "field _write": "test_reached_on_the_way.py; of a form that only editors see",
    "field for": "test_reached_on_the_way.py; of a form that only editors see",
    "field along": "tests/editing/test_withdrawing.py; the answer to a page that only editors see",
    "field q": "test_reached_finding.py; of a list that only editors see",
    "field _take": "tests/editing/test_alike.py; of a form that only editors see",
    "field _popup": "tests/editing/test_alike.py; of a form that only editors see",
    "field before": "tests/editing/test_changes.py; of a list that only editors see",
    "field into": "tests/editing/test_merging.py; of a form that only editors see",
    "field check": "tests/leakcheck/test_desk.py; of a page that only editors see",
    "field unsaved": "tests/editing/test_session_ends.py; of a form that only editors see",
    "field page": "tests/editing/test_versions.py; of a list that only editors see",
    "header HTTP_HX_REQUEST": "questions.py: HTMX",
    "header HTTP_HX_REQUEST_URI_AUTOENCODED": "goes with it; whether the header is percent-encoded",
    "header HTTP_SEC_FETCH_SITE": "questions.py: OURS; test_other_sites.py",
    "header CONTENT_LENGTH": "test_refusals.py; a body that is too long is refused",
    "header callback.refused": "the server's word, and no client's; a refusal has no context",
    "header HTTP_HOST": "questions.py: HEADERS; another name than the site's is refused",
    "header QUERY_STRING": "test_refusals.py; refused where a character stands in it that no text has",
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


#: Where names go that are noted down: those of what `reading` stands around just now.
_names: set[str] = set()


def _in_environ(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


class _Noted:
    """Mixed into a mapping: every look at one of its names is noted down."""

    kind: str
    #: What the name is noted down as.
    named: Callable[[str], str] = str

    def __getitem__(self, name: str) -> Any:
        _note(f"{self.kind} {self.named(name)}")
        return super().__getitem__(name)

    def __contains__(self, name: str) -> bool:
        _note(f"{self.kind} {self.named(name)}")
        return super().__contains__(name)


class _Values(_Noted, dict):
    def __init__(self, kind: str, values: dict) -> None:
        super().__init__(values)
        self.kind = kind

    def get(self, name: str, default: object = None) -> object:
        _note(f"{self.kind} {name}")
        return super().get(name, default)


class _Headers(_Noted, request.HttpHeaders):
    kind, named = "header", staticmethod(_in_environ)


class _Fields(_Noted, QueryDict):
    kind = "field"

    def getlist(self, name: str, default: object = None) -> list:
        _note(f"{self.kind} {name}")
        return super().getlist(name, default)


_begin, _parse = wsgi.WSGIRequest.__init__, wsgi.parse_cookie
#: What notes down, and in which places: put there for each question, thousands of times.
_PLACES: list[tuple[Any, str, Any]] = [
    (
        wsgi.WSGIRequest,
        "__init__",
        lambda self, environ: _begin(self, _Values("header", environ)),
    ),
    (wsgi, "parse_cookie", lambda text: _Values("cookie", _parse(text))),
    (wsgi, "QueryDict", _Fields),
    (request, "QueryDict", _Fields),
    (http, "QueryDict", _Fields),  # of forms in several parts
    (request, "HttpHeaders", _Headers),
]


@contextmanager
def reading(names: set[str]) -> Iterator[None]:
    """Adds to `names` what our code looks at in requests: "header HTTP_RANGE", "field page"."""
    global _names
    before, _names = _names, names
    plain = [(owner, name, getattr(owner, name)) for owner, name, _noting in _PLACES]
    for owner, name, noting in _PLACES:
        setattr(owner, name, noting)
    try:
        yield
    finally:
        _names = before
        for owner, name, stood in plain:
            setattr(owner, name, stood)


def _note(name: str) -> None:
    if name not in _names and _is_read_by_us():
        _names.add(name)


def _is_read_by_us() -> bool:
    frame = sys._getframe(1)  # noqa: SLF001 - there is no other way to ask who calls
    while frame.f_code.co_filename.startswith(ON_BEHALF):
        frame = frame.f_back
    reader = frame.f_code.co_filename
    # The packages may lie inside the project's folder, in .venv.
    return reader.startswith(TEMPLATES) or (
        reader.startswith(OURS) and "site-packages" not in reader
    )
