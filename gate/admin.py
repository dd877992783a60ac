"""What the editors' pages of sealed items share.

Only the form of one row opens its sealed columns; lists, search, autocomplete, history and
delete pages read them like everybody else: not at all.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.text import normalize_newlines

from .models import Gated, Requirement, Stamp
from .queryset import sealed_fields
from .sealed import Sealed, unseal


class PlainText(forms.CharField):
    """Browsers send line ends as CRLF, which would make an untouched text look changed."""

    def to_python(self, value: Any) -> str:
        return normalize_newlines(super().to_python(value))


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


class GatedForm(SealedForm):
    """Adds the requirement, as the films that an item spoils."""

    spoils = forms.ModelMultipleChoiceField(
        None,
        required=False,
        label="Spoils these films",
        help_text=(
            "All of them must be seen before it opens. The film that it is part of counts by "
            "itself. Empty where it is harmless."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        films = Requirement._meta.get_field("films")
        self.fields["spoils"].queryset = films.related_model._default_manager.all()
        self.fields["spoils"].widget = AutocompleteSelectMultiple(films, admin.site)
        self.fields["spoils"].widget.choices = self.fields["spoils"].choices
        if required := self.instance.required:
            self.initial["spoils"] = sorted(required)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        harmless = facts.get("stamp") == Stamp.NOTHING
        own = facts.get("film")
        if harmless and facts.get("spoils"):
            self.add_error("spoils", "It is stamped as harmless, and yet it spoils these films.")
        if not harmless and "stamp" in facts and not facts.get("spoils") and not own:
            self.add_error("spoils", "Say which films this spoils, or stamp it as harmless.")
        return facts

    def save(self, commit: bool = True) -> Gated:
        self.instance.spoil(*self.cleaned_data["spoils"])
        return super().save(commit)


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


class ContentAdmin(admin.ModelAdmin):
    """The admin of any model of the site's: staff without a right to it cannot tell what exists."""

    def view_on_site(self, item: models.Model) -> str | None:
        """The address itself. Django's detour would tell any staff which rows there are."""
        return item.get_absolute_url() if hasattr(item, "get_absolute_url") else None

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> models.Model | None:
        """Refuses before it looks for the row; Django asks for the right afterwards, or never."""
        if not any(self.get_model_perms(request).values()):
            raise PermissionDenied
        return super().get_object(request, *args, **kwargs)


class SealedAdmin(EditsSealedText, ContentAdmin):
    """The admin of a model with sealed columns."""

    list_select_related: tuple[str, ...] = ()

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


class SealedTabularInline(EditsSealedText, admin.TabularInline):
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return _opened(super().get_queryset(request))


class SealedStackedInline(EditsSealedText, admin.StackedInline):
    extra = 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return _opened(super().get_queryset(request))


class GatedStackedInline(EditsGated, SealedStackedInline):
    pass


def _opened(queryset: models.QuerySet) -> models.QuerySet:
    """Inlines stand in forms only; this saves each row's form a query of its own."""
    return queryset.for_editor()
