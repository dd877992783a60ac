"""What editors changed: pages on it that say more than their account may know."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from editing import change_pages, changes, desk, kept, versions
from editing.models import Version
from interviews.models import Interview
from tests.promise import test_reached_history as tests

from .checks import Check
from .leak import Leak
from .plants import after, bends


def found(test: Callable, *args: Any) -> Check:
    return Check(test, lambda world: (world, *args), stands_alone=True)


ITEM = found(tests.test_the_history_of_an_item_tells_who_may_only_look_neither_why_nor_what)
LISTED = found(
    tests.test_the_list_of_all_changes_names_for_them_what_is_there_and_nothing_that_is_gone
)
UNPUBLISHED = found(
    tests.test_nor_does_that_of_what_readers_meet_to_who_may_not_publish_it,
    Interview,
    ["change_interview", "change_quote", "change_citation"],
)
COUNTED = Check(
    tests.test_changes_of_what_somebody_may_not_look_at_leave_their_pages_as_they_are,
    lambda world: (world, tests.LIST, ["view_film", "view_person"]),
    stands_alone=True,
)
LOOKED_FOR = found(tests.test_nor_can_they_tell_a_change_of_it_from_one_that_never_was)


def whoever_looks(may_read: Callable) -> Callable:
    return lambda editor, model, item: True


def whoever_changes_the_whole(may_read: Callable) -> Callable:
    return lambda editor, model, item: editor.has_perm(
        f"{model._meta.app_label}.change_{model._meta.model_name}"
    )


def number_of_changes(response: HttpResponse, args: tuple) -> HttpResponse:
    response["X-Changes"] = str(Version.objects.count())
    return response


def of_every_kind(content: Callable) -> Callable:
    return lambda request, site: [one for one in site._registry.values() if desk.is_content(one)]  # noqa: SLF001


def all_reasons(asked: Callable) -> Callable:
    return lambda keys: asked(Version.objects.values_list("pk", flat=True))


# fmt: off
ALL = [
    Leak("History: what was changed", "Whoever may look at an item reads what was changed of it.",
        bends(changes, "may_read", whoever_looks), caught_by=ITEM),
    Leak("History: parts of the whole",
        "Whoever may change an interview reads there what was changed of its published quotes.",
        bends(changes, "may_read", whoever_changes_the_whole), caught_by=UNPUBLISHED),
    Leak("History: reasons fetched", "All reasons leave the database, and few of them are shown.",
        bends(kept, "reasons", all_reasons), caught_by=ITEM),
    Leak("Changes: the name of what is gone", "What is gone is named to who may not bring it back.",
        bends(versions, "may_bring_back", lambda asked: lambda editor, model: True),
        caught_by=LISTED),
    Leak("Changes: a count", "The list tells how many changes there are in all.",
        bends(change_pages, "_listed", after(number_of_changes)), caught_by=COUNTED),
    Leak("Changes: of every kind", "Changes are listed of what an account may not look at.",
        bends(desk, "content", of_every_kind), caught_by=COUNTED),
    Leak("Changes: looked for", "By its address, whoever works here learns of any change.",
        bends(desk, "content", of_every_kind), caught_by=LOOKED_FOR),
]
# fmt: on
