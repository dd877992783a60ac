from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Field, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from editing.addresses import address
from editing.alike import Same
from editing.merge_pages import Merges
from editing.naming import NamedInAddress
from editing.publishing import Publishes
from editing.unfinished import Lack
from editing.versions import counted
from gate.admin import ContentAdmin, GatedAdmin, SealedStackedInline
from gate.publishing import State

from .articles import ways_on_from
from .models import ADDRESSES, Citation, Interview, Quote, Source
from .quoting import (
    BeginsAtItsFilm,
    InterviewFilmInline,
    QuoteForm,
    QuoteInline,
    spoilt_by_default,
)


@admin.register(Source)
class SourceAdmin(Merges, GatedAdmin):
    list_display = ("key", "outlet", "published", "accessed", "short_stamp", "spoils")
    list_filter = ("stamp", "outlet", "requirement__films__universe")
    same = Same(
        ("sealed_url", "sealed_archive_url", "stamp", "spoils"),
        lambda source, films: source.of_the_same_page(films or ()),
        is_sealed=True,
    )
    lacks = (Lack("sealed_archive_url", "Sources without an archive", where="sealed_url"),)
    search_fields = ("sort_key",)
    one_line = ("sealed_title",)
    fields = (
        *("key", "outlet", "published", "precision"),
        *("sealed_title", "sealed_url", "sealed_archive_url", "accessed", "stamp", "spoils"),
    )

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in ADDRESSES:
            kwargs["widget"] = AdminURLFieldWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class InterviewForm(NamedInAddress):
    called = "label"


@admin.register(Interview)
class InterviewAdmin(Merges, Publishes, BeginsAtItsFilm, ContentAdmin):
    form = InterviewForm
    list_display = ("label", "how_far", "outlet", "date", "quote_count")
    list_filter = ("state", "outlet", "films__universe")
    search_fields = ("sort_key", "slug")
    date_hierarchy = "date"
    prepopulated_fields = {"slug": ("label",)}
    ordering = ("-date", "sort_key")  # a count drops the order of the model
    inlines = (InterviewFilmInline, QuoteInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(quote_count=Count("quotes"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        interview = kwargs.get("obj")
        if interview and not context["is_popup"]:
            context["ways_on"] = ways_on_from(request, self.admin_site, interview)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.publish_quotes)
        name = "interviews_interview_publish_quotes"
        return [path("<path:object_id>/publish-quotes/", view, name=name), *super().get_urls()]

    def who_meets(self, interview: Interview) -> str:
        """And what of it was published before, or stays away."""
        told = "Everyone will know that it is there."
        if number := interview.quotes.filter(state=State.PUBLISHED).count():
            told += f" It has {counted(Quote._meta, number)} published already."
        if number := interview.quotes.filter(state=State.WITHDRAWN).count():
            told += f" Taken back before, and not brought along: {counted(Quote._meta, number)}."
        return told

    @transaction.atomic
    def publish_quotes(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks, and publishes the quotes that nobody has decided on yet; then to the interview."""
        quotes: Any = self.admin_site.get_model_admin(Quote)
        if not quotes.has_publish_permission(request):
            raise PermissionDenied
        interview = self.get_object(request, unquote(object_id))
        if interview is None:
            raise Http404
        asked = quotes.publish(request, interview.brings_along())
        return asked or HttpResponseRedirect(address(self.opts, "change", interview.pk))

    @admin.display(description="quotes", ordering="quote_count")
    def quote_count(self, interview: Interview) -> int:
        return interview.quote_count


class CitationInline(SealedStackedInline):
    model = Citation
    autocomplete_fields = ("source",)
    one_line = ("sealed_locator",)
    fields = ("position", "source", "sealed_locator")


@admin.register(Quote)
class QuoteAdmin(Publishes, GatedAdmin):
    form = QuoteForm
    list_display = ("__str__", "how_far", "speaker", "fidelity", "short_stamp", "spoils")
    list_filter = ("state", "stamp", "fidelity", "requirement__films__universe")
    about = {Interview: ("interview",)}
    rests_on = {Interview: ("interview",)}
    lacks = (Lack("citations", "Quotes without a citation"),)
    list_select_related = ("interview", "speaker")
    search_fields = ("interview__sort_key", "speaker__sort_key")
    autocomplete_fields = ("interview", "speaker")
    fields = ("interview", "position", "speaker", "fidelity", "sealed_text", "stamp", "spoils")
    inlines = (CitationInline,)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {"spoils": spoilt_by_default(initial.get("interview"))} | initial
