"""An interview on its way to readers, with its quotes, and back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gate.publishing import State
from interviews.models import Interview, Quote
from tests.factories import (
    EchoFactory,
    EvidenceFactory,
    InterviewFactory,
    QuoteFactory,
)
from tests.gate.editing import page, press, say_yes

from .desks import staff
from .publishing import stands, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def waiting_with(number: int) -> tuple[Interview, list[Quote]]:
    interview = InterviewFactory(label="A talk", is_published=False)
    quotes = QuoteFactory.create_batch(number, interview=interview, is_published=False)
    return interview, quotes


def test_it_is_published_with_its_quotes_and_says_so_before(editor_client):
    interview, quotes = waiting_with(2)

    asked = press(editor_client, interview, "_publish")
    answer = say_yes(editor_client, asked)

    (meeting,) = asked.context["meeting"]
    assert meeting.whom == "Everyone will know that it is there."
    assert [one.item for one in meeting.along] == quotes
    assert told(answer) == [f"“{one}”: Published." for one in (interview, *quotes)]
    assert {stands(one)[:2] for one in (interview, *quotes)} == {("published", True)}


def test_all_of_it_is_set_for_the_same_moment(editor_client):
    interview, (quote,) = waiting_with(1)
    at = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)

    say_yes(editor_client, press(editor_client, interview, "_publish"), at=f"{at:%Y-%m-%dT%H:%M}")

    found = (Interview.objects.get(), Quote.objects.get())
    assert [one.live_from for one in found] == [at, at]
    assert not any(one.is_live for one in found)


def test_who_may_publish_interviews_alone_leaves_its_quotes_where_they_are(db):
    interview, (quote,) = waiting_with(1)
    client = staff("change_interview", "publish_interview", "view_quote")

    asked = press(client, interview, "_publish")
    say_yes(client, asked)

    assert asked.context["meeting"][0].along == []
    assert (stands(interview)[0], stands(quote)[0]) == ("published", "draft")


def test_a_quote_takes_its_interview_along(editor_client):
    interview, (quote, other) = waiting_with(2)

    asked = press(editor_client, quote, "_publish")
    answer = say_yes(editor_client, asked)

    assert [one.item for one in asked.context["meeting"][0].along] == [interview]
    assert told(answer) == [f"“{one}”: Published." for one in (interview, quote)]
    assert stands(other)[0] == "draft"


def test_many_quotes_of_one_interview_take_it_along_once(editor_client):
    interview, quotes = waiting_with(3)
    chosen = {"action": "publish", "_selected_action": [one.pk for one in quotes]}

    asked = editor_client.post(page("changelist", quotes[0]), chosen)
    say_yes(editor_client, asked)

    assert {stands(one)[:2] for one in (interview, *quotes)} == {("published", True)}


def test_who_may_publish_quotes_alone_is_told_that_the_interview_comes_first(db):
    interview, (quote,) = waiting_with(1)
    client = staff("change_quote", "publish_quote", "view_interview")

    refused = press(client, quote, "_publish")

    assert "Somebody who may is to publish it first" in refused.text
    assert f'<a href="{page("change", interview)}">{interview}</a>' in refused.text
    assert (stands(interview)[0], stands(quote)[0]) == ("draft", "draft")


def test_an_echo_takes_interview_and_quote_along_in_this_order(editor_client):
    interview, quotes = waiting_with(2)
    echo = EchoFactory(is_published=False)
    for quote in quotes:
        EvidenceFactory(echo=echo, quote=quote)

    asked = press(editor_client, echo, "_publish")
    answer = say_yes(editor_client, asked)

    assert [one.item for one in asked.context["meeting"][0].along] == [interview, *quotes]
    assert told(answer) == [f"“{one}”: Published." for one in (interview, *quotes, echo)]


def test_published_again_it_says_what_of_it_was_published_before(editor_client):
    quote = QuoteFactory()
    QuoteFactory(interview=quote.interview).withdraw()
    quote.interview.withdraw()

    asked = press(editor_client, quote.interview, "_publish")

    assert asked.context["meeting"][0].whom == (
        "It was taken back from readers before. Everyone will know that it is there. "
        "It has 1 quote published already. Taken back before, and not brought along: 1 quote."
    )


def test_the_form_of_a_quote_says_that_readers_do_not_meet_its_interview(editor_client):
    quote = QuoteFactory()
    before = editor_client.get(page("change", quote)).text

    quote.interview.withdraw()
    after = editor_client.get(page("change", quote)).text

    found = [re.findall(r"It stands on [^<]*", text) for text in (before, after)]
    assert found == [[], [f"It stands on what readers do not meet: “{quote.interview}”."]]
    leads = [quote.get_absolute_url() in text for text in (before, after)]
    assert leads == [True, False]


def test_a_quote_says_from_when_on_it_is_met_where_its_interview_comes_later(editor_client):
    quote = QuoteFactory(is_published=False)
    at = timezone.now() + timedelta(days=1)
    quote.interview.publish(at=at)

    asked = press(editor_client, quote, "_publish")

    moment = f"{at.day} {at:%B %Y, %H:%M}"
    assert asked.context["meeting"][0].whom.endswith(
        f"No reader will meet it before {moment}, when “{quote.interview}” comes."
    )


def test_the_list_says_how_far_each_has_come(editor_client):
    InterviewFactory(is_published=False, state=State.REVIEW, label="A talk")
    live = InterviewFactory(label="Another talk")

    shown = editor_client.get(page("changelist", live), {"state": "review"})

    assert [str(one) for one in shown.context["cl"].result_list] == ["A talk"]
    assert "Ready for review" in shown.text


def test_its_form_says_once_how_far_it_is_and_leads_to_what_is_there_alone(editor_client):
    interview, (draft,) = waiting_with(1)
    live = QuoteFactory(interview=interview)
    shown = {"a draft": editor_client.get(page("change", interview)).text}

    interview.publish()
    shown["published"] = editor_client.get(page("change", interview)).text

    assert shown["a draft"].count("Draft. Readers do not meet it yet.") == 1
    leads = {
        name: [one.get_absolute_url() in text for one in (draft, live)]
        for name, text in shown.items()
    }
    assert leads == {"a draft": [False, False], "published": [False, True]}
