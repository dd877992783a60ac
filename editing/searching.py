"""The search of lists, and of fields in which one finds rows by typing."""

from itertools import islice

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db import models
from django.db.models import Q
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.utils.text import smart_split

from gate.among import AmongFound

from . import finding

#: Of what is typed, so many words count: a database bounds how many conditions it takes.
MOST_WORDS = 50
TOO_MANY_WORDS = (
    f"Only the first {MOST_WORDS} words are looked for. Words in quotes count as one: "
    '"the dog comes back".'
)


class Searches(ModelAdmin):
    """Mixed into each ModelAdmin of the editors' site."""

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """By names, as Django does; by a public address; and by words of sealed texts."""
        names = finding.called(search_term)
        if names is not None:
            return finding.at(queryset, names), False
        search_term = " ".join(islice(smart_split(search_term), MOST_WORDS))
        holding = finding.holding(search_term, self.model, self.links(), request.user)
        if holding is None:
            return super().get_search_results(request, queryset, search_term)
        named, _many = super().get_search_results(
            request, self.model._base_manager.order_by(), search_term
        )
        either = Q(AmongFound("pk", named.values("pk"))) | Q(AmongFound("pk", holding.values("pk")))
        return queryset.filter(either), False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        words = smart_split(request.GET.get(SEARCH_VAR, ""))
        if request.method == "GET" and len([*islice(words, MOST_WORDS + 1)]) > MOST_WORDS:
            self.message_user(request, TOO_MANY_WORDS, messages.WARNING)
        return super().get_changelist_instance(request)

    def links(self) -> list[tuple[type[models.Model], str]]:
        """The model of each inline, and its column that points at the row."""
        return [
            (one.model, _get_foreign_key(self.model, one.model, fk_name=one.fk_name).name)
            for one in self.inlines
        ]
