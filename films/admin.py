from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from editing.alike import Same
from editing.merge_pages import Merges
from editing.naming import NamedInAddress
from editing.unfinished import Lack
from gate.admin import ContentAdmin, may_say_what_spoils

from .dates import dated
from .models import Film, Universe


@admin.register(Universe)
class UniverseAdmin(ContentAdmin):
    form = NamedInAddress
    list_display = ("name", "studio", "film_count", "accent", "position")
    list_filter = ("accent",)
    search_fields = ("sort_key", "slug")
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("position", "sort_key")  # a count drops the order of the model

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(film_count=Count("films"))

    @admin.display(description="films", ordering="film_count")
    def film_count(self, universe: Universe) -> int:
        return universe.film_count


class FilmForm(NamedInAddress):
    called = "title"


@admin.register(Film)
class FilmAdmin(Merges, ContentAdmin):
    form = FilmForm
    list_display = ("full_title", "short_title", "universe", "kind", "release", "labelled_notes")
    list_filter = ("universe", "kind")
    same = Same(("title", "released"), lambda film, films: Film.objects.of_the_same_year(film))
    merges_within = ("universe", "kind")
    lacks = (Lack("placements", "Films without a place in the story"),)
    list_select_related = ("universe",)
    search_fields = ("sort_key", "slug")
    autocomplete_fields = ("universe",)
    prepopulated_fields = {"slug": ("title",)}

    def has_view_permission(self, request: HttpRequest, obj: Film | None = None) -> bool:
        # For the field “Spoils these films”, in which they are found by typing.
        is_asked_for_names = request.path == reverse("admin:autocomplete")
        return super().has_view_permission(request, obj) or (
            is_asked_for_names and may_say_what_spoils(request.user)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).in_release_order()

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        films = super().get_changelist_instance(request)
        # By name: the notes belong to an app above this one.
        notes: Any = Film._meta.get_field("notes").related_model
        shown = [film.pk for film in films.result_list]
        counts = dict(notes.objects.filter(film__in=shown).labelled())
        for film in films.result_list:
            film.labelled = counts.get(film.pk, 0)
        return films

    @admin.display(description="title", ordering="sort_key")
    def full_title(self, film: Film) -> str:
        return str(film)

    @admin.display(description="released", ordering="released", empty_value="announced")
    def release(self, film: Film) -> str | None:
        return dated(film.released, film.precision) if film.released else None

    @admin.display(description="labelled notes")
    def labelled_notes(self, film: Any) -> int:
        return film.labelled
