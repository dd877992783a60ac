from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from gate.admin import ContentAdmin
from gate.models import Stamp

from .models import Film, Universe


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
        # By name: the notes belong to an app above this one.
        labelled = Count("notes", filter=Q(notes__stamp=Stamp.TEXT))
        return super().get_queryset(request).in_release_order().annotate(labelled_notes=labelled)

    @admin.display(description="labelled notes", ordering="labelled_notes")
    def labelled_notes(self, film: Film) -> int:
        return film.labelled_notes
