from typing import Any

from django.contrib import admin
from django.db.models import Q

from editing.alike import Same
from editing.merge_pages import Merges
from editing.naming import NamedInAddress, may_be_empty
from editing.unfinished import Lack
from films.models import Film
from gate.admin import ContentAdmin, GatedAdmin

from .models import Character, CharacterFact, Credit, Person
from .naming import namesakes, person_called


class PersonForm(NamedInAddress):
    """The name in lists, too, is made of the name, as where somebody is named in passing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sort_name" in self.fields and self.instance.pk is None:
            may_be_empty(self, "sort_name", "the last word of the name, then the others")

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if facts.get("sort_name") == "" and facts.get("name"):
            facts["sort_name"] = person_called(facts["name"]).sort_name
        return facts


@admin.register(Person)
class PersonAdmin(Merges, ContentAdmin):
    form = PersonForm
    same = Same(("name",), lambda person, films: namesakes(person))
    list_display = ("name", "sort_name", "slug")
    list_filter = ("credits__job",)
    search_fields = ("sort_key", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Character)
class CharacterAdmin(Merges, ContentAdmin):
    form = NamedInAddress
    same = Same(("name",), lambda character, films: namesakes(character))
    list_display = ("name", "slug", "description")
    list_filter = ("credits__film__universe",)
    search_fields = ("sort_key", "slug")
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
