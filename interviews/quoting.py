"""The quotes of an interview within its form, and what a new one spoils."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.http import HttpRequest
from django.utils.functional import cached_property

from editing.alike import Same
from films.models import Film
from gate.admin import GatedForm, GatedStackedInline
from gate.keys import is_key
from gate.publishing import State, may_publish

from .models import Interview, InterviewFilm, Quote


class InterviewFilmInline(admin.TabularInline):
    model = InterviewFilm
    autocomplete_fields = ("film",)
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Interview | None = None, **kwargs: Any) -> int:
        usual = super().get_extra(request, obj, **kwargs)
        return usual if obj else max(usual, len(films_asked_for(request)))


class BeginsAtItsFilm(admin.ModelAdmin):
    """For what adds interviews: at the page of a film, the film is filled in."""

    about = {Film: ("films",)}
    same = Same(("label",), lambda interview, films: Interview.objects.labelled(interview.label))

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Interview, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        # Not where the form was sent: what stands in it then would count as left alone.
        is_for_films = inline.model is InterviewFilm and not obj.pk
        if is_for_films and request.method != "POST":
            kwargs["initial"] = [{"film": film} for film in films_asked_for(request)]
        return kwargs


class QuoteForm(GatedForm):
    usually = "the films that the interview talks about"

    def usual_films(self, facts: dict[str, Any]) -> list[int]:
        interview = facts.get("interview")
        return spoilt_by_default(interview.pk) if interview else []


class QuoteRowForm(QuoteForm):
    """Within its interview, whose films may be as new as the quote."""

    def __init__(self, *args: Any, talks_about: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._talks_about = talks_about

    def usual_films(self, facts: dict[str, Any]) -> list[int]:
        return self._talks_about


class QuoteFormSet(BaseInlineFormSet):
    @cached_property
    def films(self) -> list[int]:
        return spoilt_by_default(self.instance.pk)

    @cached_property
    def films_sent(self) -> list[int]:
        return films_sent(self.data, self.instance)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        kwargs["talks_about"] = (self.is_bound and self.films_sent) or self.films
        is_new = index is None or index >= self.initial_form_count()
        return kwargs | {"initial": {"spoils": self.films}} if is_new else kwargs


class QuoteInline(GatedStackedInline):
    """The whole conversation in one form; citations are one click away."""

    model = Quote
    form = QuoteRowForm
    formset = QuoteFormSet
    autocomplete_fields = ("speaker",)
    fields = ("position", "speaker", "fidelity", "sealed_text", "stamp", "spoils")
    show_change_link = True

    def get_view_on_site_url(self, obj: Quote | None = None) -> str | None:
        """No address that is not there."""
        is_there = obj and obj.is_live and obj.interview.is_live
        return obj.get_absolute_url() if is_there else None

    def has_change_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        """Of all quotes or of none: where readers meet one, it takes the right to publish."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)


def films_asked_for(request: HttpRequest) -> list[Film]:
    """The film with which somebody begins a new interview, from the page of the film."""
    key = request.GET.get("films", "")
    return list(Film.objects.filter(pk=key)) if is_key(key) else []


def _may_touch(request: HttpRequest, interview: Interview | None) -> bool:
    if interview is None or may_publish(request.user, Quote):
        return True
    return not interview.quotes.filter(state=State.PUBLISHED).exists()


def films_sent(data: Any, interview: Interview) -> list[int]:
    """The films that the interview talks about as its form was sent, in the rows for them."""
    kind = inlineformset_factory(Interview, InterviewFilm, fields=["film"])
    rows = [form.cleaned_data for form in kind(data, instance=interview).forms if form.is_valid()]
    return [row["film"].pk for row in rows if row.get("film") and not row.get("DELETE")]


def spoilt_by_default(interview: object) -> list[int]:
    """The films that a new quote spoils until an editor says otherwise: those talked about.

    The interview is given by its key; what is no key, as an address may have it, has no films.
    """
    if not is_key(str(interview)):
        return []
    films = InterviewFilm.objects.filter(interview=interview)
    return list(films.order_by("film").values_list("film", flat=True))
