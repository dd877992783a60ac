"""A page that breaks reports no sealed text to whoever runs the site."""

import logging

import pytest
from django.core import mail
from django.core.handlers.wsgi import WSGIRequest
from django.utils.log import AdminEmailHandler

from gate.reader import NOBODY
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.promise.leaks.site import Site
from tests.routes import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def _broken(settings, monkeypatch) -> None:
    """Every page breaks at its very end, and the report has the local variables of all views."""

    def at_the_end(request: WSGIRequest) -> None:
        raise ZeroDivisionError

    settings.ADMINS = ["admin@example.org"]
    for handler in logging.getLogger("django").handlers:
        if isinstance(handler, AdminEmailHandler):
            monkeypatch.setattr(handler, "include_html", True)
    site = Site(monkeypatch)
    site.put(WSGIRequest, "broken", property(at_the_end))
    site.template("base.html", "</body>", "{{ request.broken }}</body>")


@pytest.mark.usefixtures("_broken")
def test_a_report_on_an_error_holds_no_text_that_is_sealed_for_its_reader(world, stranger):
    # A queryset at hand prints its rows by their names, hidden ones too. No reader is told.
    names = canaries_in(world.surprise.name, world.ghost.name, world.hidden_note.label)

    assert reported(stranger, world) - world.open_to(NOBODY) - names == set()


@pytest.mark.usefixtures("_broken")
def test_a_report_shows_what_was_at_hand(world, completist):
    """Else there would be nothing to search."""
    assert len(reported(completist, world)) > 10


def reported(client: ReaderClient, world) -> set[str]:
    client.raise_request_exception = False
    addresses = [address for listed in pages(world).values() for address in listed]
    broke = [client.get(address).status_code for address in addresses].count(500)
    assert len(mail.outbox) == broke > 10
    return canaries_in(*(text for one in mail.outbox for text in (one.body, *one.alternatives)))
