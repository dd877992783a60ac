from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db.models import Count, Field, QuerySet
from django.http import HttpRequest

from gate.admin import (
    ContentAdmin,
    GatedAdmin,
    GatedStackedInline,
    SealedTabularInline,
)

from .models import (
    Citation,
    Interview,
    InterviewFilm,
    Quote,
    Source,
)


@admin.register(Source)
class SourceAdmin(GatedAdmin):
    list_display = ("key", "outlet", "published", "accessed", "short_stamp", "spoils")
    list_filter = ("stamp", "outlet", "requirement__films__universe")
    search_fields = ("key", "outlet")
    one_line = ("sealed_title",)
    fields = (
        *("key", "outlet", "published", "precision"),
        *("sealed_title", "sealed_url", "sealed_archive_url", "accessed", "stamp", "spoils"),
    )

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in ("sealed_url", "sealed_archive_url"):
            kwargs["widget"] = AdminURLFieldWidget
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class InterviewFilmInline(admin.TabularInline):
    model = InterviewFilm
    autocomplete_fields = ("film",)
    extra = 0


class QuoteInline(GatedStackedInline):
    """The whole conversation in one form; citations are one click away."""

    model = Quote
    autocomplete_fields = ("speaker",)
    fields = ("position", "speaker", "fidelity", "sealed_text", "stamp", "spoils")
    show_change_link = True


@admin.register(Interview)
class InterviewAdmin(ContentAdmin):
    list_display = ("label", "outlet", "date", "quote_count")
    list_filter = ("outlet", "films__universe")
    search_fields = ("label", "outlet")
    date_hierarchy = "date"
    prepopulated_fields = {"slug": ("label",)}
    ordering = ("-date", "label")  # a count drops the order of the model
    inlines = (InterviewFilmInline, QuoteInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(quote_count=Count("quotes"))

    @admin.display(description="quotes", ordering="quote_count")
    def quote_count(self, interview: Interview) -> int:
        return interview.quote_count


class CitationInline(SealedTabularInline):
    model = Citation
    autocomplete_fields = ("source",)
    one_line = ("sealed_locator",)
    fields = ("position", "source", "sealed_locator")


@admin.register(Quote)
class QuoteAdmin(GatedAdmin):
    list_display = ("interview", "position", "speaker", "fidelity", "short_stamp", "spoils")
    list_filter = ("stamp", "fidelity", "requirement__films__universe")
    list_select_related = ("interview", "speaker")
    search_fields = ("interview__label", "speaker__name")
    autocomplete_fields = ("interview", "speaker")
    fields = ("interview", "position", "speaker", "fidelity", "sealed_text", "stamp", "spoils")
    inlines = (CitationInline,)
