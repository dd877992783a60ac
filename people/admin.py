from django.contrib import admin
from django.db.models import Q

from editing.alike import Same
from editing.merge_pages import Merges
from editing.unfinished import Lack
from films.models import Film
from gate.admin import ContentAdmin, GatedAdmin

from .models import Character, CharacterFact, Credit, Person
from .naming import namesakes


@admin.register(Person)
class PersonAdmin(Merges, ContentAdmin):
    same = Same(("name",), lambda person, films: namesakes(person))
    list_display = ("name", "sort_name", "slug")
    list_filter = ("credits__job",)
    search_fields = ("sort_key",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Character)
class CharacterAdmin(Merges, ContentAdmin):
    same = Same(("name",), lambda character, films: namesakes(character))
    list_display = ("name", "slug", "description")
    list_filter = ("credits__film__universe",)
    search_fields = ("sort_key",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Credit)
class CreditAdmin(GatedAdmin):
    list_display = ("person", "job", "character", "film", "short_stamp", "spoils")
    list_filter = ("job", "stamp", "film__universe")
    about = {Film: ("film",)}
    lacks = (Lack("character", "Cast without a character", Q(job=Credit.Job.ACTOR)),)
    list_select_related = ("person", "character", "film")
    search_fields = ("person__sort_key", "character__sort_key", "film__sort_key")
    autocomplete_fields = ("person", "character", "film")
    fields = ("film", "person", "job", "character", "position", "stamp", "spoils")


@admin.register(CharacterFact)
class CharacterFactAdmin(GatedAdmin):
    list_display = ("character", "relative", "position", "short_stamp", "spoils")
    list_filter = ("stamp", "requirement__films__universe")
    list_select_related = ("character", "relative")
    search_fields = ("character__sort_key", "relative__sort_key")
    autocomplete_fields = ("character", "relative")
    fields = ("character", "relative", "position", "sealed_text", "stamp", "spoils")
