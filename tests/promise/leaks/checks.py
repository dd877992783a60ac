"""Tests outside the battery that stand against one kind of leak; here they meet a planted one."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests import test_caching, test_walk
from tests.conftest import ReaderClient
from tests.promise import test_account_flows
from tests.promise.stories.accounts import STORIES
from tests.promise.twins.twin import AT_ONCE
from tests.world import World


class Check(NamedTuple):
    test: Callable[..., None]
    arguments: Callable[[World], tuple]
    #: It is a test of these arguments in its own file: that it finds nothing without a leak is
    #: known from there.
    stands_alone: bool = False

    @property
    def name(self) -> str:
        return f"{self.test.__module__.replace('.', '/')}.py::{self.test.__name__}"

    def findings(self, world: World) -> dict[str, str]:
        try:
            self.test(*self.arguments(world))
        except AssertionError as error:
            return {self.name: str(error)}
        return {}


def _fan(world: World) -> ReaderClient:
    fan = ReaderClient()
    fan.has_seen(world.first)
    return fan


PAGE = "/films/the-garden/"

WALK = Check(test_walk.test_every_route_is_on_the_walk, lambda world: (world,))
OTHER_SITES = Check(
    test_walk.test_another_sites_form_opens_nothing, lambda world: (world, ReaderClient())
)
STRANGERS_PAGE = Check(
    test_caching.test_a_strangers_page_is_cacheable_and_free_of_cookies_and_tokens,
    lambda world: (world, ReaderClient(), PAGE),
)
READERS_PAGE = Check(
    test_caching.test_a_page_for_a_reader_with_state_is_kept_by_nobody,
    lambda world: (world, _fan(world), PAGE),
)


def _told_by_a_stranger(story: str, world: World) -> tuple:
    return world, story, "stranger", (AT_ONCE,)


#: By the name of the story.
ACCOUNTS = {
    story: Check(
        test_account_flows.test_no_step_of_a_story_tells_what_is_locked,
        partial(_told_by_a_stranger, story),
        stands_alone=True,
    )
    for story in STORIES
}
