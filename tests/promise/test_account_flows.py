"""Signing up, in and out, forgetting a password, being refused: the same on twins, to the byte."""

from collections.abc import Iterable

import pytest
from django.test import override_settings

from tests.factories import UserFactory

from .asking import visitors as cast
from .battery import undone
from .portions import DEEP
from .stories.accounts import ADDRESS, LIMITS, MEMBER, STORIES, places
from .stories.telling import BY_FORM, BY_HTMX, TWINS, Moment, assert_alike_on_twins, told
from .whole_world import WholeWorld

pytestmark = pytest.mark.django_db

#: Who tells which twins: inside `make test`, one twin must do for those with something unlocked.
READERS = {
    "stranger": BY_HTMX,
    "some films": BY_FORM,
    **({"one reveal": TWINS} if DEEP else {}),
}


@pytest.mark.usefixtures("on_twins")
@pytest.mark.parametrize(("name", "variants"), READERS.items(), ids=READERS)
@pytest.mark.parametrize("story", STORIES)
def test_no_step_of_a_story_tells_what_is_locked(
    whole_world: WholeWorld, story: str, name: str, variants: Iterable[str]
):
    visitor = cast.visitor(whole_world, name)

    with undone(), override_settings(ACCOUNT_RATE_LIMITS=LIMITS):
        UserFactory(username=MEMBER, email=ADDRESS)
        assert_alike_on_twins(
            visitor,
            STORIES[story](whole_world),
            # The account has seen nothing: in it, the visitor stays the same reader.
            visitor.reader,
            variants=variants,
            checks_tokens=story == "without_a_token",
        )


def test_who_joins_is_signed_in_until_signing_out(whole_world):
    moments = tell(whole_world, "joining")

    members = [number for number, moment in enumerate(moments) if names(moment, "newcomer")]
    assert members == list(range(5, 14))
    assert moments[14].session == ()


def test_a_member_is_told_of_mistakes_and_has_a_new_password_in_the_end(whole_world):
    moments = tell(whole_world, "being_a_member")

    old, new = moments[-3:-1]
    assert (old.answer.status, old.session, new.answer.status) == (200, (), 302)
    assert names(new, MEMBER)
    said = ("second@example.org-key", "Subject: Callback: Your password was changed")
    written = [[words in text for words in said] for moment in moments for text in moment.mails]
    assert written == [[True, False], [False, True]]


def test_who_has_a_second_factor_is_in_after_it_and_without_it_in_the_end(whole_world):
    moments = tell(whole_world, "with_a_second_factor")

    members = [number for number, moment in enumerate(moments) if names(moment, MEMBER)]
    assert members == [*range(7, 23), 24, 25]
    assert moments[-2].answer.status == 302


def test_signing_in_leads_on_even_to_what_is_hidden_or_not_there(whole_world):
    moments = tell(whole_world, "going_on")

    led = [dict(moment.answer.headers).get("location") for moment in moments[2::6]]
    found = [moment.answer.status for moment in moments[3::6]]
    assert led == [f"{place}?done=signedin-0" for place in places(whole_world)]
    assert found == [404, 404, 200, 404]


def test_signing_up_leads_on_as_signing_in_does(whole_world):
    moments = tell(whole_world, "joining_and_going_on")

    led = [dict(moment.answer.headers)["location"] for moment in moments[::3]]
    assert led == [f"{place}?done=joined-0" for place in places(whole_world)]


def test_whoever_tries_too_often_is_turned_away(whole_world):
    moments = tell(whole_world, "trying_too_often")

    assert [moment.answer.status for moment in moments] == [200] * 5 + [429, 200, 200]
    closed = [b"Too many wrong passwords" in moment.answer.body for moment in moments]
    assert closed == [False] * 3 + [True] * 2 + [False] * 3


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(whole_world):
    moments = tell(whole_world, "forgetting")

    written = [text for moment in moments for text in moment.mails]
    assert [text.count("To: no@example.org") for text in written] == [0] * len(written)
    assert f"/key/{MEMBER}-key/" in written[0]
    assert names(moments[10], MEMBER)
    assert moments[-1].answer.status == 429


def test_without_a_token_every_form_is_refused_before_anything_is_looked_up(whole_world):
    moments = tell(whole_world, "without_a_token")

    refused = {m.ask.path for m in moments if m.answer.status == 403 and m.ask.method == "POST"}
    assert {moment.ask.path for moment in moments} - refused == {"/nowhere/"}


def tell(world: WholeWorld, story: str) -> list[Moment]:
    """By a stranger, on A alone."""
    client = cast.visitor(world, "stranger").client()
    client.handler.enforce_csrf_checks = story == "without_a_token"
    UserFactory(username=MEMBER, email=ADDRESS)
    with override_settings(ACCOUNT_RATE_LIMITS=LIMITS):
        moments = told(client, STORIES[story](world))
    assert [moment.ask for moment in moments if moment.answer.status >= 500] == []
    return moments


def names(moment: Moment, user: str) -> bool:
    """The session is this user's."""
    return f'_auth_user_id: "{user}"' in moment.session
