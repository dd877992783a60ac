"""What the editors' pages of sealed items share.

Only the form of one row opens its sealed columns; lists, autocomplete, history and delete pages
read them like everybody else: not at all. A search has the database look through them, for who may
change them anyway (editing/finding.py).
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import normalize_newlines

from .keys import is_key
from .models import Gated, Requirement, Stamp
from .opening import AsksBeforeOpening, Lock
from .queryset import GatedQuerySet, sealed_fields
from .rights import may
from .rule import gated_models, is_stamped
from .sealed import Sealed, unseal
from .sorting import SortKeyField


class PlainText(forms.CharField):
    """Browsers send line ends as CRLF, which would make an untouched text look changed."""

    def to_python(self, value: Any) -> str:
        return normalize_newlines(super().to_python(value) or "")


class SealedForm(forms.ModelForm):
    """Opens the sealed columns of the row that it edits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sealed = [name for name, value in self.initial.items() if isinstance(value, Sealed)]
        if any(unseal(self.initial[name]) is None for name in sealed):
            opened = type(self.instance)._default_manager.for_editor()
            self.instance.refresh_from_db(fields=sealed, from_queryset=opened)
        for name in sealed:
            self.initial[name] = unseal(getattr(self.instance, name))
            # Validation compares what the browser did not send, which a `Sealed` refuses.
            setattr(self.instance, name, self.initial[name])


class Rows(forms.ModelMultipleChoiceField):
    """Some of the rows. A number that no key can be is one of no row: SQLite takes it for none."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not is_key(str(key)):
                text = self.error_messages["invalid_pk_value"]
                raise ValidationError(text, code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


class GatedForm(AsksBeforeOpening, SealedForm):
    """Adds the requirement, as the films that an item spoils."""

    #: In words, what a new item spoils where no film is chosen; empty where one has to be.
    usually = ""

    spoils = Rows(None, required=False, label="Spoils these films")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        films = Requirement._meta.get_field("films")
        self.fields["spoils"].queryset = films.related_model._default_manager.all()
        self.fields["spoils"].widget = AutocompleteSelectMultiple(films, admin.site)
        self.fields["spoils"].widget.choices = self.fields["spoils"].choices
        self.fields["spoils"].help_text = self._help()
        if required := self.instance.required:
            self.initial["spoils"] = sorted(required)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if "spoils" not in facts:
            return facts  # what was sent is refused already
        harmless = facts.get("stamp") == Stamp.NOTHING
        own = facts.get("film")
        if self.usually and not harmless and not facts.get("spoils") and self.instance.pk is None:
            films = self.fields["spoils"].queryset
            facts["spoils"] = films.filter(pk__in=self.usual_films(facts))
        if harmless and facts.get("spoils"):
            self.add_error(
                "spoils", "It is stamped as harmless: stamp it otherwise, or take these films away."
            )
        if not harmless and "stamp" in facts and not facts.get("spoils") and not own:
            self.add_error("spoils", "Say which films this spoils, or stamp it as harmless.")
        return facts

    def usual_films(self, facts: dict[str, Any]) -> Iterable[int]:
        """The keys of the films that `usually` names, for a new item with these facts."""
        raise NotImplementedError

    def _help(self) -> str:
        """Names only what items of this kind have."""
        fields = {field.name: field for field in self.instance._meta.concrete_fields}
        sentences = ["All of them must be seen before it opens."]
        if "film" in fields:
            sentences.append("Its own film counts without being chosen here.")
        if Stamp.NOTHING in fields["stamp"].stamps:
            sentences.append("Leave it empty if it is harmless.")
        if self.usually and self.instance.pk is None:
            sentences.append(f"Otherwise, left empty, it takes {self.usually}.")
        return " ".join(sentences)

    def lock_of(self, item: Gated) -> Lock | None:
        return Lock.of(item) if getattr(item, "is_published", True) else None

    def lock_after(self, facts: dict[str, Any]) -> Lock | None:
        if not {"stamp", "spoils"} <= facts.keys():
            return None
        if facts["stamp"] == Stamp.NOTHING:
            return Lock(Stamp.NOTHING, frozenset())
        own = [facts["film"]] if facts.get("film") else []
        films = frozenset(film.pk for film in (*facts["spoils"], *own))
        return Lock(Stamp(facts["stamp"]), films) if films else None

    def validate_constraints(self) -> None:
        super().validate_constraints()
        after = self.lock_after(self.cleaned_data)
        if after and not self.errors:
            try:
                self.instance.validate_lock(after.films)
            except ValidationError as error:
                self._update_errors(error)

    def save(self, commit: bool = True) -> Gated:
        self.instance.spoil(*self.cleaned_data["spoils"])
        return super().save(commit)


def may_say_what_spoils(user: Any) -> bool:
    """Whoever may edit any item that spoils films may look films up for it."""
    return any(
        may(user, verb, model)
        for model in gated_models()
        if is_stamped(model)
        for verb in ("add", "change")
    )


class EditsSealedText:
    """For the admin of a model with sealed columns, and for its inlines."""

    form = SealedForm
    formfield_overrides = {
        models.TextField: {
            "form_class": PlainText,
            "widget": AdminTextareaWidget(attrs={"rows": 5}),
        }
    }
    #: Sealed columns that hold one line.
    one_line: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.one_line:
            kwargs["widget"] = AdminTextInputWidget(attrs={"class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Whoever may look at rows but not change them is not shown the sealed texts."""
        names = list(super().get_fields(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return names
        sealed = {field.name for field in sealed_fields(self.model)}
        return [name for name in names if name not in sealed]


class SortedChangeList(ChangeList):
    """A list in which a name is sorted by its key, as on the site's pages."""

    def get_ordering_field(self, field_name: str) -> Any:
        field = super().get_ordering_field(field_name)
        return next((key.name for key in _sort_keys(self.model) if key.names[0] == field), field)


class ContentAdmin(admin.ModelAdmin):
    """The admin of any model of the site's: staff without a right to it cannot tell what exists."""

    #: Whoever deletes it, and overwrites it, can have it back (editing/versions.py).
    keeps_versions = True
    formfield_overrides = {models.TextField: {"form_class": PlainText}}

    class Media:
        js = ("js/added.js", "js/counter.js", "js/named.js", "js/positions.js")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return SortedChangeList

    def get_sortable_by(self, request: HttpRequest) -> set[Any]:
        """All columns but names for which there is no key to sort by."""
        unsorted = {name for key in _sort_keys(self.model) for name in key.names[1:]}
        return set(super().get_sortable_by(request)) - unsorted

    def view_on_site(self, item: models.Model) -> str | None:
        """The address itself. Django's detour would tell any staff which rows there are."""
        return item.get_absolute_url() if hasattr(item, "get_absolute_url") else None

    def get_formset_kwargs(
        self, request: HttpRequest, obj: models.Model, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, SealedStackedInline):
            kwargs["queryset"] = inline.opened_if_shown(kwargs["queryset"], request, obj)
        return kwargs

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """Refuses before it looks for the row; Django asks for the right afterwards, or never."""
        if not any(self.get_model_perms(request).values()):
            raise PermissionDenied
        return super().get_object(request, object_id, from_field or None)


class SealedAdmin(EditsSealedText, ContentAdmin):
    """The admin of a model with sealed columns."""

    list_select_related: tuple[str, ...] = ()
    search_help_text = "Finds words in sealed texts, too, as far as your account may change these."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        # Not only for lists: autocomplete answers and delete pages print rows too.
        rows, names = super().get_queryset(request), self.list_select_related
        return rows.select_related(*names) if names else rows


class EditsGated:
    """For the admin of a model with a stamp and a requirement, and for its inlines."""

    form = GatedForm

    @admin.display(description="spoils", empty_value="nothing")
    def spoils(self, item: Gated) -> str | None:
        """For lists, and for whoever may look but not change."""
        if item.requirement is None:
            return None
        return ", ".join(film.name for film in item.requirement.films.all())


class GatedAdmin(EditsGated, SealedAdmin):
    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("requirement__films")

    @admin.display(description="stamp", ordering="stamp")
    def short_stamp(self, item: Gated) -> str:
        return {
            Stamp.NOTHING: "harmless",
            Stamp.TEXT: "spoils",
            Stamp.EXISTENCE: "existence spoils",
        }[item.stamp]


class SealedStackedInline(EditsSealedText, admin.StackedInline):
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Parts are changed with their whole, `obj`: who may only look at it reads none of them."""
        whole = self.admin_site.get_model_admin(self.parent_model)
        may_change_whole = obj is None or whole.has_change_permission(request, obj)
        return may_change_whole and super().has_change_permission(request, obj)

    def opened_if_shown(
        self, rows: GatedQuerySet, request: HttpRequest, whole: models.Model
    ) -> GatedQuerySet:
        """These parts of `whole`, with what is sealed in them where its form shows that.

        It saves the form of each part a query of its own.
        """
        is_shown = whole.pk is not None and self.has_change_permission(request, whole)
        return rows.for_editor() if is_shown else rows


class GatedStackedInline(EditsGated, SealedStackedInline):
    pass


def _sort_keys(model: type[models.Model]) -> list[SortKeyField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SortKeyField)]
