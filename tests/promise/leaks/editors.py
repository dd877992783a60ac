"""The editors' pages tell staff who may not read a sealed text something of it."""

from collections.abc import Callable

from django.db.models import Q

from editing import finding
from gate.models import Stamp
from interviews.admin import SourceAdmin
from tests.promise import test_reached_alike, test_reached_finding

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


def everything(shown: Callable) -> Callable:
    return lambda *args: Q()


# fmt: off
ALL = [
    Leak("Search: what is published", "Whoever may change drafts finds words of what readers meet.",
        bends(finding, "_shown", everything), caught_by=FOUND),
    Leak("Alike: an address", "Whoever may look at sources is told which one has an address.",
        puts(SourceAdmin, "same", SourceAdmin.same._replace(is_sealed=False)), caught_by=ASKED),
]
# fmt: on
