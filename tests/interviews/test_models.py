import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from gate.models import Stamp
from gate.reader import NOBODY, Reader
from interviews.models import (
    Citation,
    InterviewFilm,
    Quote,
    QuoteRequirement,
    Source,
    SourceRequirement,
)
from tests.factories import CitationFactory, QuoteFactory, SourceFactory
from tests.refusals import Refusal, assert_refused, constraints_of, ids

UNKNOWN_STAMP = "Choose one of the stamps offered."
NO_FILM = "Say which film this spoils, or stamp it as harmless."


def quote(world, **changes: object) -> Quote:
    fields = {"interview": world.interview, "speaker": world.director, "film": world.first}
    return QuoteFactory.build(**(fields | changes))


REFUSALS = [
    Refusal(
        "interviews_source_stamp_known",
        lambda world: SourceFactory.build(film=world.first, stamp=Stamp.HIDDEN),
        UNKNOWN_STAMP,
    ),
    Refusal(
        "interviews_source_sealed_has_film", lambda world: SourceFactory.build(film=None), NO_FILM
    ),
    Refusal(
        "sourcerequirement_film_once",
        lambda world: SourceRequirement(
            item=SourceRequirement.objects.create(item=world.source, film=world.first).item,
            film=world.first,
        ),
        "This film is in the list already.",
    ),
    Refusal(
        "interview_film_once",
        lambda world: InterviewFilm(interview=world.interview, film=world.second),
        "Film talked about with this Interview and Film already exists.",
    ),
    Refusal(
        "interviews_quote_stamp_known", lambda world: quote(world, stamp="unknown"), UNKNOWN_STAMP
    ),
    Refusal("interviews_quote_sealed_has_film", lambda world: quote(world, film=None), NO_FILM),
    Refusal(
        "interviews_quote_sealed_text_not_blank",
        lambda world: quote(world, sealed_text=""),
        "This text cannot be empty.",
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
        "quoterequirement_film_once",
        lambda world: QuoteRequirement(item=world.sealed_quote, film=world.first),
        "This film is in the list already.",
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
    source = SourceFactory.build(film=world.first, sealed_url=address, sealed_archive_url=address)

    with pytest.raises(ValidationError) as error:
        source.full_clean()

    message = ["An address starts with https:// or http://."]
    assert error.value.message_dict == {"sealed_url": message, "sealed_archive_url": message}


def test_quotes_about_a_film_come_oldest_first(world):
    older = QuoteFactory(interview__date="2020-01-01")
    older.interview.coverage.create(film=world.second)
    QuoteFactory()

    about = Quote.objects.about(world.second)

    assert list(about) == [older, world.open_quote, world.sealed_quote, world.hidden_quote]


def test_a_locked_quotes_card_has_no_sources(world):
    cards = Quote.objects.filter(pk=world.sealed_quote.pk).for_page(NOBODY)

    assert [(card.is_open, card.text, card.sources) for card in cards] == [(False, None, [])]


def test_an_open_quotes_card_has_its_sources_as_far_as_they_are_open(world):
    seen = Reader(seen=frozenset({world.first.pk, world.second.pk}))
    other = CitationFactory(quote=world.sealed_quote, position=1)

    (card,) = Quote.objects.filter(pk=world.sealed_quote.pk).for_page(seen)

    assert [
        (source.is_open, source.outlet, source.title, source.url, source.locator)
        for source in card.sources
    ] == [
        (
            True,
            "Gazette",
            world.source.sealed_title,
            world.source.sealed_url,
            world.citation.sealed_locator,
        ),
        (False, other.source.outlet, None, None, other.sealed_locator),
    ]


def test_what_others_point_at_cannot_be_deleted(world):
    for row in (world.interview, world.sealed_quote, world.source):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_quote_that_is_no_evidence_takes_its_citations_along(world):
    quote = QuoteFactory()
    citation = CitationFactory(quote=quote)

    quote.delete()

    assert not Citation.objects.filter(pk=citation.pk).exists()
    assert Source.objects.filter(pk=citation.source_id).exists()
