"""An editor's preview: eyes that see more than the address says, or more than the editor may."""

from collections.abc import Callable, Iterable
from functools import partial

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from films.models import Film
from gate import rule, unlocking
from gate.reader import Reader
from pages import preview
from pages.edits import KINDS
from pages.eyes import Eyes
from readers.preview import somebody_like
from spoilers.models import Note
from tests.pages import test_edits
from tests.promise import test_preview
from tests.world import World

from .checks import Check
from .leak import Leak
from .plants import after, answers, bends, puts
from .site import View

#: By the place of the eyes among those of the test.
NOBODY, EVERYTHING_WITH_DRAFTS = 0, 5


def _looking(number: int, world: World) -> tuple:
    return world, number


def seen_by(number: int) -> Check:
    test = test_preview.test_a_preview_depends_on_nothing_that_its_reader_has_not_unlocked
    return Check(test, partial(_looking, number), stands_alone=True)


WRITER = Check(
    test_preview.test_nor_on_anything_that_is_no_draft_where_a_writer_looks_at_drafts,
    partial(_looking, 2),
    stands_alone=True,
)
REFUSED = Check(
    test_preview.test_who_may_not_read_all_drafts_is_refused_whatever_there_is,
    lambda world: (world, test_preview.WRITES[1:]),
    stands_alone=True,
)
EDITED = Check(
    test_edits.test_what_is_not_there_and_what_nobody_may_look_at_differ_for_no_one,
    lambda world: (world,),
    stands_alone=True,
)


def with_drafts(self: Eyes, seen: Iterable[int], of_all: bool) -> Reader:
    return somebody_like(seen, meets_drafts=True)


def of_everybody(self: Eyes, seen: Iterable[int], of_all: bool) -> Reader:
    return somebody_like(Film.objects.values_list("pk", flat=True), meets_drafts=self.with_drafts)


def whoever_works_here(user: User) -> bool:
    return user.is_staff


def always(is_live_for: Callable) -> Callable:
    def live(reader: Reader, *args: str) -> Q:
        return Q() if reader.meets_drafts else is_live_for(reader, *args)

    return live


def for_all_of_them(or_waits: Callable) -> Callable:
    def met(is_there: Q, model: type, path: str, otherwise: Callable[[], Q]) -> Q:
        return is_there | otherwise()

    return met


def number_of_notes(response: HttpResponse, args: tuple) -> HttpResponse:
    response["X-Notes"] = str(Note.objects.count())
    return response


def looks_first(view: View, request: HttpRequest, kwargs: dict) -> HttpResponse:
    if kwargs["kind"] == "note" and not KINDS["note"].objects.filter(public_id=kwargs["key"]):
        raise Http404
    return view(request, **kwargs)


# fmt: off
ALL = [
    Leak("Preview: drafts for nobody", "Whoever looks by any eyes meets drafts.",
        puts(Eyes, "_like", with_drafts), caught_by=seen_by(NOBODY)),
    Leak("Preview: everything for nobody", "All eyes have seen all films.",
        puts(Eyes, "_like", of_everybody), caught_by=seen_by(NOBODY)),
    Leak("Preview: without a right", "Whoever works here looks at drafts.",
        bends(preview, "may_meet_drafts", lambda asked: whoever_works_here), caught_by=REFUSED),
    Leak("Preview: what is withdrawn", "Who meets drafts meets what was taken back, too.",
        bends(unlocking, "is_live_for", always), caught_by=seen_by(EVERYTHING_WITH_DRAFTS)),
    Leak("Preview: a writer, later", "Who meets drafts without publishing meets what is set for later.",
        puts(unlocking, "WAITING", ("draft", "review", "published")), caught_by=WRITER),
    Leak("Preview: a writer, around", "And what is published and stands on a draft, or is named by one.",
        bends(rule, "_or_waits", for_all_of_them), caught_by=WRITER),
    Leak("Preview: a count", "A previewed page tells how many notes there are.",
        bends(preview, "_answer", after(number_of_notes)), caught_by=seen_by(NOBODY)),
    Leak("Edit: looked for", "Who may not look at notes learns by the address which there are.",
        answers("edit", looks_first), caught_by=EDITED),
]
# fmt: on
