"""The site as somebody else meets it, for who edits: its own pages, asked with another reader.

Below an address of its own (`/admin/preview/nobody/`) the site stands once more, so that all links of
a page lead on within the preview. Only pages that depend on nothing but their address and their reader
are there (memory/keeping.py). Nothing is marked or revealed, and nothing is kept: not in memory, which
keeps public addresses alone, and not by browsers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve, reverse, set_script_prefix
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from editing import choices
from editing.suspecting import may_read_all
from films.models import Film
from gate.keys import is_key
from gate.models import Requirement
from gate.publishing import Publishable
from gate.queryset import sealed_fields
from gate.rights import may
from gate.rule import gated_models, is_stamped, known_through, rule_of
from memory.keeping import is_kept
from readers.http import Request

from .edits import form_of
from .eyes import EVERYTHING, MOST_FILMS, NOBODY, Eyes

#: A draft is not there for anybody: without a word, that looks like a mistake.
NO_DRAFTS = "Your account is shown no drafts in previews."
#: For who changes drafts and does not publish.
NOT_ALL = (
    "What is set for later stays away, as does what is published and stands on a draft. Sources that "
    "drafts alone name stay locked."
)


@dataclass(frozen=True, slots=True)
class Way:
    """To the same page by other eyes."""

    words: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands above a page in a preview."""

    #: “somebody who has seen Chapter 2 and Ballerina”
    who: str
    #: What is left out and let in, in words.
    scope: str
    ways: tuple[Way, ...]
    #: Where to choose other films.
    others: str
    #: The page on the site itself, by the editor's own eyes.
    site: str
    #: The form of what the page is about; empty where it has none. Drafts have no other way back.
    form: str


class ByWhoseEyes(forms.Form):
    """Films that somebody has seen, and whether with drafts."""

    page = forms.CharField(widget=forms.HiddenInput, required=False)
    films = forms.ModelMultipleChoiceField(
        Film.objects.all(),
        required=False,
        label="Somebody who has seen",
        help_text="None: somebody who has marked nothing.",
    )
    drafts = forms.BooleanField(
        required=False,
        label="With what is not published yet",
        help_text="As it will be once all drafts are published. What is withdrawn stays away.",
    )

    class Media:
        js = ("js/named.js",)

    def __init__(self, *args: Any, may_meet_drafts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["films"]
        field.widget = AutocompleteSelectMultiple(Requirement._meta.get_field("films"), admin.site)
        field.widget.choices = field.choices  # type: ignore[attr-defined] # of its own kind
        if not may_meet_drafts:
            del self.fields["drafts"]

    def clean_films(self) -> list[Film]:
        films = list(self.cleaned_data["films"].in_release_order())
        if len(films) > MOST_FILMS:
            raise ValidationError(f"Choose {MOST_FILMS} films at most.")
        return films

    @property
    def eyes(self) -> Eyes:
        """Of a valid form."""
        told = self.cleaned_data
        return Eyes.of(told["films"], with_drafts=told.get("drafts", False))


@require_safe
def choose(request: Request) -> HttpResponse:
    """Asks by whose eyes to look at `page`, a path of the site, and leads there."""
    page = request.GET.get("page", "")
    is_allowed = may_meet_drafts(request.user)
    is_answered = "look" in request.GET
    asked = request.GET.copy()
    asked.setlist("films", [key for key in asked.getlist("films") if is_key(key)])
    form = ByWhoseEyes(
        asked if is_answered else None,
        initial=asked.dict() | {"drafts": is_allowed, "films": asked.getlist("films")},
        may_meet_drafts=is_allowed,
    )
    if is_answered and form.is_valid():
        return HttpResponseRedirect(_address(form.eyes, page))
    if choices.are_asked_for(request):
        choices.list_all([form], request, admin.site)
    facts = {
        "title": "Preview",
        "form": form,
        "ways": _ways(page, None, is_allowed),
        "scope": _told(request.user),
        "searches": any(choices.searching(form)),
    }
    return render(request, "admin/preview.html", {**admin.site.each_context(request), **facts})


@csrf_exempt  # It changes nothing, whatever is sent.
def page(request: Request, eyes: Eyes, path: str = "") -> HttpResponse:
    """The page at this path as these eyes see it.

    Raises PermissionDenied where an account asks for drafts to which forms do not show them.
    """
    is_allowed = may_meet_drafts(request.user)
    if eyes.with_drafts and not is_allowed:
        raise PermissionDenied
    of_all = may_meet_all(request.user)
    reader, who = eyes.stand_for(of_all=of_all)
    here = _address(eyes, path)
    asked = copy(request)
    asked.reader, asked.user, asked.COOKIES = reader, AnonymousUser(), {}
    asked.path, asked.path_info = here, f"/{path}"
    asked.preview = Preview(
        who,
        _scope(eyes, is_allowed, of_all),
        _ways(path, eyes, is_allowed),
        reverse("preview-choose", query={"page": f"/{path}"}),
        f"{get_script_prefix()}{path}",
        form_of(request, f"/{path}"),
    )
    with _site_at(_address(eyes, "")):
        return _answer(asked, path)


def may_meet_drafts(user: User | AnonymousUser) -> bool:
    """Whether forms show this account drafts of all kinds with their parts, and whom these name."""
    if may_meet_all(user):
        return True
    drafts = {one for one in gated_models() if issubclass(one, Publishable)}
    parts = {one for one in gated_models() if sealed_fields(one) and rule_of(one).open_with}
    named = {one for one in gated_models() if known_through(one)}
    return all(may(user, "change", one) for one in drafts | parts) and all(
        may(user, "view", one) or may(user, "change", one) for one in named
    )


def may_meet_all(user: User | AnonymousUser) -> bool:
    """Whether forms show this account all that readers unlock: else they keep some of it shut.

    Drafts lead on to more than drafts: to what is set for later, which only who publishes may look
    into, and to parts, sources and facts, of which nothing published may tell.
    """
    shown = (one for one in gated_models() if sealed_fields(one) and _is_for_readers(one))
    drafts = (one for one in gated_models() if issubclass(one, Publishable))
    return may_read_all(user, {*shown, *drafts})


def _is_for_readers(model: type[models.Model]) -> bool:
    return is_stamped(model) or bool(rule_of(model).open_with)


def _answer(asked: Request, path: str) -> HttpResponse:
    try:
        match = resolve(asked.path_info)
        if asked.method not in ("GET", "HEAD") or not is_kept(asked.path_info):
            return render(asked, "pages/not_previewed.html", status=404)
        asked.resolver_match = match
        return match.func(asked, *match.args, **match.kwargs)
    except (Http404, Resolver404) as error:
        return page_not_found(asked, error)


@contextmanager
def _site_at(prefix: str) -> Iterator[None]:
    """All addresses that are made meanwhile begin so."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def _address(eyes: Eyes, path: str) -> str:
    start = reverse("preview", args=[eyes])
    return f"{start}{path.lstrip('/')}"


def _told(user: User | AnonymousUser) -> str:
    """What an account is not shown, before it chooses."""
    if not may_meet_drafts(user):
        return NO_DRAFTS
    return "" if may_meet_all(user) else f"With drafts: {NOT_ALL[0].lower()}{NOT_ALL[1:]}"


def _scope(eyes: Eyes, is_allowed: bool, of_all: bool) -> str:
    """What follows on “somebody who has seen Chapter 2”."""
    if eyes.with_drafts:
        return f", once all drafts are published.{'' if of_all else f' {NOT_ALL}'}"
    return "." if is_allowed else f". {NO_DRAFTS}"


def _ways(path: str, eyes: Eyes | None, is_allowed: bool) -> tuple[Way, ...]:
    """To `path` by eyes that need no choice, with drafts as long as nothing else is asked for."""
    drafts = eyes.with_drafts if eyes else is_allowed
    ways = [
        ("As nobody", Eyes(NOBODY, drafts)),
        ("As who has seen everything", Eyes(EVERYTHING, drafts)),
    ]
    if eyes and is_allowed:
        other = "Without drafts" if drafts else "With drafts"
        ways.append((other, replace(eyes, with_drafts=not drafts)))
    return tuple(Way(words, _address(one, path), one == eyes) for words, one in ways)
