"""An interview that is not published is there for no reader, and nor is what was said in it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gate.models import Stamp
from gate.publishing import State
from gate.reader import NOBODY, Reader
from interviews.cards import quote_cards
from interviews.models import Interview, InterviewFilm, Quote, Source
from people.models import Person
from spoilers.cards import evidence_groups, whole_echo
from spoilers.models import Echo, Evidence
from tests.factories import (
    CitationFactory,
    EvidenceFactory,
    InterviewFactory,
    PersonFactory,
    QuoteFactory,
    SourceFactory,
)
from tests.gate.one_of_everything import NOT_LIVE

pytestmark = pytest.mark.django_db

every_state = pytest.mark.parametrize("facts", NOT_LIVE.values(), ids=NOT_LIVE)


def talk(world, **facts) -> Quote:
    """What somebody said there who says nothing else: harmless, published, cited, and evidence."""
    interview = InterviewFactory(
        slug="a-late-talk",
        label="A late talk",
        date="2026-01-01",
        films=[world.first, world.second],
        **facts,
    )
    interview.slug, before = "a-talk", interview.slug
    interview.save()
    assert before in interview.former_slugs
    quote = QuoteFactory(
        interview=interview,
        speaker=PersonFactory(slug="una-berg", name="Una Berg"),
        stamp=Stamp.NOTHING,
        sealed_text="It was the wind.",
    )
    CitationFactory(quote=quote, source=SourceFactory(stamp=Stamp.NOTHING, outlet="The Late News"))
    EvidenceFactory(echo=world.echo, quote=quote, credits=PersonFactory(slug="a-credited-one"))
    return quote


def everything(world) -> Reader:
    return Reader(seen=frozenset(film.pk for film in world.films))


@every_state
def test_its_page_and_that_of_who_spoke_there_are_pages_that_never_were(
    world, stranger, completist, facts
):
    quote = talk(world, **facts)
    paths = [
        "/interviews/a-talk/",
        "/interviews/a-late-talk/",
        "/people/una-berg/",
        "/people/a-credited-one/",
        f"/quotes/{quote.public_id}/reveal/",
    ]
    never = {"/interviews": "/interviews/x/", "/people": "/people/x/"}

    for client in (stranger, completist):
        for path in paths[:4]:
            answer = client.get(path)
            other = client.get(never[path[: path.index("/", 1)]])
            slug = path.split("/")[2].encode()
            # It says how to come back to this address.
            assert (answer.status_code, answer.content.replace(slug, b"x")) == (404, other.content)
        answers = [client.act(path) for path in (paths[4], "/quotes/222222222/reveal/")]
        assert [answer.status_code for answer in answers] == [404, 404]
        bodies = [answer.content for answer in answers]
        assert bodies[0].replace(quote.public_id.encode(), b"222222222") == bodies[1]


@every_state
def test_no_page_says_a_word_of_it(world, stranger, completist, facts):
    pages = [
        "/",
        "/interviews/",
        "/people/",
        world.universe.get_absolute_url(),
        world.first.get_absolute_url(),
        world.second.get_absolute_url(),
        world.interview.get_absolute_url(),
        world.echo.get_absolute_url(),
    ]
    before = {
        client: [client.get(page).content for page in pages] for client in (stranger, completist)
    }

    talk(world, **facts)

    for client, bodies in before.items():
        assert [client.get(page).content for page in pages] == bodies


@every_state
def test_the_gate_knows_nothing_of_it_by_any_road(world, facts):
    quote = talk(world, **facts)
    reader = everything(world)

    assert not Interview.objects.for_reader(reader).filter(pk=quote.interview_id).exists()
    about = InterviewFilm.objects.filter(interview=quote.interview)
    assert (about.count(), about.for_reader(reader).count()) == (2, 0)
    assert quote_cards(Quote.objects.filter(pk=quote.pk), reader) == []
    assert not Evidence.objects.for_reader(reader).filter(quote=quote).exists()
    assert not Person.objects.for_reader(reader).filter(quotes=quote).exists()
    assert not Person.objects.for_reader(reader).filter(credited_by__quote=quote).exists()
    assert not Source.objects.for_reader(reader).filter(citations__quote=quote).exists()
    echo = whole_echo(Echo.objects.filter(pk=world.echo.pk), reader)
    assert quote.public_id not in {
        one.quote.public_id for one in evidence_groups(echo, reader) if one.quote
    }


def test_once_it_is_published_all_of_it_is_there(world, stranger, completist):
    quote = talk(world, is_published=False)

    quote.interview.publish()

    assert "It was the wind." in stranger.get("/interviews/a-talk/").text
    assert stranger.get("/interviews/a-late-talk/")["Location"] == "/interviews/a-talk/"
    for path in ("/interviews/", world.first.get_absolute_url(), world.universe.get_absolute_url()):
        assert "A late talk" in stranger.get(path).text
    assert "Una Berg" in stranger.get("/people/").text
    assert "It was the wind." in completist.get(world.echo.get_absolute_url()).text


def test_it_is_there_from_its_moment_on(world, stranger):
    quote = talk(world, live_from=timezone.now() + timedelta(days=1))
    before = stranger.get("/interviews/a-talk/").status_code

    Interview.objects.update(live_from=timezone.now() - timedelta(seconds=1))

    assert (before, stranger.get("/interviews/a-talk/").status_code) == (404, 200)
    assert [
        card.speaker.name for card in quote_cards(Quote.objects.filter(pk=quote.pk), NOBODY)
    ] == ["Una Berg"]


def test_withdrawing_it_takes_its_quotes_along_and_publishing_it_brings_them_back(world):
    quote = talk(world)
    quotes = Quote.objects.filter(pk=quote.pk)
    met = [quotes.for_reader(NOBODY).exists()]

    quote.interview.withdraw()
    met.append(quotes.for_reader(NOBODY).exists())
    quote.interview.publish()
    met.append(quotes.for_reader(NOBODY).exists())

    assert met == [True, False, True]
    assert quotes.get().state == State.PUBLISHED


def test_a_quote_is_not_published_before_its_interview(db):
    quote = QuoteFactory(is_published=False, interview__is_published=False)

    with pytest.raises(ValidationError) as refused:
        quote.publish()
    quote.interview.publish()
    quote.publish()

    assert refused.value.messages == [
        f"“{quote.interview}” is not published: publish it first, or both."
    ]
    assert quote.is_live


def test_an_echo_waits_for_the_interview_behind_its_evidence_too(db):
    quote = QuoteFactory(is_published=False, interview__is_published=False)
    echo = EvidenceFactory(quote=quote, echo__is_published=False).echo

    assert echo.waits_for() == [quote.interview, quote]
    assert echo.all_beneath() == [echo.later, echo.earlier, quote.interview, quote]


def test_an_interview_brings_along_what_nobody_has_decided_on(db):
    interview = InterviewFactory(is_published=False)
    draft, waiting, live, withdrawn = (
        QuoteFactory(interview=interview, position=position, **facts)
        for position, facts in enumerate(
            (
                {"is_published": False},
                {"is_published": False, "state": State.REVIEW},
                {},
                {"is_published": False, "state": State.WITHDRAWN},
            )
        )
    )
    QuoteFactory(is_published=False)

    assert interview.brings_along() == [draft, waiting]
    assert list(draft.brings_along()) == []


def test_in_a_preview_with_drafts_a_draft_is_there_and_what_was_withdrawn_is_not(world):
    quote = talk(world, is_published=False)
    eyes = Reader(meets_drafts=True)
    found = []

    for decide in (quote.interview.submit, quote.interview.publish, quote.interview.withdraw):
        found.append(
            (
                Interview.objects.for_reader(eyes).filter(pk=quote.interview_id).exists(),
                Quote.objects.for_reader(eyes).filter(pk=quote.pk).exists(),
            )
        )
        decide()
    found.append(
        (
            Interview.objects.for_reader(eyes).filter(pk=quote.interview_id).exists(),
            Quote.objects.for_reader(eyes).filter(pk=quote.pk).exists(),
        )
    )

    assert found == [(True, True)] * 3 + [(False, False)]
