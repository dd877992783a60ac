from django.contrib import admin

from gate.admin import ContentAdmin

from .models import Seen


@admin.register(Seen)
class SeenAdmin(ContentAdmin):
    list_display = ("user", "film", "since")
    list_filter = ("film__universe", "since")
    list_select_related = ("user", "film")
    search_fields = ("user__username", "film__title")
    autocomplete_fields = ("user", "film")
