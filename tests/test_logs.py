"""The log: a line for what was refused, a traceback for what broke."""

import logging
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from config.logs import OneLineOfRefusals

from .conftest import ReaderClient
from .factories import UserFactory
from .signing_in import sign_in_to_edit


@pytest.fixture
def log(monkeypatch) -> StringIO:
    """What the site writes to its console."""
    (console,) = [
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(one, OneLineOfRefusals) for one in handler.filters)
    ]
    monkeypatch.setattr(console, "stream", StringIO())
    return console.stream


def test_what_an_editor_may_not_do_is_one_line_in_the_log(db, log):
    editor = UserFactory(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="change_film"))
    client = ReaderClient()
    sign_in_to_edit(client, editor)

    answer = client.get("/admin/films/film/add/")

    assert answer.status_code == 403
    assert log.getvalue() == "Forbidden (Permission denied): /admin/films/film/add/\n"


@pytest.mark.parametrize(
    ("error", "tracebacks"),
    [
        (PermissionDenied, 0),
        (BadRequest, 0),
        (SuspiciousOperation, 0),
        (MultiPartParserError, 0),
        (LookupError, 1),
    ],
)
def test_only_what_broke_has_a_traceback(log, error, tracebacks):
    try:
        raise error
    except error:
        logging.getLogger("django.request").warning("What happened", exc_info=True)

    assert log.getvalue().count("Traceback") == tracebacks
