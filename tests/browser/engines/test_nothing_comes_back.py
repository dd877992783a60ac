"""What was locked again does not come back, in three browsers, by Back, Forward or reload."""

import pytest

from tests.browser.watch import BALLERINA, WATCHED

WAYS = ("back", "back", "back", "forward", "reload")
#: docs/architecture.md, “Known limits”.
LIMIT = "WebKit without scripts keeps pages for Back over plain HTTP, whatever the site says."


def hide(visitor):
    visitor.follow("Ballerina")
    visitor.sees("Hide “The ending” again")
    visitor.press("Hide “The ending” again")
    visitor.sees("Locked again.")


def lock_everything(visitor):
    visitor.follow("Films")
    visitor.sees("Lock everything again")
    visitor.press("Lock everything again")
    visitor.sees("Everything is locked again.")


@pytest.mark.parametrize("lock", [hide, lock_everything])
def test_no_way_through_the_history_shows_what_was_locked_since(
    visitor, lock, engine, scheme, request
):
    visitor.go("/promise/")
    visitor.go(BALLERINA)
    visitor.press("Reveal “The ending”")
    visitor.sees(WATCHED)
    visitor.follow("The ending")
    visitor.comes_to("/notes/")
    visitor.sees(WATCHED)
    lock(visitor)

    steps = [visitor.step(way, WATCHED) for way in WAYS]

    assert BALLERINA in [path for path, _ in steps]
    if (engine.name, engine.has_scripts, scheme) == ("webkit", False, "http"):
        request.applymarker(pytest.mark.xfail(reason=LIMIT, raises=AssertionError, strict=True))
    assert [path for path, was_there in steps if was_there] == []
