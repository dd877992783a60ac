"""The editors' pages tell staff who may not read a sealed text something of it."""

from collections.abc import Callable
from urllib.parse import parse_qs

from django.db.models import Model, Q
from django.http import HttpRequest

from editing import finding, merging, unsaved_forms
from editing.models import UnsavedForm
from editing.withdrawing import Withdraws
from gate.models import Stamp
from gate.sealed import unseal
from interviews.admin import SourceAdmin
from people.models import Character, Person
from readers import merging as marks
from spoilers.admin import EchoAdmin
from tests.promise import (
    test_merged,
    test_reached_alike,
    test_reached_finding,
    test_reached_on_the_way,
    test_reached_withdrawing,
)

from .checks import Check
from .leak import Leak
from .plants import bends, puts

FOUND = Check(
    test_reached_finding.test_words_in_a_sealed_text_find_nothing_for_who_may_not_read_it,
    lambda world: (world, ["view_note", "change_note"]),
    stands_alone=True,
)
ASKED = Check(
    test_reached_alike.test_who_may_not_change_sources_is_not_asked_for_the_address_of_one,
    lambda world: (world, Stamp.NOTHING),
    stands_alone=True,
)


MERGED = Check(
    test_merged.test_no_reader_reads_more_than_before,
    lambda world: (world, Person),
    stands_alone=True,
)
MERGED_PAGES = Check(
    test_merged.test_nor_does_the_page_of_the_one_that_stays_tell_more_than_both_did,
    lambda world: (world, Character),
    stands_alone=True,
)
MERGED_FILMS = Check(
    test_merged.test_nor_does_whoever_has_marked_one_of_two_films,
    lambda world: (world,),
    stands_alone=True,
)
WITHDRAWN = Check(
    test_reached_withdrawing.test_the_page_that_asks_before_an_echo_is_withdrawn_shows_no_sealed_text,
    lambda world: (world,),
    stands_alone=True,
)
RESTING = Check(
    test_reached_withdrawing.test_who_may_look_at_no_echoes_is_not_told_which_stand_on_a_note,
    lambda world: (world,),
    stands_alone=True,
)
MEANWHILE = Check(
    test_reached_on_the_way.test_the_form_that_is_written_meanwhile_shows_nothing_of_the_one_that_waits,
    lambda world: (world,),
    stands_alone=True,
)
COLLEAGUES = Check(
    test_reached_on_the_way.test_to_a_colleague_the_same_address_says_that_nothing_waits,
    lambda world: (world,),
    stands_alone=True,
)


def everything(shown: Callable) -> Callable:
    return lambda *args: Q()


def keeps_every_address(planned: Callable) -> Callable:
    def plan(self: merging.Plan) -> None:
        planned(self)
        self.keeps_address = True

    return plan


def with_text(named: Callable) -> Callable:
    def name(self: Withdraws, request: HttpRequest, row: Model) -> str:
        stored = type(row)._default_manager.for_editor().get(pk=row.pk)
        return f"{named(self, request, row)} {unseal(getattr(stored, 'sealed_text', ''))}"

    return name


def with_what_was_typed(found: Callable) -> Callable:
    def put_aside_at(request: HttpRequest, form: int) -> str:
        row = UnsavedForm.objects.for_editor().get(form=form)
        return f"{found(request, form)}#{parse_qs(unseal(row.sealed_typed))['sealed_text'][0]}"

    return put_aside_at


def everybodys(theirs: Callable) -> Callable:
    return lambda request: UnsavedForm.objects.for_editor()


# fmt: off
ALL = [
    Leak("Search: what is published", "Whoever may change drafts finds words of what readers meet.",
        bends(finding, "_shown", everything), caught_by=FOUND),
    Leak("Alike: an address", "Whoever may look at sources is told which one has an address.",
        puts(SourceAdmin, "same", SourceAdmin.same._replace(is_sealed=False)), caught_by=ASKED),
    Leak("Merge: a name", "Somebody whom few readers know takes the place of one whom all know.",
        bends(merging.Plan, "_opened", lambda opened: lambda self: iter(())), caught_by=MERGED),
    Leak("Merge: an old address", "The address of one whom few readers know leads on for everybody.",
        bends(merging.Plan, "__post_init__", keeps_every_address), caught_by=MERGED_PAGES),
    Leak("Merge: what hangs on it", "Facts about one of whom nobody knows come to one who is known.",
        bends(merging, "is_named", lambda asked: lambda row: False), caught_by=MERGED_PAGES),
    Leak("Merge: readers’ marks", "Whoever has seen a film has seen the one into which it is merged.",
        puts(marks, "is_needed", lambda film: False), caught_by=MERGED_FILMS),
    Leak("Withdraw: a text", "What stays where an echo goes is told with its text, to know it again.",
        bends(Withdraws, "_named", with_text), caught_by=WITHDRAWN),
    Leak("Withdraw: what hangs on it", "Whoever may look at no echoes is told which stand on a note.",
        puts(EchoAdmin, "has_view_or_change_permission", lambda *args: True), caught_by=RESTING),
    Leak("On the way: what waits", "The way back to a form that was put aside names it by its text.",
        bends(unsaved_forms, "put_aside_at", with_what_was_typed), caught_by=MEANWHILE),
    Leak("On the way: for whom", "A form that was put aside waits for whoever has its address.",
        bends(unsaved_forms, "_theirs", everybodys), caught_by=COLLEAGUES),
]
# fmt: on
