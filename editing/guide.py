"""The guide for editors: how an echo comes about, in the order of the work.

What each step says stands in a template of its own, in templates/admin/guide/, and reads no row.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from . import desk
from .further_pages import ways_in


class Step(NamedTuple):
    """One step of the work; `name` is that of its template, and its place on the page."""

    name: str
    heading: str
    #: The names of the models whose forms it tells of.
    kinds: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"admin/guide/{self.name}.html"


STEPS = (
    Step("film", "Begin at the film", ("universe", "film")),
    Step("source", "Write down the source", ("source",)),
    Step("interview", "Add the interview", ("interview",)),
    Step("quote", "Take down what was said", ("quote",)),
    Step(
        "person",
        "Name the people and the characters",
        ("person", "character", "credit", "characterfact"),
    ),
    Step("note", "Write a note on each of the two moments", ("note",)),
    Step("stamp", "Say what each of them spoils"),
    Step("echo", "Link the two in an echo", ("echo",)),
    Step("review", "Hand it over for review"),
    Step("publishing", "Publish it"),
    Step("readers", "Know what readers meet"),
    Step("warnings", "Answer the warnings"),
    Step("withdrawing", "Take back what was wrong"),
    Step("placement", "Say where the films lie in the story", ("placement",)),
)


@require_safe
def guide(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Leads from each step to the forms that it tells of, as far as this account may add there."""
    context = {
        **site.each_context(request),
        "title": "How an echo comes about",
        "steps": [(step, list(_ways(step, request, site))) for step in STEPS],
    }
    return TemplateResponse(request, "admin/guide.html", context)


def _ways(step: Step, request: HttpRequest, site: AdminSite) -> Iterator[desk.Link]:
    """To the forms of a step, and to pages that make what they make, and more, at once."""
    registered = site._registry.values()  # noqa: SLF001 - there is no other way to ask for all
    by_name = {one.opts.model_name: one for one in registered if desk.is_content(one)}
    for kind in step.kinds:
        if by_name[kind].has_add_permission(request):
            yield desk.way_to_add(by_name[kind])
        for way in ways_in(request, by_name[kind].model):
            yield desk.Link(way.address, way.words)
