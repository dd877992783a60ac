"""What stands in the way of a deletion: each thing with the page on which an editor can change it."""

from collections.abc import Iterable

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from gate.publishing import Publishable

from .addresses import address
from .history import wholes
from .saying import said_of

IS_LIVE = "It is published: withdraw it first."


def obstacles(
    items: Iterable[models.Model], request: HttpRequest, site: AdminSite
) -> list[SafeString]:
    """What protects the items, each with the way there.

    Readers' marks on a film, of which there may be very many, are told once.
    """
    collector = NestedObjects(using="default")
    collector.collect(list(items))
    rows = sorted(collector.protected, key=lambda row: (row._meta.label, row.pk))
    return [*dict.fromkeys(obstacle(row, request, site) for row in rows)]


def obstacle(row: models.Model, request: HttpRequest, site: AdminSite) -> SafeString:
    """What a row is, its name, and a link to its page, or to that of what it is part of."""
    kind = capfirst(row._meta.verbose_name)
    if site.is_registered(type(row)):
        return format_html("{}: {}", kind, _link(row, str(row), request, site))
    for model, key in wholes(row, site):
        if whole := model._base_manager.filter(pk=key).first():
            name = f"{model._meta.verbose_name} “{whole}”"
            return format_html("{}: {}, in {}", kind, row, _link(whole, name, request, site))
    return format_html("{}: {}", kind, row)


def is_published(row: models.Model) -> bool:
    """Readers meet it, or will: such a thing is not deleted by the way."""
    return isinstance(row, Publishable) and row.is_published


def published(row: models.Model, request: HttpRequest, site: AdminSite) -> SafeString:
    """What such a row is, with the way there, and what to do about it."""
    return format_html("{}. {}", obstacle(row, request, site), IS_LIVE)


def left_behind(
    rows: Iterable[models.Model], request: HttpRequest, site: AdminSite
) -> list[SafeString]:
    """What these stand on, and what stays where they go: each with the way there and its state.

    Only what this account may look at.
    """
    going = {*rows}
    beneath = dict.fromkeys(
        one for row in going if isinstance(row, Publishable) for one in row.all_beneath()
    )
    return [
        format_html("{}. {}", obstacle(one, request, site), said_of(one, short=True))
        for one in sorted(beneath, key=lambda row: (row._meta.label, row.pk))
        if one not in going and may_look_at(type(one), request, site)
    ]


def may_look_at(model: type[models.Model], request: HttpRequest, site: AdminSite) -> bool:
    return site.get_model_admin(model).has_view_or_change_permission(request)


def in_a_sentence(found: Iterable[SafeString]) -> SafeString:
    return format_html_join("; ", "{}", ((one,) for one in found))


def _link(row: models.Model, name: str, request: HttpRequest, site: AdminSite) -> str:
    """Its name alone for whoever may not look at it."""
    if not may_look_at(type(row), request, site):
        return name
    return format_html('<a href="{}">{}</a>', address(row._meta, "change", row.pk), name)
