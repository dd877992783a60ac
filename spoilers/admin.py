from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from gate.admin import (
    GatedAdmin,
    SealedAdmin,
    SealedForm,
    SealedStackedInline,
)

from .models import Beat, Echo, Evidence, Note, Placement


@admin.register(Note)
class NoteAdmin(GatedAdmin):
    list_display = ("label", "film", "kind", "position", "short_stamp", "spoils")
    list_filter = ("kind", "stamp", "film__universe")
    list_select_related = ("film",)
    search_fields = ("label", "film__title", "film__short_title")
    autocomplete_fields = ("film",)
    one_line = ("sealed_timecode",)
    fields = (
        *("film", "label", "kind", "position"),
        *("sealed_text", "sealed_timecode", "stamp", "spoils"),
    )


class BeatInline(SealedStackedInline):
    model = Beat
    one_line = ("sealed_theme",)
    fields = ("position", "sealed_theme", "sealed_later", "sealed_earlier")


class EvidenceFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        deleted = [
            form.instance.pk for form in self.initial_forms if form.cleaned_data.get("DELETE")
        ]
        if self.instance.proof_id in deleted:
            raise ValidationError(
                "This echo was published with the evidence that you are deleting. "
                "Withdraw it first, then publish it again."
            )
        super().clean()


class EvidenceInline(SealedStackedInline):
    model = Evidence
    formset = EvidenceFormSet
    autocomplete_fields = ("quote", "source", "credits")
    fields = ("position", "quote", "source", "hand", "sealed_point", "credits")


class EchoForm(SealedForm):
    def validate_constraints(self) -> None:
        # Django leaves out what the form does not show, and so the rule that a published
        # intended echo has its proof.
        try:
            self.instance.validate_constraints(exclude=set(self.errors))
        except ValidationError as errors:
            self._update_errors(errors)


@admin.register(Echo)
class EchoAdmin(SealedAdmin):
    form = EchoForm
    list_display = ("__str__", "later_film", "earlier_film", "is_published")
    list_filter = ("is_published", "later__film__universe")
    list_select_related = ("later__film", "earlier__film")
    search_fields = (
        *("later__label", "later__film__title", "later__film__short_title"),
        *("earlier__label", "earlier__film__title", "earlier__film__short_title"),
    )
    autocomplete_fields = ("later", "earlier")
    fields = (
        *("later", "earlier", "sealed_kind", "sealed_claim"),
        *("sealed_text", "sealed_difference", "readers"),
    )
    readonly_fields = ("readers",)
    inlines = (BeatInline, EvidenceInline)
    actions = ("publish", "withdraw")

    @admin.display(description="later film", ordering="later__film__released")
    def later_film(self, echo: Echo) -> str:
        return echo.later.film.name

    @admin.display(description="earlier film", ordering="earlier__film__released")
    def earlier_film(self, echo: Echo) -> str:
        return echo.earlier.film.name

    @admin.display(description="readers")
    def readers(self, echo: Echo) -> str:
        if echo.is_published:
            return "Published. To take it back, choose it in the list and run “Withdraw”."
        return "They do not meet it yet: choose it in the list and run “Publish”."

    @admin.action(description="Publish: let readers meet these", permissions=["change"])
    def publish(self, request: HttpRequest, echoes: QuerySet[Echo]) -> None:
        for echo in echoes:
            try:
                echo.publish()
            except ValidationError as error:
                self.message_user(request, f"{echo}: {error.messages[0]}", messages.ERROR)
            else:
                self._tell(request, echo, "Published.")

    @admin.action(description="Withdraw: take these back from readers", permissions=["change"])
    def withdraw(self, request: HttpRequest, echoes: QuerySet[Echo]) -> None:
        for echo in echoes:
            echo.withdraw()
            self._tell(request, echo, "Withdrawn.")

    def _tell(self, request: HttpRequest, echo: Echo, what: str) -> None:
        self.log_change(request, echo, what)
        self.message_user(request, f"{echo}: {what}", messages.SUCCESS)


@admin.register(Placement)
class PlacementAdmin(GatedAdmin):
    list_display = ("placed", "relation", "anchors", "source", "short_stamp", "spoils")
    list_filter = ("relation", "stamp", "placed__universe")
    list_select_related = ("placed", "anchor", "second_anchor", "source")
    search_fields = ("placed__title", "anchor__title", "second_anchor__title", "source__key")
    autocomplete_fields = ("placed", "anchor", "second_anchor", "source")
    fields = (
        *("placed", "relation", "anchor", "second_anchor"),
        *("sealed_claim", "source", "stamp", "spoils"),
    )

    @admin.display(description="of", ordering="anchor")
    def anchors(self, placement: Placement) -> str:
        films = [placement.anchor, placement.second_anchor]
        return " and ".join(film.name for film in films if film)
