"""What an import leaves behind for editors: a version of each item and a line in the log, as forms do."""

from collections.abc import Iterable

from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest

from editing.versions import keep_as_found

from .loaded import Loaded
from .reading import Entry

SAID = "Imported."


class AsFound:
    """Before a row changes: a version of it, where nobody has kept it as it stands. Once for each."""

    def __init__(self, site: AdminSite) -> None:
        self._site = site
        self._kept: set[models.Model] = set()

    def __call__(self, entry: Entry, item: models.Model) -> None:
        whole = _edited(entry, item, self._site)
        if whole not in self._kept:
            self._kept.add(whole)
            keep_as_found(whole)


def keep(results: Iterable[Loaded], request: HttpRequest, site: AdminSite) -> None:
    """Of all that was loaded, after it was. What is part of something is kept with that."""
    added: dict[models.Model, None] = {}
    changed: dict[models.Model, None] = {}
    for loaded in results:
        new = {entry for entry, _item in loaded.new}
        for entry, item in loaded.new:
            if entry.parent not in new:
                whole = _edited(entry, item, site)
                (added if whole is item else changed)[whole] = None
        for one in loaded.newer:
            if one.changed:
                changed[_edited(one.entry, one.row, site)] = None
    for item in added:
        site.get_model_admin(type(item)).log_addition(request, item, SAID)
    for item in [one for one in changed if one not in added]:
        site.get_model_admin(type(item)).log_change(request, item, SAID)


def _edited(entry: Entry, item: models.Model, site: AdminSite) -> models.Model:
    """What has a form: the item, or that of which it is a part."""
    while entry.parent and not site.is_registered(type(item)):
        entry = entry.parent
        item = getattr(item, str(entry.kind.model._meta.model_name))
    return item
