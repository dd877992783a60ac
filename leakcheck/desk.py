"""The editors' first page (editing/desk.py): what the check would say of what waits for a review.

Of the whole site `manage.py leakcheck` says it: that reads all there is, too much for a page. What
waits is what somebody is about to publish; it is bounded, and looked through when an editor asks,
for the price of so many forms.
"""

from collections.abc import Iterator

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse

from editing.desk import Link, Row, Section, Waiting, row_of

from .saving import open_in

ASKED = "check"
ASK = "Words that everybody reads may give a sealed text away. The check looks for them when asked."
NONE = "No warnings. What waits gives nothing away, as far as the check can see."


def open_warnings(
    request: HttpRequest, site: AdminSite, waiting: list[Waiting]
) -> Iterator[Section]:
    """Those in items that this account may change: their number alone, which tells no word."""
    theirs = [one for one in waiting if one.editing.has_change_permission(request)]
    if not theirs:
        return
    if ASKED not in request.GET:
        address = reverse("admin:index", query={ASKED: "waiting"}, fragment="warnings")
        link = Link(address, "Check what waits")
        yield Section("warnings", "Warnings", nothing=ASK, link=link)
        return
    counted = zip(theirs, open_in((one.item for one in theirs), request.user), strict=True)
    rows = [_row(one, number) for one, number in counted if number]
    yield Section("warnings", "Warnings", rows, nothing=NONE)


def _row(one: Waiting, number: int) -> Row:
    many = "1 warning" if number == 1 else f"{number} warnings"
    return row_of(one.editing, one.item, done=f"{many}: its form names them when it is saved")
