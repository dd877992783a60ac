"""“New from an article”: a source, an interview and its quotes with their citations, on one page.

All is made in one transaction, by the forms that each of these has elsewhere; the interview and its
quotes are drafts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.db import models
from django.forms import ModelForm, modelformset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from editing import unsaved_forms
from editing.addresses import address
from editing.admin import Editor
from editing.desk import Link
from editing.further_pages import FurtherPage, further_pages
from editing.versions import counted
from gate.admin import ContentAdmin, GatedStackedInline
from gate.publishing import may_publish
from gate.rights import may
from gate.texts import listing
from people.models import Person

from .article_forms import (
    PREFIX,
    ArticleForm,
    KnownSpeakersForm,
    NewSpeakersForm,
    SourceForm,
    SourceFormSet,
)
from .models import Citation, Interview, InterviewFilm, Quote, Source
from .quoting import BeginsAtItsFilm, QuoteInline

#: The button that takes a source which is there instead of the one described; its value is the key.
USE = "_use"
#: All that an article makes, but people.
MAKES = (Source, Interview, InterviewFilm, Quote, Citation)

type WaysOn = Callable[[HttpRequest, AdminSite, Interview], Iterable[Link]]

#: Where the work goes on with an interview; packages above add to it.
ways_on: list[WaysOn] = []


class SourceInline(GatedStackedInline):
    """One row, which points at no interview; the quotes do."""

    model = Source
    fields = (
        *("sealed_title", "sealed_url", "outlet", "published", "precision"),
        *("sealed_archive_url", "accessed", "key", "stamp", "spoils"),
    )
    fieldsets = (("A new source", {"fields": fields}),)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return Source.objects.none()


class ArticleFilmInline(admin.StackedInline):
    model = InterviewFilm
    autocomplete_fields = ("film",)
    extra = 1


class ArticleQuoteInline(QuoteInline):
    extra = 1
    fields = (
        *("position", "speaker", "new_speaker", "same_name", "new_slug"),
        *("fidelity", "sealed_text", "sealed_locator", "stamp", "spoils"),
    )

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        names = super().get_fields(request, obj)
        new = NewSpeakersForm.declared_fields.keys() - KnownSpeakersForm.declared_fields.keys()
        return [name for name in names if name not in new or _may_name_people(request)]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        form = NewSpeakersForm if _may_name_people(request) else KnownSpeakersForm
        return super().get_formset(request, obj, **kwargs, form=form)


class ArticleAdmin(Editor, BeginsAtItsFilm, ContentAdmin):
    """Adds an interview with all that comes out of its article; changes nothing."""

    form = ArticleForm
    add_form_template = "admin/article.html"
    fieldsets = (
        ("Source", {"fields": ("cited",)}),
        ("Interview", {"fields": ("label", "slug", "outlet", "date", "precision")}),
    )
    prepopulated_fields = {"slug": ("label",)}
    inlines = (ArticleFilmInline, ArticleQuoteInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_make_all(request.user)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if key := request.POST.get(USE):
            sent = request.POST.copy()
            for name in [name for name in sent if name.startswith(f"{PREFIX}-0-")]:
                del sent[name]
            for name in ("precision", "stamp"):  # a row as nobody has touched it
                sent[f"{PREFIX}-0-{name}"] = Source._meta.get_field(name).default
            sent["cited"] = key
            request.POST = sent
        title = {"title": "New from an article", "show_save_and_continue": False}
        title["show_save_and_add_another"] = False
        return super().changeform_view(request, object_id, form_url, title | (extra_context or {}))

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> Iterator[tuple[type, Any]]:
        alone = self.admin_site.get_model_admin(Source)
        form = alone.get_form(request, None, form=SourceForm, fields=SourceInline.fields)
        form = type(form.__name__, (form,), {"is_main": False})
        kind = modelformset_factory(
            Source,
            form=form,
            formset=SourceFormSet,
            extra=1,
            max_num=1,
            absolute_max=1,
            validate_max=True,
        )
        yield kind, SourceInline(Interview, self.admin_site)
        yield from super().get_formsets_with_inlines(request, obj)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        described, _films, quotes = formsets
        source = next(iter(described.new_objects), None) or form.cleaned_data["cited"]
        for row in quotes.forms:
            if row.instance.pk:
                row.cite(source)
        people = {row.new_person.pk: row.new_person for row in quotes.forms if row.new_person}
        beside = [*described.new_objects, *people.values()]
        for one in beside:
            self.admin_site.get_model_admin(type(one)).log_addition(request, one, [{"added": {}}])
        request.made = [*beside, *quotes.new_objects]  # to be told

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        unsaved_forms.drop(request)
        self.message_user(request, self._told(request, obj), messages.SUCCESS)
        is_seen = self.has_view_or_change_permission(request, obj)
        place = address(self.opts, "change", obj.pk) if is_seen else reverse("admin:index")
        return HttpResponseRedirect(place)

    def _told(self, request: HttpRequest, interview: Interview) -> SafeString:
        """What was made, and where the work goes on."""
        made = request.made
        named = [f"the {one._meta.verbose_name} “{one}”" for one in made if type(one) is not Quote]
        quotes = Counter(type(one)._meta for one in made if type(one) is Quote)
        named += [counted(meta, number) for meta, number in quotes.items()]
        told = f"Made from the article: {listing([f'the interview “{interview}”', *named])}."
        drafts = " Readers meet nothing of it before it is published."
        links = ways_on_from(request, self.admin_site, interview)
        ways = format_html_join(" · ", '<a href="{}">{}</a>', links)
        return format_html("{}{} {}", told, drafts, ways)


def may_make_all(editor: Any) -> bool:
    """This editor may add all that comes out of an article."""
    return all(may(editor, "add", model) for model in MAKES)


def from_article(request: HttpRequest, site: AdminSite) -> HttpResponse:
    return ArticleAdmin(Interview, site).add_view(request)


further_pages.append(
    FurtherPage(
        "interviews/interview/from-article/",
        "interviews_interview_from-article",
        from_article,
        "New from an article",
        may_make_all,
        makes=MAKES,
        form_of=Interview,
        begins_at=(*BeginsAtItsFilm.about,),
    )
)


def ways_on_from(request: HttpRequest, site: AdminSite, interview: Interview) -> list[Link]:
    """Those that this account may go."""
    return [link for ways in ways_on for link in ways(request, site, interview)]


def publish_it(request: HttpRequest, site: AdminSite, interview: Interview) -> Iterator[Link]:
    """The interview with its quotes; or these alone, where readers meet the interview already."""
    has_more = may_publish(request.user, Quote) and bool(interview.brings_along())
    if may_publish(request.user, Interview) and not interview.is_published:
        words = "Publish it with its quotes" if has_more else "Publish it"
        yield Link(address(Interview._meta, "publish", interview.pk), words)
    elif has_more and interview.is_published:
        yield Link(address(Interview._meta, "publish_quotes", interview.pk), "Publish its quotes")


ways_on.append(publish_it)


def _may_name_people(request: HttpRequest) -> bool:
    """Who looks at people, too: those of the same name are offered first."""
    return may(request.user, "add", Person) and may(request.user, "view", Person)
