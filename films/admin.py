from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from gate.admin import AlsoSpoilsInline, ContentAdmin, GatedAdmin

from .models import Film, Placement, PlacementRequirement, Universe


@admin.register(Universe)
class UniverseAdmin(ContentAdmin):
    list_display = ("name", "studio", "film_count", "accent", "position")
    list_filter = ("accent",)
    search_fields = ("name", "studio")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("position", "name")  # a count drops the order of the model

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(film_count=Count("films"))

    @admin.display(description="films", ordering="film_count")
    def film_count(self, universe: Universe) -> int:
        return universe.film_count


@admin.register(Film)
class FilmAdmin(ContentAdmin):
    list_display = ("title", "short_title", "universe", "kind", "released", "labelled_notes")
    list_filter = ("universe", "kind")
    list_select_related = ("universe",)
    search_fields = ("title", "short_title")
    autocomplete_fields = ("universe",)
    prepopulated_fields = {"slug": ("title",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_labelled_notes().in_release_order()

    @admin.display(description="labelled notes", ordering="labelled_notes")
    def labelled_notes(self, film: Film) -> int:
        return film.labelled_notes


class PlacementRequirementInline(AlsoSpoilsInline):
    model = PlacementRequirement


@admin.register(Placement)
class PlacementAdmin(GatedAdmin):
    list_display = ("placed", "relation", "anchors", "source", "short_stamp", "spoils")
    list_filter = ("relation", "stamp", "placed__universe")
    list_select_related = ("placed", "anchor", "second_anchor", "source", "film")
    search_fields = ("placed__title", "anchor__title", "second_anchor__title", "source__key")
    autocomplete_fields = ("placed", "anchor", "second_anchor", "source", "film")
    fields = (
        *("placed", "relation", "anchor", "second_anchor"),
        *("sealed_claim", "source", "stamp", "film"),
    )
    inlines = (PlacementRequirementInline,)

    @admin.display(description="of", ordering="anchor")
    def anchors(self, placement: Placement) -> str:
        films = [placement.anchor, placement.second_anchor]
        return " and ".join(film.name for film in films if film)
