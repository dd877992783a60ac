"""“New from an article”, and where it leads: no page of it tells what is sealed in what is there."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission

from gate.models import Stamp
from interviews.models import Interview, Source
from spoilers.models import Echo
from tests.conftest import ReaderClient
from tests.factories import QuoteFactory, SourceFactory
from tests.interviews.articles import ADDRESS, article

from .asking import visitors as cast
from .battery import difference
from .test_reached_editors import _on_twins, sent, shown, shown_to_staff
from .whole_world import WholeWorld
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

MADE = [f"add_{kind}" for kind in ("source", "interview", "interviewfilm", "quote", "citation")]
LOOKS = ["view_source", "view_person", "add_person"]


def staff(world: WholeWorld, *rights: str) -> Callable[[], ReaderClient]:
    somebody = cast.visitor(world, "staff, signed in")
    somebody.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return somebody.client


def test_the_page_for_an_article_shows_nothing_sealed(whole_world):
    answer = shown(ADDRESS)

    assert b"New from an article" in answer.body


def test_nor_does_it_where_it_lists_all_that_there_is_to_choose(whole_world):
    answer = shown_to_staff(whole_world, f"{ADDRESS}?choices=all", [*MADE, *LOOKS])

    assert str(Source.objects.first()).encode() in answer.body


@pytest.mark.parametrize("stamp", [Stamp.NOTHING, Stamp.TEXT])
def test_who_may_not_change_a_source_cannot_tell_that_it_has_the_address_which_they_type(
    whole_world, stamp
):
    film = whole_world.first
    spoils = [film] if stamp != Stamp.NOTHING else []
    there = SourceFactory(stamp=stamp, spoils=spoils, sealed_url="https://example.org/kept")
    client = staff(whole_world, *MADE, *LOOKS)
    typed = {
        "source-0-sealed_url": there.sealed_url,
        "source-0-stamp": stamp.value,
        "source-0-key": "new-one",
        "quotes-0-new_speaker": "Nobody Known",
    }

    answers = _on_twins(
        lambda browser: sent(ADDRESS, article(browser, film, **typed), browser), client
    )

    one, other = answers
    assert difference(one, other) == ""
    assert one.status == 302


def test_the_page_that_asks_before_the_quotes_of_an_interview_are_published_shows_no_sealed_text(
    whole_world,
):
    quote = QuoteFactory(is_published=False)
    path = page(Interview, "publish_quotes", quote.interview_id)

    answer = shown_to_staff(whole_world, path, ["view_interview", "publish_quote"])

    assert b"Publish these quotes?" in answer.body


@pytest.mark.parametrize(
    ("looks", "is_named"), [(["view_quote"], True), ([], False)], ids=["looks", "does not"]
)
def test_an_echo_that_begins_with_quotes_names_them_to_who_may_look_at_quotes(
    whole_world, looks, is_named
):
    interview = whole_world.interview
    path = f"{page(Echo, 'add')}?evidence_of={interview.pk}"

    answer = shown_to_staff(whole_world, path, ["add_echo", "add_evidence", *looks])

    assert (interview.label.encode() in answer.body) == is_named
