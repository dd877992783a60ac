"""A page that asks before something is done: what is done then is what the page has shown.

It carries prints of the rows that it asks about (editing/opened.py). Where one is another by the
time of the answer, nothing is done: the page says who changed what, and asks anew.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from . import history
from .kept import as_stored
from .locking import lock_all
from .opened import FIELD, NO_EDIT, Opened, columns, newest_entry, print_of
from .suspecting import may_change
from .versions import counted

#: The field by which Django's own pages know an answer.
ANSWER = "post"

type Rows = Iterable[models.Model]


class Question:
    """One request for such a page: whether it was answered, and what has changed meanwhile.

    `find` finds the rows; with an answer they are locked until the end of the transaction.
    """

    def __init__(self, request: HttpRequest, find: Callable[[], Rows], site: AdminSite) -> None:
        self.rows = list(find())
        self.was_answered = ANSWER in request.POST
        if self.was_answered:
            lock_all(self.rows)
            # Once more: before they were locked, somebody else may have saved them.
            self.rows = list(find())
        self.stands = _prints(self.rows, request.user)
        #: Of what is to be deleted: whether this editor can have it again.
        self.comes_back = False
        #: On what it stands, and what stays: each with the way there.
        self.stays: list[SafeString] = []
        self._editor: Any = request.user
        self._site = site
        self._shown = Opened.read(request.POST.get(FIELD, "")) if self.was_answered else None

    @property
    def is_answered(self) -> bool:
        """With yes, and to what is still so."""
        return self._shown is not None and self._shown.rows == self.stands

    @property
    def is_asked_anew(self) -> bool:
        return self.was_answered and not self.is_answered

    @property
    def entries(self) -> list[LogEntry]:
        """Who changed what since the page was shown, as far as the history says."""
        if self._shown is None:
            return []
        return history.since(self._shown, [*self.rows, *self._gone], self._site)

    @property
    def changed(self) -> list[str]:
        """What is another than it was, or is new; and how much has gone."""
        if self._shown is None:
            return []
        told, before = [], self._shown.rows
        for row in self.rows:
            if before.get(_name(row)) != self.stands[_name(row)]:
                what = "was changed" if _name(row) in before else "is new"
                told.append(f"{capfirst(row._meta.verbose_name)} “{row}” {what}")
        counts = Counter(type(row)._meta for row in self._gone)
        return told + [f"{counted(meta, count)} gone" for meta, count in counts.items()]

    @property
    def _gone(self) -> list[models.Model]:
        """Stand-ins, which have nothing but their keys."""
        names = self._shown.rows.keys() - self.stands.keys() if self._shown else ()
        parts = (name.split("-") for name in sorted(names))
        return [apps.get_model(label)(pk=key) for label, key in parts]

    @property
    def field(self) -> str:
        return FIELD

    @property
    def written(self) -> str:
        """For the page, in the field: what it was shown with."""
        return Opened(self._editor.pk, newest_entry(), self.stands).written()


def ask(
    request: HttpRequest,
    editing: ModelAdmin,
    question: Question,
    template: str,
    **facts: Any,
) -> TemplateResponse:
    """The page for an action on rows that are chosen in a list; `template` is an asking.html."""
    request.question = question  # type: ignore[attr-defined]
    context = {
        **editing.admin_site.each_context(request),
        "opts": editing.opts,
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
        **facts,
    }
    return TemplateResponse(request, template, context)


def _prints(rows: list[models.Model], editor: Any) -> dict[str, str]:
    """By the names of the rows. Only of those that this editor may change, with what is sealed."""
    theirs: list[models.Model] = []
    others: list[models.Model] = []
    for row in rows:
        (theirs if may_change(editor, type(row), row) else others).append(row)
    found = [*as_stored(theirs), *as_stored(others, is_opened=False)]
    return {_name(row): print_of(columns(row, NO_EDIT)) for row in found}


def _name(row: models.Model) -> str:
    return f"{row._meta.label_lower}-{row.pk}"
