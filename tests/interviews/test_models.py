from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from gate.models import Stamp
from gate.reader import NOBODY, Reader
from interviews.models import Citation, InterviewFilm, Quote, Source
from interviews.neighbours import next_to
from tests.factories import CitationFactory, InterviewFactory, QuoteFactory, SourceFactory
from tests.refusals import Refusal, assert_refused, constraints_of, ids, spoiling

UNKNOWN_STAMP = "Choose one of the stamps offered."
NO_FILM = "Say which films this spoils, or stamp it as harmless."


def quote(world, **changes: object) -> Quote:
    # At a place of its own, however many the factory has made before.
    fields = {"interview": world.interview, "speaker": world.director, "position": 99} | changes
    return spoiling(QuoteFactory.build(**fields), world.first)


REFUSALS = [
    Refusal(
        "interviews_source_stamp_known",
        lambda world: spoiling(SourceFactory.build(stamp=Stamp.EXISTENCE), world.first),
        UNKNOWN_STAMP,
    ),
    Refusal("interviews_source_spoils_films", lambda world: SourceFactory.build(), NO_FILM),
    Refusal(
        "interviews_interview_published_from",
        lambda world: InterviewFactory.build(state="review"),
        "What is published has a moment, and nothing else has.",
    ),
    Refusal(
        "interview_film_once",
        lambda world: InterviewFilm(interview=world.interview, film=world.second),
        "Film talked about with this Interview and Film already exists.",
    ),
    Refusal(
        "interviews_quote_stamp_known", lambda world: quote(world, stamp="unknown"), UNKNOWN_STAMP
    ),
    Refusal(
        "interviews_quote_spoils_films",
        lambda world: QuoteFactory.build(
            interview=world.interview, speaker=world.director, position=99
        ),
        NO_FILM,
    ),
    Refusal(
        "interviews_quote_sealed_text_not_blank",
        lambda world: quote(world, sealed_text=""),
        "This text cannot be empty.",
    ),
    Refusal(
        "interviews_quote_published_from",
        lambda world: quote(world, state="review"),
        "What is published has a moment, and nothing else has.",
    ),
    Refusal(
        "quote_position_once_per_interview",
        lambda world: quote(world, position=world.open_quote.position),
        "Quote with this Interview and Position already exists.",
    ),
    Refusal(
        "quote_bracketed_has_bracket",
        lambda world: quote(world, fidelity=Quote.Fidelity.BRACKETED),
        "A bracketed quote holds a [bracket]; or choose verbatim.",
    ),
    Refusal(
        "citation_source_once",
        lambda world: Citation(quote=world.sealed_quote, source=world.source),
        "Citation with this Quote and Source already exists.",
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    assert ids(REFUSALS) == list(constraints_of("interviews"))


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "interviews", refusal)


def test_a_bracketed_quote_with_a_bracket_is_accepted(world):
    said = quote(world, fidelity=Quote.Fidelity.BRACKETED, sealed_text="He trusts [his] dog.")

    said.full_clean()
    said.save()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "example.org"])
def test_an_address_is_one_that_a_reader_can_follow(world, address):
    source = spoiling(
        SourceFactory.build(sealed_url=address, sealed_archive_url=address), world.first
    )

    with pytest.raises(ValidationError) as error:
        source.full_clean()

    message = ["An address starts with https:// or http://."]
    assert error.value.message_dict == {"sealed_url": message, "sealed_archive_url": message}


def test_quotes_about_a_film_come_oldest_first(world):
    older = QuoteFactory(interview__date="2020-01-01")
    older.interview.coverage.create(film=world.second)
    QuoteFactory()

    about = Quote.objects.about(world.second.pk)

    assert list(about) == [older, world.open_quote, world.sealed_quote, world.hidden_quote]


def test_quotes_of_one_day_stand_together_by_their_interview(world):
    said = {}
    for label in ("Zed speaks", "Abe speaks"):
        interview = InterviewFactory(label=label, date="2019-06-06", films=[world.first])
        for position in (2, 1):
            said[label, position] = QuoteFactory(interview=interview, position=position)

    about = [quote for quote in Quote.objects.about(world.first.pk) if quote in said.values()]

    assert about == [said[key] for key in sorted(said)]


def test_the_quotes_of_some_people_come_latest_first(world):
    latest = QuoteFactory(interview__date="2026-01-01", speaker=world.actor)
    QuoteFactory()

    said = Quote.objects.said_by([world.director.pk, world.actor.pk])

    assert list(said) == [latest, world.open_quote, world.sealed_quote, world.hidden_quote]


def test_an_interview_stands_between_those_that_are_there_by_date_and_then_label(db):
    first = InterviewFactory(label="C", date=date(2020, 1, 1))
    second = InterviewFactory(label="A", date=date(2021, 1, 1))
    third = InterviewFactory(label="B", date=date(2021, 1, 1))
    for label in ("A again", "D"):
        InterviewFactory(label=label, date=date(2021, 1, 1), is_published=False)

    found = [next_to(interview, NOBODY) for interview in (first, second, third)]

    assert found == [(None, second), (first, third), (second, None)]


def test_a_source_is_known_beside_something_that_is_known(world):
    QuoteFactory()
    quoted, unused = CitationFactory().source, SourceFactory(stamp=Stamp.NOTHING)
    hidden = CitationFactory(quote__stamp=Stamp.EXISTENCE).source
    everything = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    known = Source.objects.for_reader(everything)

    assert list(Source.objects.for_reader(NOBODY)) == []
    assert [source in known for source in (world.source, quoted, unused, hidden)] == [
        True,
        False,
        False,
        False,
    ]


def test_what_others_point_at_cannot_be_deleted(world):
    for row in (world.interview, world.sealed_quote, world.source):
        with pytest.raises(ProtectedError):
            row.delete()


def test_an_interview_whose_quotes_are_no_evidence_takes_them_along(world):
    citation = CitationFactory()
    interview = citation.quote.interview

    interview.delete()

    assert not Quote.objects.filter(interview=interview.pk).exists()
    assert not Citation.objects.filter(pk=citation.pk).exists()
    assert Source.objects.filter(pk=citation.source_id).exists()


def test_a_quote_that_is_no_evidence_takes_its_citations_along(world):
    quote = QuoteFactory()
    citation = CitationFactory(quote=quote)

    quote.delete()

    assert not Citation.objects.filter(pk=citation.pk).exists()
    assert Source.objects.filter(pk=citation.source_id).exists()
