from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from editing.addresses import address
from editing.desk import Link
from editing.publishing import Publishes
from films.models import Film
from gate.admin import (
    GatedAdmin,
    SealedAdmin,
    SealedForm,
    SealedStackedInline,
)
from gate.keys import is_key
from gate.models import Stamp
from gate.opening import (
    ASKED,
    Agreement,
    AgreementField,
    AsksBeforeOpening,
    Lock,
    names_of,
    who_gets_in,
)
from interviews.articles import ways_on
from interviews.models import Interview, Quote

from .models import Beat, Echo, Evidence, Note, Placement, lock_between

ENDS = ("later", "earlier")
FIRST = (
    "The film of the later note, “{}”, came out before that of the earlier one, “{}”. "
    "Change the two over, or tick the box and save again."
)
#: In the address of the form for a new echo: an interview, by its key, whose quotes are its evidence.
EVIDENCE_OF = "evidence_of"
#: Of a long interview, the first.
MOST_EVIDENCE = 20
#: On so many of its films a note is offered.
MOST_FILMS = 3


@admin.register(Note)
class NoteAdmin(Publishes, GatedAdmin):
    list_display = ("label", "how_far", "film", "kind", "position", "short_stamp", "spoils")
    list_filter = ("state", "kind", "stamp", "film__universe")
    about = {Film: ("film",)}
    list_select_related = ("film",)
    search_fields = ("sort_key", "film__sort_key")
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

    def get_extra(self, request: HttpRequest, obj: Echo | None = None, **kwargs: Any) -> int:
        return len(_asked_for(request)) or super().get_extra(request, obj, **kwargs)


class EchoForm(AsksBeforeOpening, SealedForm):
    """Asks, too, where its later end is of the film that came out first."""

    order = AgreementField(required=False, label="Yes, that is the later one")

    def _post_clean(self) -> None:
        super()._post_clean()
        ends = [self.cleaned_data.get(name) for name in ENDS]
        is_new = self.instance.pk is None or {*ENDS} & {*self.changed_data}
        if is_new and all(ends) and not self.errors.keys() & {*ENDS}:
            self._ask_for_order(*ends)

    def _ask_for_order(self, later: Note, earlier: Note) -> None:
        if not later.film.came_out_before(earlier.film):
            return
        agreement = f"{later.pk} > {earlier.pk}"
        self.fields["order"].widget = Agreement(agreement)
        if self.cleaned_data.get("order") != agreement:
            told = FIRST.format(later.film, earlier.film)
            self.add_error("order", ValidationError(told, code=ASKED))

    def lock_of(self, item: Echo) -> Lock | None:
        return item.lock

    def lock_after(self, facts: dict[str, Any]) -> Lock | None:
        ends = (facts.get("later"), facts.get("earlier"))
        return lock_between(*ends) if all(ends) else None

    def validate_constraints(self) -> None:
        # Django leaves out what the form does not show, and so the rule that a published
        # intended echo has its proof.
        try:
            self.instance.validate_constraints(exclude=set(self.errors))
        except ValidationError as errors:
            self._update_errors(errors)


@admin.register(Echo)
class EchoAdmin(Publishes, SealedAdmin):
    form = EchoForm
    list_display = ("__str__", "how_far", "later_film", "earlier_film")
    list_filter = ("state", "later__film__universe")
    about = {Film: ("later__film", "earlier__film")}
    list_select_related = ("later__film", "earlier__film")
    search_fields = (
        *("later__sort_key", "later__film__sort_key"),
        *("earlier__sort_key", "earlier__film__sort_key"),
    )
    autocomplete_fields = ("later", "earlier")
    fields = (
        *("later", "earlier", "sealed_kind", "sealed_claim"),
        *("sealed_text", "sealed_difference"),
    )
    inlines = (BeatInline, EvidenceInline)
    rests_on = {
        Note: ("later", "earlier"),
        Quote: ("evidence__quote",),
        Interview: ("evidence__quote__interview",),
    }

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Echo, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, EvidenceInline) and obj.pk is None:
            kwargs["initial"] = [{"quote": key} for key in _asked_for(request)]
        return kwargs

    @admin.display(description="later film", ordering="later__film__released")
    def later_film(self, echo: Echo) -> str:
        return echo.later.film.name

    @admin.display(description="earlier film", ordering="earlier__film__released")
    def earlier_film(self, echo: Echo) -> str:
        return echo.earlier.film.name

    def who_meets(self, echo: Echo) -> str:
        lock = lock_between(echo.later, echo.earlier)
        told, ends = [who_gets_in(lock, lock)], (echo.later, echo.earlier)
        hidden = [end.required for end in ends if end.stamp == Stamp.EXISTENCE]
        either = {end.required.union(*hidden) for end in ends}
        enough = [films for films in either if not any(other < films for other in either)]
        if enough != [lock.films]:
            films = sorted(names_of(films) for films in enough)
            between = ", or " if any(" and " in one for one in films) else " or "
            told.append(f"Whoever has seen {between.join(films)} will know that it is there.")
        return " ".join(told)


@admin.register(Placement)
class PlacementAdmin(Publishes, GatedAdmin):
    list_display = ("placed", "how_far", "relation", "anchors", "source", "short_stamp", "spoils")
    list_filter = ("state", "relation", "stamp", "placed__universe")
    about = {Film: ("placed", "anchor", "second_anchor")}
    list_select_related = ("placed", "anchor", "second_anchor", "source")
    search_fields = (
        "placed__sort_key",
        "anchor__sort_key",
        "second_anchor__sort_key",
        "source__key",
    )
    autocomplete_fields = ("placed", "anchor", "second_anchor", "source")
    fields = (
        *("placed", "relation", "anchor", "second_anchor"),
        *("sealed_claim", "source", "stamp", "spoils"),
    )

    @admin.display(description="of", ordering="anchor")
    def anchors(self, placement: Placement) -> str:
        films = [placement.anchor, placement.second_anchor]
        return " and ".join(film.name for film in films if film)


def _asked_for(request: HttpRequest) -> list[int]:
    """The quotes of an interview in the address, as evidence of a new echo: their keys.

    For who may look at them; none where the address says nothing.
    """
    interview = request.GET.get(EVIDENCE_OF, "") if request.method == "GET" else ""
    quotes_admin = admin.site.get_model_admin(Quote)
    if not is_key(interview) or not quotes_admin.has_view_permission(request):
        return []
    quotes = Quote.objects.filter(interview=interview).order_by("position")
    return list(quotes.values_list("pk", flat=True)[:MOST_EVIDENCE])


def go_on_from(request: HttpRequest, site: AdminSite, interview: Interview) -> Iterator[Link]:
    """To a note on each film of an interview, and to an echo with its quotes, for who sees these."""
    if site.get_model_admin(Note).has_add_permission(request):
        for film in interview.films.all()[:MOST_FILMS]:
            yield Link(
                address(Note._meta, "add", query={"film": str(film.pk)}), f"Write a note on {film}"
            )
    adds_echoes = site.get_model_admin(Echo).has_add_permission(request)
    sees_quotes = site.get_model_admin(Quote).has_view_permission(request)
    if adds_echoes and sees_quotes and interview.quotes.exists():
        query = {EVIDENCE_OF: str(interview.pk)}
        yield Link(
            address(Echo._meta, "add", query=query), "Begin an echo with its quotes as evidence"
        )


ways_on.append(go_on_from)
